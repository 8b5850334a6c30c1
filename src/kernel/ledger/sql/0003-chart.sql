-- 科目: every account is of a type of the chart.
create table ledger.account_type (
  account_type text collate "C" not null,
  name_zh text not null,
  name_en text not null,
  category text collate "C" not null,
  defined_at timestamptz not null,
  constraint account_type_pkey primary key (account_type),
  constraint account_type_category_known
    check (category in ('asset', 'liability', 'equity', 'income', 'expense'))
);

create index account_by_no on ledger.account (account_no);
create index account_by_type on ledger.account (account_type, account_no);
create index hold_due on ledger.hold (expires_at) where status = 'open';
