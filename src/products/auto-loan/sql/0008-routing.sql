-- The funders of an order in the order in which they are asked. A new round starts whenever the
-- product is confirmed anew.
create table auto_loan.funder_choice (
  bucket smallint not null,
  order_id uuid not null,
  round integer not null,
  position integer not null,
  funder_code text collate "C" not null,
  state text collate "C" not null,
  reason text,
  updated_at timestamptz not null,
  constraint funder_choice_pkey primary key (bucket, order_id, round, position),
  constraint funder_choice_funder_once unique (bucket, order_id, round, funder_code),
  constraint funder_choice_state_known
    check (state in ('PENDING', 'ACTIVE', 'SKIPPED', 'REFUSED', 'PASSED')),
  constraint funder_choice_order_fkey
    foreign key (bucket, order_id) references auto_loan.auto_order (bucket, id)
);
-- One funder at a time decides about an order.
create unique index funder_choice_one_active on auto_loan.funder_choice (bucket, order_id)
  where state in ('ACTIVE', 'PASSED');

-- What was asked of a funder and what it answered. The number begins with the order number.
create table auto_loan.funder_application (
  bucket smallint not null,
  application_no text collate "C" not null,
  order_id uuid not null,
  round integer not null,
  position integer not null,
  funder_code text collate "C" not null,
  state text collate "C" not null,
  amount bigint not null,
  term integer not null,
  approved_amount bigint,
  approved_term integer,
  monthly_rate text,
  reason_code text,
  asked integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint funder_application_pkey primary key (bucket, application_no),
  constraint funder_application_state_known check (
    state in ('created', 'unknown', 'accepted', 'passed', 'refused', 'withdrawing', 'withdrawn')),
  constraint funder_application_passed_with_terms check (
    state <> 'passed' or (approved_amount > 0 and approved_term > 0 and monthly_rate is not null)),
  constraint funder_application_order_fkey
    foreign key (bucket, order_id) references auto_loan.auto_order (bucket, id)
);
create index funder_application_of_order on auto_loan.funder_application (bucket, order_id);
create index funder_application_open on auto_loan.funder_application (updated_at)
  where state in ('created', 'unknown', 'accepted', 'withdrawing');
