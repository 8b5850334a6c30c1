-- What a definition says, by content: a draft is a row that nobody has published. Append-only.
create table lifecycle.definition (
  machine text not null,
  version text not null,
  hash text not null,
  body jsonb not null,
  sources jsonb not null,
  created_by text not null,
  created_at timestamptz not null,
  constraint definition_pkey primary key (machine, version, hash),
  constraint definition_hash_is_sha256 check (hash ~ '^[0-9a-f]{64}$')
);

-- A version is published once, by a second person, and stays what it is. Append-only.
create table lifecycle.publication (
  machine text not null,
  version text not null,
  hash text not null,
  -- New orders are born with the latest of these that is not retired.
  takes_new_orders boolean not null,
  maker text not null,
  checker text not null,
  published_at timestamptz not null,
  constraint publication_pkey primary key (machine, version),
  constraint publication_needs_two_people check (maker <> checker)
);

-- A retired version takes no new orders; those that run with it go on. Append-only.
create table lifecycle.retirement (
  machine text not null,
  version text not null,
  retired_by text not null,
  retired_at timestamptz not null,
  constraint retirement_pkey primary key (machine, version)
);
