-- What a command answered under its Idempotency-Key, written in the command's own transaction.
create table http.idempotency (
  bucket smallint not null,
  caller text not null,
  key text not null,
  fingerprint bytea not null,
  status smallint not null,
  body text,
  created_at timestamptz not null,
  constraint idempotency_pkey primary key (bucket, caller, key),
  constraint idempotency_key_length check (length(key) between 1 and 255)
);

create index idempotency_created_at on http.idempotency (created_at);
