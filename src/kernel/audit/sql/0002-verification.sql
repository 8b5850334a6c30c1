-- Each time somebody had the whole trail recomputed, and what was found. fault_* is the first thing
-- that did not fit.
create table audit.verification (
  id uuid not null,
  asked_by text not null,
  asked_at timestamptz not null,
  state text not null,
  entries bigint not null,
  buckets_done integer not null,
  buckets integer not null,
  ended_at timestamptz,
  fault_kind text,
  fault_subject text,
  fault_detail text,
  constraint verification_pkey primary key (id),
  constraint verification_state_known check (state in ('queued', 'running', 'clean', 'broken')),
  constraint verification_ends_with_a_result
    check ((state in ('clean', 'broken')) = (ended_at is not null)),
  constraint verification_broken_by_a_fault
    check ((state = 'broken') = (fault_kind is not null)
      and (fault_kind is null) = (fault_subject is null)
      and (fault_kind is null) = (fault_detail is null))
);
create index verification_newest_idx on audit.verification (id);
