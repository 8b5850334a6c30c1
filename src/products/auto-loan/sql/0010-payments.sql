-- Money that came in before the loan: facts recorded by finance operations, never changed.
create table auto_loan.receipt (
  bucket smallint not null,
  order_id uuid not null,
  id uuid not null,
  kind text collate "C" not null,
  amount bigint not null,
  reference text collate "C",
  image_sha256 text collate "C",
  received_on date not null,
  recorded_by text collate "C" not null,
  recorded_at timestamptz not null,
  constraint receipt_pkey primary key (bucket, order_id, id),
  constraint receipt_reference_once unique (bucket, order_id, kind, reference),
  constraint receipt_kind_known check (kind in ('deposit', 'down_payment')),
  constraint receipt_amount_positive check (amount > 0),
  constraint receipt_has_proof check (reference is not null or image_sha256 is not null)
);

-- The deposit on its way back to the customer.
create table auto_loan.deposit_refund (
  bucket smallint not null,
  order_id uuid not null,
  refund_no text collate "C" not null,
  amount bigint not null,
  state text collate "C" not null,
  reason text not null,
  reference text collate "C",
  requested_by text collate "C" not null,
  requested_at timestamptz not null,
  decided_at timestamptz,
  constraint deposit_refund_pkey primary key (bucket, order_id, refund_no),
  constraint deposit_refund_amount_positive check (amount > 0),
  constraint deposit_refund_state_known check (state in ('running', 'paid', 'failed')),
  constraint deposit_refund_decided_when_done check ((state = 'running') = (decided_at is null))
);
create unique index deposit_refund_one_running on auto_loan.deposit_refund (bucket, order_id)
  where state = 'running';

-- A loan request number is used once in the whole house; its bucket is the hash of the number.
create table auto_loan.loan_request_number (
  bucket smallint not null,
  loan_request_no text collate "C" not null,
  order_no text collate "C" not null,
  constraint loan_request_number_pkey primary key (bucket, loan_request_no)
);

-- The funder is asked to pay out.
create table auto_loan.disbursement (
  bucket smallint not null,
  order_id uuid not null,
  loan_request_no text collate "C" not null,
  funder_code text collate "C" not null,
  application_no text collate "C" not null,
  amount bigint not null,
  term integer not null,
  state text collate "C" not null,
  reason_code text,
  asked integer not null,
  requested_at timestamptz not null,
  updated_at timestamptz not null,
  constraint disbursement_pkey primary key (bucket, order_id, loan_request_no),
  constraint disbursement_amount_positive check (amount > 0),
  constraint disbursement_state_known
    check (state in ('created', 'unknown', 'accepted', 'loaned', 'failed'))
);
create unique index disbursement_one_at_a_time on auto_loan.disbursement (bucket, order_id)
  where state <> 'failed';

create index disbursement_open on auto_loan.disbursement (updated_at)
  where state in ('created', 'unknown', 'accepted');

-- The loan as the funder paid it out.
create table auto_loan.loan (
  bucket smallint not null,
  order_id uuid not null,
  funder_code text collate "C" not null,
  loan_request_no text collate "C",
  contract_no text collate "C" not null,
  amount bigint not null,
  term integer not null,
  loaned_on date not null,
  recorded_at timestamptz not null,
  constraint loan_pkey primary key (bucket, order_id),
  constraint loan_amount_positive check (amount > 0)
);

-- The repay plan with what has been paid of it.
create table auto_loan.instalment (
  bucket smallint not null,
  order_id uuid not null,
  no integer not null,
  due_on date not null,
  principal bigint not null,
  interest bigint not null,
  penalty bigint not null,
  principal_paid bigint not null,
  interest_paid bigint not null,
  penalty_paid bigint not null,
  settled_on date,
  settled_early boolean not null,
  constraint instalment_pkey primary key (bucket, order_id, no),
  constraint instalment_not_negative check (principal >= 0 and interest >= 0 and penalty >= 0),
  constraint instalment_not_overpaid check (
    principal_paid between 0 and principal and interest_paid between 0 and interest
    and penalty_paid between 0 and penalty),
  constraint instalment_early_is_settled check (not settled_early or settled_on is not null),
  constraint instalment_settled_is_paid check (
    settled_on is null or (principal_paid = principal and penalty_paid = penalty
      and (settled_early or interest_paid = interest)))
);

-- Money that came in for an instalment (no) or for an early settlement (no is null).
create table auto_loan.repayment (
  bucket smallint not null,
  order_id uuid not null,
  id uuid not null,
  instalment_no integer,
  amount bigint not null,
  reference text collate "C" not null,
  received_on date not null,
  recorded_by text collate "C" not null,
  recorded_at timestamptz not null,
  constraint repayment_pkey primary key (bucket, order_id, id),
  constraint repayment_amount_positive check (amount > 0)
);
create index repayment_of_reference on auto_loan.repayment (bucket, order_id, reference);
