-- Every call to a partner, with personal data masked. A row without an outcome is a call that was
-- on its way when the process died.
create table partner.call (
  bucket smallint not null,
  id uuid not null,
  partner text not null,
  operation text not null,
  subject text not null,
  method text not null,
  path text not null,
  request jsonb,
  started_at timestamptz not null,
  outcome text,
  code text,
  status integer,
  answer jsonb,
  duration_ms integer,
  attempt integer not null,
  constraint call_pkey primary key (bucket, id),
  constraint call_outcome check (outcome in ('succeeded', 'failed', 'unknown')),
  constraint call_outcome_has_code check (outcome is null or outcome = 'succeeded'
    or code is not null)
);
create index call_subject_idx on partner.call (bucket, subject, id);
create index call_newest_idx on partner.call (id);
