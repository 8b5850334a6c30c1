-- The order of document 000 (auto_order). Only lifecycle.apply writes sm_version, state, the
-- subsystem fields, row_version and updated_at. Ids and codes compare by bytes (collate "C").
create table auto_loan.auto_order (
  bucket smallint not null,
  id uuid not null,
  order_no text collate "C" not null,
  sm_version text collate "C" not null,
  state integer not null,
  credit_audit_status integer,
  compass_status integer,
  lend_audit_status integer,
  lend_preaudit text collate "C" not null,
  applicant_id uuid not null,
  coborrower_id uuid,
  dealer_id text collate "C" not null,
  car_id uuid not null,
  product_id text collate "C",
  funder_id text collate "C",
  deposit_amount bigint not null,
  down_payment_amount bigint not null,
  finance_amount bigint not null,
  currency text collate "C" not null,
  row_version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint auto_order_pkey primary key (bucket, id),
  constraint auto_order_number_is_unique unique (bucket, order_no),
  constraint auto_order_lend_preaudit_known
    check (lend_preaudit in ('NONE', 'PRE_SUBMITTED', 'PASSED', 'RETURNED')),
  constraint auto_order_deposit_not_negative check (deposit_amount >= 0),
  constraint auto_order_down_payment_not_negative check (down_payment_amount >= 0),
  constraint auto_order_finance_not_negative check (finance_amount >= 0),
  constraint auto_order_version_positive check (row_version > 0)
);

-- What the list reads (kernel/db/listing.ts): four families, each with one index for each sort. All
-- of them are paid for by each event, some 2 µs apiece, which is why there are not more.
create index auto_order_dealer_created
  on auto_loan.auto_order (dealer_id, created_at, id, state, funder_id, product_id);
create index auto_order_dealer_updated on auto_loan.auto_order (dealer_id, updated_at, id);
create index auto_order_dealer_amount on auto_loan.auto_order (dealer_id, finance_amount, id);
create index auto_order_product_created
  on auto_loan.auto_order (funder_id, product_id, created_at, id, state);
create index auto_order_product_updated
  on auto_loan.auto_order (funder_id, product_id, updated_at, id);
create index auto_order_product_amount
  on auto_loan.auto_order (funder_id, product_id, finance_amount, id);
create index auto_order_state_created
  on auto_loan.auto_order (state, created_at, id, funder_id, product_id, dealer_id);
create index auto_order_state_updated on auto_loan.auto_order (state, updated_at, id);
create index auto_order_state_amount on auto_loan.auto_order (state, finance_amount, id);
create index auto_order_half_year_created on auto_loan.auto_order
  ((floor((extract(year from created_at at time zone 'UTC') * 12
    + extract(month from created_at at time zone 'UTC') - 1) / 6)::integer), created_at, id);
create index auto_order_half_year_updated on auto_loan.auto_order
  ((floor((extract(year from created_at at time zone 'UTC') * 12
    + extract(month from created_at at time zone 'UTC') - 1) / 6)::integer), updated_at, id);
create index auto_order_half_year_amount on auto_loan.auto_order
  ((floor((extract(year from created_at at time zone 'UTC') * 12
    + extract(month from created_at at time zone 'UTC') - 1) / 6)::integer), finance_amount, id);

-- By whom an order is found: blind indexes of its applicant's phone and ID number (kernel/secret),
-- written with the order and whenever one of them is corrected. It stands beside the order because
-- every index on the order itself is paid for by each event.
create table auto_loan.applicant_lookup (
  bucket smallint not null,
  order_id uuid not null,
  phone_index bytea,
  id_number_index bytea,
  constraint applicant_lookup_pkey primary key (bucket, order_id),
  constraint applicant_lookup_order_fkey
    foreign key (bucket, order_id) references auto_loan.auto_order (bucket, id)
);
create index applicant_lookup_phone on auto_loan.applicant_lookup (phone_index);
create index applicant_lookup_id_number on auto_loan.applicant_lookup (id_number_index);
