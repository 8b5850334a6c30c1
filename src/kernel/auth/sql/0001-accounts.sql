create table auth.user_account (
  id uuid not null,
  username text not null,
  display_name text not null,
  roles text[] not null,
  party_kind text,
  party_code text,
  password_hash text not null,
  must_change_password boolean not null,
  totp_required boolean not null,
  disabled_at timestamptz,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint user_account_pkey primary key (id),
  constraint user_account_username_taken unique (username),
  constraint user_account_username_is_lower_case check (username = lower(username)),
  constraint user_account_party_is_whole check ((party_kind is null) = (party_code is null)),
  constraint user_account_version_counts_up check (version > 0)
);

-- One row per name or address that failed, whether a user has that name or not: an unknown name is
-- locked like a known one, so that no answer tells which names exist.
create table auth.failed_attempt (
  subject text not null,
  failures integer not null,
  last_at timestamptz not null,
  locked_until timestamptz,
  constraint failed_attempt_pkey primary key (subject),
  constraint failed_attempt_counts check (failures >= 0)
);

create index failed_attempt_by_age on auth.failed_attempt (last_at);

create table auth.session (
  token_hash bytea not null,
  id uuid not null,
  user_id uuid not null,
  user_agent text not null,
  address text not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  constraint session_pkey primary key (token_hash),
  constraint session_id_unique unique (id)
);

create index session_of_user on auth.session (user_id, id);
create index session_by_expiry on auth.session (expires_at);

create table auth.totp (
  user_id uuid not null,
  sealed_secret bytea not null,
  confirmed_at timestamptz,
  last_step bigint not null,
  created_at timestamptz not null,
  constraint totp_pkey primary key (user_id)
);

create table auth.api_key (
  key_hash bytea not null,
  id uuid not null,
  title text not null,
  shown text not null,
  owner_id uuid not null,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  constraint api_key_pkey primary key (key_hash),
  constraint api_key_id_unique unique (id)
);

create index api_key_of_owner on auth.api_key (owner_id, id);
