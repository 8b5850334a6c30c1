-- Document 001, tables account and account_transaction, with what a ledger needs beside them.
-- Rows are narrow and the hot tables have no index but their primary key.

-- 账户. Balances change with each journal: half a page stays free, so that a new version of the row
-- finds room beside the old one.
create table ledger.account (
  bucket smallint not null,
  account_no text collate "C" not null,
  merchant_no text collate "C",
  is_tiancai boolean not null,
  account_type text collate "C" not null,
  owner text collate "C",
  name text not null,
  currency text collate "C" not null,
  normal_side text collate "C" not null,
  may_go_negative boolean not null,
  status text collate "C" not null,
  balance bigint not null,
  frozen_amount bigint not null,
  sequence bigint not null,
  hash bytea not null,
  last_at timestamptz not null,
  opened_at timestamptz not null,
  constraint account_pkey primary key (bucket, account_no),
  constraint account_normal_side_known check (normal_side in ('debit', 'credit')),
  constraint account_status_known check (status in ('normal', 'frozen', 'closed')),
  constraint account_frozen_not_negative check (frozen_amount >= 0),
  constraint account_available_not_negative
    check (may_go_negative or balance >= frozen_amount)
) with (fillfactor = 50);

create index account_by_merchant on ledger.account (merchant_no) where merchant_no is not null;
create index account_by_owner on ledger.account (owner) where owner is not null;

-- 账户流水: never updated. Its key is the account's own sequence; id is the document's number.
create table ledger.account_transaction (
  bucket smallint not null,
  account_no text collate "C" not null,
  sequence bigint not null,
  id bigint not null,
  journal_id bigint not null,
  biz_no text collate "C" not null,
  biz_type text collate "C" not null,
  direction text collate "C" not null,
  amount bigint not null,
  balance_after bigint not null,
  counterparty text collate "C" not null,
  effective_date date not null,
  booked_date date not null,
  trans_time timestamptz not null,
  hash bytea not null,
  constraint account_transaction_pkey primary key (bucket, account_no, sequence),
  constraint account_transaction_direction_known check (direction in ('debit', 'credit')),
  constraint account_transaction_amount_positive check (amount > 0)
);

-- Few entries have an effective date of their own: only they need to be found by it.
create index account_transaction_backdated
  on ledger.account_transaction (bucket, account_no, effective_date)
  where effective_date <> booked_date;

-- 凭证: one row for each command that succeeded. The key makes a bizNo unique per caller and type.
create table ledger.journal (
  bucket smallint not null,
  caller text collate "C" not null,
  biz_type text collate "C" not null,
  biz_no text collate "C" not null,
  id bigint not null,
  kind text collate "C" not null,
  effective_date date not null,
  booked_at timestamptz not null,
  memo text,
  metadata jsonb,
  asked jsonb,
  debits text[] collate "C" not null,
  credits text[] collate "C" not null,
  amounts bigint[] not null,
  constraint journal_pkey primary key (bucket, biz_no, biz_type, caller),
  constraint journal_kind_known check (kind in ('post', 'hold', 'post_hold', 'void_hold',
    'reverse'))
);

-- How much of each leg of a journal later reversals gave back.
create table ledger.reversed (
  bucket smallint not null,
  caller text collate "C" not null,
  biz_type text collate "C" not null,
  biz_no text collate "C" not null,
  amounts bigint[] not null,
  constraint reversed_pkey primary key (bucket, biz_no, biz_type, caller)
);

create table ledger.hold (
  bucket smallint not null,
  caller text collate "C" not null,
  biz_type text collate "C" not null,
  biz_no text collate "C" not null,
  id uuid not null,
  account_no text collate "C" not null,
  amount bigint not null,
  posted bigint not null,
  status text collate "C" not null,
  expires_at timestamptz,
  constraint hold_pkey primary key (bucket, biz_no, biz_type, caller),
  constraint hold_amount_positive check (amount > 0),
  constraint hold_posted_within check (posted between 0 and amount),
  constraint hold_status_known check (status in ('open', 'posted', 'voided', 'expired'))
);

create index hold_by_id on ledger.hold (id);
create index hold_open_by_account on ledger.hold (account_no, expires_at) where status = 'open';
