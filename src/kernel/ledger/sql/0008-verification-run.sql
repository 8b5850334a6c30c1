-- A verification that somebody asked for, while it runs; what it found stands in
-- ledger.verification.
create table ledger.verification_run (
  id uuid not null,
  asked_by text collate "C" not null,
  asked_at timestamptz not null,
  done int not null,
  of int not null,
  entries bigint not null,
  ended_at timestamptz,
  constraint verification_run_pkey primary key (id),
  constraint verification_run_done_within check (done between 0 and of)
);
