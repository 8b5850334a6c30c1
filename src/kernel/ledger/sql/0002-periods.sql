-- 会计期间: an effective date before the end of the last one that is closing or closed takes nothing
-- more. Closing has two steps, so that posting needs no lock on this table.
create table ledger.period (
  period text collate "C" not null,
  first_day date not null,
  last_day date not null,
  status text collate "C" not null,
  -- Transactions from this one on know that it closes; older ones may still post into it.
  known_from xid8,
  changed_at timestamptz not null,
  constraint period_pkey primary key (period),
  constraint period_days_in_order check (first_day <= last_day),
  constraint period_status_known check (status in ('closing', 'closed'))
);
