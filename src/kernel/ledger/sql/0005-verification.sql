-- What each verification of the books found.
create table ledger.verification (
  id uuid not null,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  entries bigint not null,
  subject text,
  detail text,
  constraint verification_pkey primary key (id)
);
