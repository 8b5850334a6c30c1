-- 期初余额: what was brought in from another system's books, a file at a time.
create table ledger.opening (
  id uuid not null,
  effective_date date not null,
  sha256 text collate "C" not null,
  lines int not null,
  status text collate "C" not null,
  brought_by text collate "C" not null,
  brought_at timestamptz not null,
  undone_by text collate "C",
  undone_at timestamptz,
  constraint opening_pkey primary key (id),
  constraint opening_status_known check (status in ('brought', 'undone'))
);

-- One file is brought in once, unless it was undone.
create unique index opening_once on ledger.opening (sha256) where status = 'brought';

-- 凭证 of a day, in the order of their numbers.
create index journal_by_day on ledger.journal (effective_date, id);
