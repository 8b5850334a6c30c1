-- Who did what. Rows are written in the transaction that did it and never change.
-- written_by orders the rows for sealing: a transaction that is older than every open one has
-- either committed or never will, so what it wrote is complete.
create table audit.entry (
  bucket smallint not null,
  id uuid not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  before json,
  after json,
  reason text,
  request_id text not null,
  digest bytea not null,
  written_by xid8 not null,
  constraint entry_pkey primary key (bucket, id),
  constraint entry_digest_is_sha256 check (length(digest) = 32)
);
create index entry_written_idx on audit.entry (bucket, written_by, id);
create index entry_at_idx on audit.entry (at, id);
create index entry_subject_idx on audit.entry (subject, at, id);
create index entry_actor_idx on audit.entry (actor, at, id);
create index entry_action_idx on audit.entry (action, at, id);
create index entry_request_idx on audit.entry (request_id, at, id);

-- One row for each sealing. It covers what was written by transactions from `from_xid` up to, but
-- not including, `to_xid`; its digest covers its seals and the round before it.
create table audit.round (
  round bigint not null,
  at timestamptz not null,
  from_xid xid8 not null,
  to_xid xid8 not null,
  previous bytea not null,
  digest bytea not null,
  constraint round_pkey primary key (round),
  constraint round_counts_up check (round > 0),
  constraint round_moves_on check (from_xid < to_xid),
  constraint round_digest_is_sha256 check (length(digest) = 32 and length(previous) = 32)
);

-- What a round found in one bucket, chained to the bucket's seal before.
create table audit.seal (
  bucket smallint not null,
  round bigint not null,
  first_id uuid not null,
  last_id uuid not null,
  entries bigint not null,
  previous bytea not null,
  digest bytea not null,
  constraint seal_pkey primary key (bucket, round),
  constraint seal_covers_entries check (entries > 0),
  constraint seal_digest_is_sha256 check (length(digest) = 32 and length(previous) = 32)
);
create index seal_round_idx on audit.seal (round);
