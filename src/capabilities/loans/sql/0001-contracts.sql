-- A loan that runs: its terms and policy as they were agreed, and the head of its book. The book
-- follows from the facts; what stands here of it is compared with them by verify.
create table loans.contract (
  bucket smallint not null,
  id uuid not null,
  contract_no text collate "C" not null,
  -- Whose loan it is: the module that gave it, and its order there.
  product text collate "C" not null,
  order_no text collate "C",
  currency text not null,
  terms jsonb not null,
  policy jsonb not null,
  -- Accounts that it shares with others of its product.
  accounts jsonb not null,
  state text collate "C" not null,
  version integer not null,
  as_of date not null,
  -- What changed the terms since: disbursements, rates, prepayments.
  changes jsonb not null,
  facts integer not null,
  lent bigint not null,
  received bigint not null,
  refunded bigint not null,
  prepaid bigint not null,
  recovered bigint not null,
  principal_left bigint not null,
  -- Oldest day on which something fell due that is not paid; null when nothing is overdue.
  overdue_since date,
  next_due_on date,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  constraint contract_pkey primary key (bucket, id),
  constraint contract_no_once unique (bucket, contract_no),
  constraint contract_state_is_known check (state in ('running', 'settled', 'charged_off')),
  constraint contract_amounts_not_negative check (
    lent >= 0 and received >= 0 and refunded >= 0 and prepaid >= 0 and recovered >= 0
    and principal_left >= 0)
);
create index contract_to_close on loans.contract (as_of, bucket, id) where state = 'running';
create index contract_overdue on loans.contract (overdue_since, id) where overdue_since is not null;
create index contract_of_order on loans.contract (product, order_no);

-- One row of the book: what falls due on a day, and what was paid of it.
create table loans.instalment (
  bucket smallint not null,
  contract_id uuid not null,
  no integer not null,
  kind text collate "C" not null,
  due_on date not null,
  principal bigint not null,
  interest bigint not null,
  fee bigint not null,
  accrues jsonb not null,
  -- Overdue amount × days: the penalty is rounded once, from this.
  late_days numeric(38, 0) not null,
  is_late boolean not null,
  paid_fee bigint not null,
  paid_penalty bigint not null,
  paid_interest bigint not null,
  paid_principal bigint not null,
  waived_fee bigint not null,
  waived_penalty bigint not null,
  waived_interest bigint not null,
  waived_principal bigint not null,
  lost_fee bigint not null,
  lost_penalty bigint not null,
  lost_interest bigint not null,
  lost_principal bigint not null,
  closed_on date,
  closed_by text collate "C",
  constraint instalment_pkey primary key (bucket, contract_id, no),
  constraint instalment_kind_is_known check (kind in ('instalment', 'settlement')),
  constraint instalment_not_negative check (
    principal >= 0 and interest >= 0 and fee >= 0 and late_days >= 0
    and paid_fee >= 0 and paid_penalty >= 0 and paid_interest >= 0 and paid_principal >= 0),
  constraint instalment_is_closed_by_something check ((closed_on is null) = (closed_by is null)),
  constraint instalment_closed_by_is_known
    check (closed_by in ('paid', 'settled_early', 'charged_off'))
);

-- What happened to a loan. Never changed; what was wrong is taken back by a row that names it.
create table loans.fact (
  bucket smallint not null,
  contract_id uuid not null,
  seq integer not null,
  -- Chosen by whoever records it: the same reference is the same fact.
  reference text collate "C" not null,
  kind text collate "C" not null,
  happened_on date not null,
  amount bigint,
  detail jsonb not null,
  -- Number of the fact that this one takes back.
  takes_back integer,
  recorded_by text collate "C" not null,
  recorded_at timestamptz not null,
  constraint fact_pkey primary key (bucket, contract_id, seq),
  constraint fact_once unique (bucket, contract_id, reference),
  constraint fact_taken_back_once unique (bucket, contract_id, takes_back),
  constraint fact_amount_positive check (amount > 0)
);
