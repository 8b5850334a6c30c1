-- A key for each person, itself encrypted ("wrapped") by a master key that is not in the database.
-- Erasing a person empties the wrapped key: nothing that was encrypted with it can be read again.
create table secret.person_key (
  bucket smallint not null,
  person_id text not null,
  wrapped bytea,
  -- Which master key wrapped it: a fingerprint, so that a wrong key can be told by name.
  master_id text not null,
  erased_at timestamptz,
  constraint person_key_pkey primary key (bucket, person_id),
  constraint person_key_erased_is_empty check ((wrapped is null) = (erased_at is not null))
);
create index person_key_master_idx on secret.person_key (master_id, bucket, person_id)
  where erased_at is null;

-- The key of the blind indexes outlives every master key, or rotation would make them useless.
create table secret.index_key (
  name text not null,
  wrapped bytea not null,
  master_id text not null,
  constraint index_key_pkey primary key (name)
);
