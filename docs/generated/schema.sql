-- Made by `npm run generate` from the catalog of a migrated database.
-- Do not edit, do not run:
-- the migrations in each module's sql/ make the tables. A line "-- liushui_app may …" says
-- what the application's role can do; what it may not update is written once and kept.

create schema audit;

create table audit.entry (
  bucket smallint not null,
  id uuid not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  before json,
  after json,
  reason text,
  request_id text not null,
  digest bytea not null,
  written_by xid8 not null,
  constraint entry_pkey primary key (bucket, id),
  constraint entry_digest_is_sha256 check ((length(digest) = 32))
);
create index entry_action_idx on audit.entry using btree (action, at, id);
create index entry_actor_idx on audit.entry using btree (actor, at, id);
create index entry_at_idx on audit.entry using btree (at, id);
create index entry_request_idx on audit.entry using btree (request_id, at, id);
create index entry_subject_idx on audit.entry using btree (subject, at, id);
create index entry_written_idx on audit.entry using btree (bucket, written_by, id);
-- liushui_app may select, insert

create table audit.round (
  round bigint not null,
  at timestamptz not null,
  from_xid xid8 not null,
  to_xid xid8 not null,
  previous bytea not null,
  digest bytea not null,
  constraint round_pkey primary key (round),
  constraint round_counts_up check ((round > 0)),
  constraint round_digest_is_sha256 check (((length(digest) = 32) and (length(previous) = 32))),
  constraint round_moves_on check ((from_xid < to_xid))
);
-- liushui_app may select, insert

create table audit.seal (
  bucket smallint not null,
  round bigint not null,
  first_id uuid not null,
  last_id uuid not null,
  entries bigint not null,
  previous bytea not null,
  digest bytea not null,
  constraint seal_pkey primary key (bucket, round),
  constraint seal_covers_entries check ((entries > 0)),
  constraint seal_digest_is_sha256 check (((length(digest) = 32) and (length(previous) = 32)))
);
create index seal_round_idx on audit.seal using btree (round);
-- liushui_app may select, insert

create table audit.verification (
  id uuid not null,
  asked_by text not null,
  asked_at timestamptz not null,
  state text not null,
  entries bigint not null,
  buckets_done integer not null,
  buckets integer not null,
  ended_at timestamptz,
  fault_kind text,
  fault_subject text,
  fault_detail text,
  constraint verification_pkey primary key (id),
  constraint verification_broken_by_a_fault check ((((state = 'broken'::text) = (fault_kind is not null)) and ((fault_kind is null) = (fault_subject is null)) and ((fault_kind is null) = (fault_detail is null)))),
  constraint verification_ends_with_a_result check (((state = any (array['clean'::text, 'broken'::text])) = (ended_at is not null))),
  constraint verification_state_known check ((state = any (array['queued'::text, 'running'::text, 'clean'::text, 'broken'::text])))
);
create index verification_newest_idx on audit.verification using btree (id);
-- liushui_app may select, insert, update, delete

create schema auth;

create table auth.api_key (
  key_hash bytea not null,
  id uuid not null,
  title text not null,
  shown text not null,
  owner_id uuid not null,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  used_at timestamptz,
  constraint api_key_pkey primary key (key_hash),
  constraint api_key_id_unique unique (id)
);
create index api_key_of_owner on auth.api_key using btree (owner_id, id);
-- liushui_app may select, insert, update, delete

create table auth.approval_limit (
  kind text not null,
  role text not null,
  currency text not null,
  amount_max bigint not null,
  updated_at timestamptz not null,
  constraint approval_limit_pkey primary key (kind, role, currency),
  constraint approval_limit_is_not_negative check ((amount_max >= 0))
);
-- liushui_app may select, insert, update, delete

create table auth.failed_attempt (
  subject text not null,
  failures integer not null,
  last_at timestamptz not null,
  locked_until timestamptz,
  constraint failed_attempt_pkey primary key (subject),
  constraint failed_attempt_counts check ((failures >= 0))
);
create index failed_attempt_by_age on auth.failed_attempt using btree (last_at);
-- liushui_app may select, insert, update, delete

create table auth.proposal (
  id uuid not null,
  kind text not null,
  subject text not null,
  payload jsonb not null,
  amount bigint,
  currency text,
  reason text not null,
  state text not null,
  maker_id text not null,
  maker_name text not null,
  made_at timestamptz not null,
  checker_id text,
  checker_name text,
  decided_at timestamptz,
  comment text,
  outcome jsonb,
  before jsonb,
  constraint proposal_pkey primary key (id),
  constraint proposal_amount_has_a_currency check (((amount is null) = (currency is null))),
  constraint proposal_amount_is_not_negative check ((amount >= 0)),
  constraint proposal_decided_once check ((((state = 'pending'::text) = (checker_id is null)) and ((checker_id is null) = (decided_at is null)))),
  constraint proposal_has_two_people check ((checker_id <> maker_id)),
  constraint proposal_states check ((state = any (array['pending'::text, 'approved'::text, 'rejected'::text])))
);
create index proposal_by_maker on auth.proposal using btree (maker_id, id);
create index proposal_by_state on auth.proposal using btree (state, id);
create index proposal_by_subject on auth.proposal using btree (subject, id);
-- liushui_app may select, insert, update, delete

create table auth.session (
  token_hash bytea not null,
  id uuid not null,
  user_id uuid not null,
  user_agent text not null,
  address text not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  constraint session_pkey primary key (token_hash),
  constraint session_id_unique unique (id)
);
create index session_by_expiry on auth.session using btree (expires_at);
create index session_of_user on auth.session using btree (user_id, id);
-- liushui_app may select, insert, update, delete

create table auth.totp (
  user_id uuid not null,
  sealed_secret bytea not null,
  confirmed_at timestamptz,
  last_step bigint not null,
  created_at timestamptz not null,
  constraint totp_pkey primary key (user_id)
);
-- liushui_app may select, insert, update, delete

create table auth.user_account (
  id uuid not null,
  username text not null,
  display_name text not null,
  roles text[] not null,
  party_kind text,
  party_code text,
  password_hash text not null,
  must_change_password boolean not null,
  totp_required boolean not null,
  disabled_at timestamptz,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint user_account_pkey primary key (id),
  constraint user_account_username_taken unique (username),
  constraint user_account_party_is_whole check (((party_kind is null) = (party_code is null))),
  constraint user_account_username_is_lower_case check ((username = lower(username))),
  constraint user_account_version_counts_up check ((version > 0))
);
-- liushui_app may select, insert, update, delete

create schema auto_loan;

create table auto_loan.applicant_lookup (
  bucket smallint not null,
  order_id uuid not null,
  phone_index bytea,
  id_number_index bytea,
  constraint applicant_lookup_pkey primary key (bucket, order_id),
  constraint applicant_lookup_order_fkey foreign key (bucket, order_id) references auto_loan.auto_order(bucket, id)
);
create index applicant_lookup_id_number on auto_loan.applicant_lookup using btree (id_number_index);
create index applicant_lookup_phone on auto_loan.applicant_lookup using btree (phone_index);
-- liushui_app may select, insert, update, delete

create table auto_loan.audit_result (
  bucket smallint not null,
  order_id uuid not null,
  id uuid not null,
  event text collate "C" not null,
  conclusion text collate "C" not null,
  conditions text,
  net_check jsonb,
  phone_check jsonb,
  comment text,
  auditor text collate "C" not null,
  concluded_at timestamptz not null,
  constraint audit_result_pkey primary key (bucket, order_id, id),
  constraint audit_result_conclusion_known check ((conclusion = any (array['pass'::text, 'conditional'::text, 'cancel'::text, 'reject'::text, 'return'::text]))),
  constraint audit_result_conditions_are_written check (((conclusion = 'conditional'::text) = (conditions is not null)))
);
-- liushui_app may select, insert

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
  state_since timestamptz not null,
  constraint auto_order_pkey primary key (bucket, id),
  constraint auto_order_number_is_unique unique (bucket, order_no),
  constraint auto_order_deposit_not_negative check ((deposit_amount >= 0)),
  constraint auto_order_down_payment_not_negative check ((down_payment_amount >= 0)),
  constraint auto_order_finance_not_negative check ((finance_amount >= 0)),
  constraint auto_order_lend_preaudit_known check ((lend_preaudit = any (array['NONE'::text, 'PRE_SUBMITTED'::text, 'PASSED'::text, 'RETURNED'::text]))),
  constraint auto_order_version_positive check ((row_version > 0))
);
create index auto_order_dealer_amount on auto_loan.auto_order using btree (dealer_id, finance_amount, id);
create index auto_order_dealer_created on auto_loan.auto_order using btree (dealer_id, created_at, id, state, funder_id, product_id);
create index auto_order_dealer_updated on auto_loan.auto_order using btree (dealer_id, updated_at, id);
create index auto_order_half_year_amount on auto_loan.auto_order using btree (((floor(((((extract(year from (created_at at time zone 'UTC'::text)) * (12)::numeric) + extract(month from (created_at at time zone 'UTC'::text))) - (1)::numeric) / (6)::numeric)))::integer), finance_amount, id);
create index auto_order_half_year_created on auto_loan.auto_order using btree (((floor(((((extract(year from (created_at at time zone 'UTC'::text)) * (12)::numeric) + extract(month from (created_at at time zone 'UTC'::text))) - (1)::numeric) / (6)::numeric)))::integer), created_at, id);
create index auto_order_half_year_updated on auto_loan.auto_order using btree (((floor(((((extract(year from (created_at at time zone 'UTC'::text)) * (12)::numeric) + extract(month from (created_at at time zone 'UTC'::text))) - (1)::numeric) / (6)::numeric)))::integer), updated_at, id);
create index auto_order_product_amount on auto_loan.auto_order using btree (funder_id, product_id, finance_amount, id);
create index auto_order_product_created on auto_loan.auto_order using btree (funder_id, product_id, created_at, id, state);
create index auto_order_product_updated on auto_loan.auto_order using btree (funder_id, product_id, updated_at, id);
create index auto_order_state_amount on auto_loan.auto_order using btree (state, finance_amount, id);
create index auto_order_state_created on auto_loan.auto_order using btree (state, created_at, id, funder_id, product_id, dealer_id);
create index auto_order_state_updated on auto_loan.auto_order using btree (state, updated_at, id);
create index auto_order_waiting on auto_loan.auto_order using btree (sm_version, state, state_since, id, dealer_id, funder_id);
-- liushui_app may select, insert, update, delete

create table auto_loan.car (
  bucket smallint not null,
  id uuid not null,
  order_id uuid not null,
  usage text collate "C" not null,
  energy text collate "C" not null,
  condition text collate "C" not null,
  maker text not null,
  style text not null,
  colour text,
  vin text collate "C",
  engine_no text collate "C",
  sale_price bigint not null,
  assessed_price bigint,
  constraint car_pkey primary key (bucket, id),
  constraint car_one_per_order unique (bucket, order_id),
  constraint car_order_fkey foreign key (bucket, order_id) references auto_loan.auto_order(bucket, id),
  constraint car_assessed_price_positive check ((assessed_price > 0)),
  constraint car_condition_known check ((condition = any (array['new'::text, 'used'::text]))),
  constraint car_energy_known check ((energy = any (array['combustion'::text, 'new_energy'::text]))),
  constraint car_sale_price_positive check ((sale_price > 0)),
  constraint car_usage_known check ((usage = any (array['own'::text, 'commercial'::text])))
);
-- liushui_app may select, insert, update, delete

create table auto_loan.contract_set (
  bucket smallint not null,
  order_id uuid not null,
  revision integer not null,
  funder_code text collate "C" not null,
  documents jsonb not null,
  created_at timestamptz not null,
  voided_at timestamptz,
  void_reason text,
  constraint contract_set_pkey primary key (bucket, order_id, revision),
  constraint contract_set_order_fkey foreign key (bucket, order_id) references auto_loan.auto_order(bucket, id),
  constraint contract_set_void_has_reason check (((voided_at is null) = (void_reason is null)))
);
create unique index contract_set_one_valid on auto_loan.contract_set using btree (bucket, order_id) where (voided_at is null);
-- liushui_app may select, insert, update, delete

create table auto_loan.contract_signature (
  bucket smallint not null,
  order_id uuid not null,
  revision integer not null,
  document text collate "C" not null,
  signer text collate "C" not null,
  file_sha256 text collate "C",
  signed_on date not null,
  recorded_by text collate "C" not null,
  recorded_at timestamptz not null,
  constraint contract_signature_pkey primary key (bucket, order_id, revision, document, signer),
  constraint contract_signature_signer_known check ((signer = any (array['borrower'::text, 'co_borrower'::text])))
);
-- liushui_app may select, insert, update, delete

create table auto_loan.dealer (
  code text collate "C" not null,
  name text not null,
  region text collate "C" not null,
  active boolean not null,
  updated_at timestamptz not null,
  constraint dealer_pkey primary key (code)
);
-- liushui_app may select, insert, update, delete

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
  constraint deposit_refund_amount_positive check ((amount > 0)),
  constraint deposit_refund_decided_when_done check (((state = 'running'::text) = (decided_at is null))),
  constraint deposit_refund_state_known check ((state = any (array['running'::text, 'paid'::text, 'failed'::text])))
);
create unique index deposit_refund_one_running on auto_loan.deposit_refund using btree (bucket, order_id) where (state = 'running'::text);
-- liushui_app may select, insert, update, delete

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
  constraint disbursement_amount_positive check ((amount > 0)),
  constraint disbursement_state_known check ((state = any (array['created'::text, 'unknown'::text, 'accepted'::text, 'loaned'::text, 'failed'::text])))
);
create index disbursement_open on auto_loan.disbursement using btree (updated_at) where (state = any (array['created'::text, 'unknown'::text, 'accepted'::text]));
create unique index disbursement_one_at_a_time on auto_loan.disbursement using btree (bucket, order_id) where (state <> 'failed'::text);
-- liushui_app may select, insert, update, delete

create table auto_loan.finance_plan (
  bucket smallint not null,
  order_id uuid not null,
  product_code text collate "C" not null,
  term integer not null,
  sale_price bigint not null,
  down_payment bigint not null,
  fees jsonb not null,
  finance_amount bigint not null,
  year_rate text not null,
  daily_late_rate text not null,
  early_settlement_rate text not null,
  saved_at timestamptz not null,
  constraint finance_plan_pkey primary key (bucket, order_id),
  constraint finance_plan_order_fkey foreign key (bucket, order_id) references auto_loan.auto_order(bucket, id),
  constraint finance_plan_down_payment_not_negative check ((down_payment >= 0)),
  constraint finance_plan_finances_something check ((finance_amount > 0)),
  constraint finance_plan_term_positive check ((term > 0))
);
-- liushui_app may select, insert, update, delete

create table auto_loan.funder (
  code text collate "C" not null,
  name text not null,
  base_url text not null,
  callback_base_url text,
  active boolean not null,
  routing_rank integer not null,
  products text[] not null,
  regions text[] not null,
  car_categories text[] not null,
  amount_min bigint not null,
  amount_max bigint not null,
  term_min integer not null,
  term_max integer not null,
  age_min integer not null,
  age_max integer not null,
  contract_documents text[] not null,
  secret_owner uuid not null,
  secret_sealed bytea,
  updated_at timestamptz not null,
  constraint funder_pkey primary key (code),
  constraint funder_ages_in_order check (((0 < age_min) and (age_min <= age_max))),
  constraint funder_amounts_in_order check (((0 < amount_min) and (amount_min <= amount_max))),
  constraint funder_terms_in_order check (((0 < term_min) and (term_min <= term_max))),
  constraint funder_wants_a_contract check ((cardinality(contract_documents) > 0))
);
-- liushui_app may select, insert, update, delete

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
  constraint funder_application_order_fkey foreign key (bucket, order_id) references auto_loan.auto_order(bucket, id),
  constraint funder_application_passed_with_terms check (((state <> 'passed'::text) or ((approved_amount > 0) and (approved_term > 0) and (monthly_rate is not null)))),
  constraint funder_application_state_known check ((state = any (array['created'::text, 'unknown'::text, 'accepted'::text, 'passed'::text, 'refused'::text, 'withdrawing'::text, 'withdrawn'::text])))
);
create index funder_application_of_order on auto_loan.funder_application using btree (bucket, order_id);
create index funder_application_open on auto_loan.funder_application using btree (updated_at) where (state = any (array['created'::text, 'unknown'::text, 'accepted'::text, 'withdrawing'::text]));
-- liushui_app may select, insert, update, delete

create table auto_loan.funder_choice (
  bucket smallint not null,
  order_id uuid not null,
  round integer not null,
  position integer not null,
  funder_code text collate "C" not null,
  state text collate "C" not null,
  reason text,
  updated_at timestamptz not null,
  constraint funder_choice_pkey primary key (bucket, order_id, round, "position"),
  constraint funder_choice_funder_once unique (bucket, order_id, round, funder_code),
  constraint funder_choice_order_fkey foreign key (bucket, order_id) references auto_loan.auto_order(bucket, id),
  constraint funder_choice_state_known check ((state = any (array['PENDING'::text, 'ACTIVE'::text, 'SKIPPED'::text, 'REFUSED'::text, 'PASSED'::text])))
);
create unique index funder_choice_one_active on auto_loan.funder_choice using btree (bucket, order_id) where (state = any (array['ACTIVE'::text, 'PASSED'::text]));
-- liushui_app may select, insert, update, delete

create table auto_loan.image (
  bucket smallint not null,
  order_id uuid not null,
  id uuid not null,
  kind text collate "C" not null,
  sha256 text collate "C" not null,
  name text not null,
  content_type text collate "C" not null,
  size integer not null,
  uploaded_by text collate "C" not null,
  uploaded_at timestamptz not null,
  submitted_at timestamptz,
  constraint image_pkey primary key (bucket, order_id, id),
  constraint image_once unique (bucket, order_id, kind, sha256),
  constraint image_order_fkey foreign key (bucket, order_id) references auto_loan.auto_order(bucket, id),
  constraint image_sha256_is_hex check ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint image_size_positive check ((size > 0))
);
-- liushui_app may select, insert, update, delete

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
  constraint instalment_early_is_settled check (((not settled_early) or (settled_on is not null))),
  constraint instalment_not_negative check (((principal >= 0) and (interest >= 0) and (penalty >= 0))),
  constraint instalment_not_overpaid check ((((principal_paid >= 0) and (principal_paid <= principal)) and ((interest_paid >= 0) and (interest_paid <= interest)) and ((penalty_paid >= 0) and (penalty_paid <= penalty)))),
  constraint instalment_settled_is_paid check (((settled_on is null) or ((principal_paid = principal) and (penalty_paid = penalty) and (settled_early or (interest_paid = interest)))))
);
-- liushui_app may select, insert, update, delete

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
  constraint loan_amount_positive check ((amount > 0))
);
-- liushui_app may select, insert

create table auto_loan.loan_request_number (
  bucket smallint not null,
  loan_request_no text collate "C" not null,
  order_no text collate "C" not null,
  constraint loan_request_number_pkey primary key (bucket, loan_request_no)
);
-- liushui_app may select, insert

create table auto_loan.order_event (
  bucket smallint not null,
  id uuid not null,
  order_id uuid not null,
  seq integer not null,
  event text collate "C" not null,
  from_state integer not null,
  to_state integer not null,
  actor text collate "C" not null,
  actor_system text collate "C",
  payload json not null,
  occurred_at timestamptz not null,
  request_id text collate "C" not null,
  written_by xid8 not null default pg_current_xact_id(),
  constraint order_event_pkey primary key (bucket, order_id, seq),
  constraint order_event_request_once unique (bucket, request_id, order_id),
  constraint order_event_seq_positive check ((seq > 0))
);
create index order_event_written on auto_loan.order_event using btree (written_by, id);
-- liushui_app may select, insert

create table auto_loan.person (
  bucket smallint not null,
  id uuid not null,
  order_id uuid not null,
  part text collate "C" not null,
  phone_index bytea,
  id_number_index bytea,
  created_at timestamptz not null,
  constraint person_pkey primary key (bucket, id),
  constraint person_one_of_each_part unique (bucket, order_id, part),
  constraint person_order_fkey foreign key (bucket, order_id) references auto_loan.auto_order(bucket, id),
  constraint person_part_known check ((part = any (array['applicant'::text, 'co_borrower'::text])))
);
-- liushui_app may select, insert, update, delete

create table auto_loan.person_group (
  bucket smallint not null,
  person_id uuid not null,
  name text collate "C" not null,
  sealed bytea not null,
  updated_at timestamptz not null,
  constraint person_group_pkey primary key (bucket, person_id, name),
  constraint person_group_person_fkey foreign key (bucket, person_id) references auto_loan.person(bucket, id),
  constraint person_group_known check ((name = any (array['identity'::text, 'basic'::text, 'work'::text, 'licence'::text])))
);
-- liushui_app may select, insert, update, delete

create table auto_loan.product (
  code text collate "C" not null,
  name text not null,
  active boolean not null,
  repay_method text collate "C" not null,
  currency text collate "C" not null,
  loan_min bigint not null,
  loan_max bigint not null,
  year_rate text not null,
  daily_late_rate text not null,
  daily_extension_rate text not null,
  sale_price_min bigint not null,
  sale_price_max bigint not null,
  down_payment_ratio_min text not null,
  down_payment_ratio_max text not null,
  terms jsonb not null,
  fee_limits jsonb not null,
  updated_at timestamptz not null,
  constraint product_pkey primary key (code),
  constraint product_loans_in_order check (((0 < loan_min) and (loan_min <= loan_max))),
  constraint product_prices_in_order check (((0 < sale_price_min) and (sale_price_min <= sale_price_max)))
);
-- liushui_app may select, insert, update, delete

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
  constraint receipt_amount_positive check ((amount > 0)),
  constraint receipt_has_proof check (((reference is not null) or (image_sha256 is not null))),
  constraint receipt_kind_known check ((kind = any (array['deposit'::text, 'down_payment'::text])))
);
-- liushui_app may select, insert

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
  constraint repayment_amount_positive check ((amount > 0))
);
create index repayment_of_reference on auto_loan.repayment using btree (bucket, order_id, reference);
-- liushui_app may select, insert

create schema db;

create table db.series (
  name text not null,
  last integer not null,
  constraint series_pkey primary key (name),
  constraint series_counts_up check ((last > 0))
);
-- liushui_app may select, insert, update, delete

create schema desk;

create table desk.column_choice (
  owner_id uuid not null,
  list text not null,
  columns text[] not null,
  chosen_at timestamptz not null,
  constraint column_choice_pkey primary key (owner_id, list),
  constraint column_choice_short check ((cardinality(columns) <= 100))
);
-- liushui_app may select, insert, update, delete

create table desk.demo_clock (
  only_one boolean not null,
  ahead_ms bigint not null,
  constraint demo_clock_pkey primary key (only_one),
  constraint demo_clock_is_one check (only_one),
  constraint demo_clock_moves_forward check ((ahead_ms >= 0))
);
-- liushui_app may select, insert, update, delete

create table desk.export (
  id uuid not null,
  person_id text not null,
  asker jsonb not null,
  source text not null,
  query jsonb not null,
  format text not null,
  language text not null,
  state text not null,
  run integer not null,
  rows_done bigint not null,
  rows_total bigint,
  sha256 text,
  size bigint,
  file_name text not null,
  problem_code text,
  problem_detail text,
  requested_at timestamptz not null,
  touched_at timestamptz not null,
  finished_at timestamptz,
  expires_at timestamptz,
  constraint export_pkey primary key (id),
  constraint export_counts_not_negative check (((run >= 0) and (rows_done >= 0) and (rows_total >= 0))),
  constraint export_failure_has_code check ((((state = 'failed'::text) = (problem_code is not null)) and ((problem_code is null) = (problem_detail is null)))),
  constraint export_file_when_done check ((((state = any (array['done'::text, 'expired'::text])) = (sha256 is not null)) and ((sha256 is null) = (size is null)) and ((sha256 is null) = (expires_at is null)))),
  constraint export_finished_at_its_end check (((state = any (array['queued'::text, 'running'::text])) = (finished_at is null))),
  constraint export_format_known check ((format = any (array['csv'::text, 'xlsx'::text, 'ods'::text]))),
  constraint export_language_known check ((language = any (array['zh'::text, 'en'::text]))),
  constraint export_state_known check ((state = any (array['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text, 'expired'::text])))
);
create index export_content on desk.export using btree (sha256) where (state = 'done'::text);
create index export_expiring on desk.export using btree (expires_at) where (state = 'done'::text);
create index export_of_person on desk.export using btree (person_id, id);
create index export_working on desk.export using btree (touched_at) where (state = any (array['queued'::text, 'running'::text]));
-- liushui_app may select, insert, update, delete

create table desk.saved_view (
  id uuid not null,
  owner_id uuid not null,
  party text not null,
  list text not null,
  name text not null,
  search text not null,
  shared boolean not null,
  saved_at timestamptz not null,
  constraint saved_view_pkey primary key (id),
  constraint saved_view_one_name_per_list unique (owner_id, list, name),
  constraint saved_view_name_said check (((length(name) >= 1) and (length(name) <= 60))),
  constraint saved_view_search_short check ((length(search) <= 2000))
);
create index saved_view_shared on desk.saved_view using btree (list, party, name) where shared;
-- liushui_app may select, insert, update, delete

create schema file;

create table file.object (
  sha256 text not null,
  size bigint not null,
  content_type text not null,
  name text not null,
  stored_at timestamptz not null,
  constraint object_pkey primary key (sha256),
  constraint object_sha256_hex check ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint object_size_positive check ((size > 0))
);
-- liushui_app may select, insert, update, delete

create schema http;

create table http.idempotency (
  bucket smallint not null,
  caller text not null,
  key text not null,
  fingerprint bytea not null,
  status smallint not null,
  body text,
  created_at timestamptz not null,
  constraint idempotency_pkey primary key (bucket, caller, key),
  constraint idempotency_key_length check (((length(key) >= 1) and (length(key) <= 255)))
);
create index idempotency_created_at on http.idempotency using btree (created_at);
-- liushui_app may select, insert, update, delete

create schema jobs;

create table jobs.alarm (
  bucket smallint not null,
  id uuid not null,
  code text not null,
  subject text not null,
  severity text not null,
  owner text not null,
  detail text not null,
  link text,
  state text not null default 'open'::text,
  occurrences integer not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  acknowledged_by text,
  acknowledged_at timestamptz,
  resolved_by text,
  resolved_at timestamptz,
  note text,
  constraint alarm_pkey primary key (bucket, id),
  constraint alarm_resolved_by_somebody check ((((state = 'resolved'::text) = (resolved_at is not null)) and ((resolved_at is null) = (resolved_by is null)))),
  constraint alarm_severity check ((severity = any (array['info'::text, 'warning'::text, 'critical'::text]))),
  constraint alarm_state check ((state = any (array['open'::text, 'acknowledged'::text, 'resolved'::text])))
);
create index alarm_newest_idx on jobs.alarm using btree (id);
create unique index alarm_open_once on jobs.alarm using btree (bucket, code, subject) where (state <> 'resolved'::text);
-- liushui_app may select, insert, update, delete

create table jobs.cron (
  name text not null,
  last_due_at timestamptz not null,
  every_minutes smallint,
  at_time text,
  zone text,
  constraint cron_pkey primary key (name),
  constraint cron_schedule_is_one check (((every_minutes is null) or (at_time is null)))
);
-- liushui_app may select, insert, update, delete

create table jobs.dead_letter (
  id uuid not null,
  job_id bigint not null,
  task text not null,
  payload jsonb not null,
  attempts integer not null,
  last_error text not null,
  died_at timestamptz not null,
  state text not null default 'waiting'::text,
  decided_by text,
  decided_at timestamptz,
  constraint dead_letter_pkey primary key (id),
  constraint dead_letter_once unique (job_id),
  constraint dead_letter_decided_by_somebody check ((((state = 'waiting'::text) = (decided_by is null)) and ((decided_by is null) = (decided_at is null)))),
  constraint dead_letter_state check ((state = any (array['waiting'::text, 'replayed'::text, 'discarded'::text])))
);
create index dead_letter_waiting_idx on jobs.dead_letter using btree (id) where (state = 'waiting'::text);
-- liushui_app may select, insert, update, delete

create table jobs.deadline (
  bucket smallint not null,
  key text not null,
  due_at timestamptz not null,
  task text not null,
  payload jsonb not null,
  constraint deadline_pkey primary key (bucket, key)
);
create index deadline_due_idx on jobs.deadline using btree (due_at);
-- liushui_app may select, insert, update, delete

create table jobs.delivery (
  bucket smallint not null,
  subscriber text not null,
  event_id uuid not null,
  subject text not null,
  written_at timestamptz not null default clock_timestamp(),
  failures integer not null default 0,
  due_at timestamptz,
  last_error text,
  dead_at timestamptz,
  constraint delivery_pkey primary key (bucket, subscriber, event_id),
  constraint delivery_dead_after_failures check (((dead_at is null) or (failures > 0)))
);
create index delivery_failed_idx on jobs.delivery using btree (bucket, subscriber, subject) where (failures > 0);
create index delivery_order_idx on jobs.delivery using btree (bucket, subscriber, written_at, event_id);
-- liushui_app may select, insert, update, delete

create table jobs.event (
  bucket smallint not null,
  id uuid not null,
  type text not null,
  subject text not null,
  payload jsonb not null,
  at timestamptz not null,
  constraint event_pkey primary key (bucket, id)
);
-- liushui_app may select, insert

create table jobs.lane (
  bucket smallint not null,
  subscriber text not null,
  constraint lane_pkey primary key (bucket, subscriber)
);
-- liushui_app may select, insert, update, delete

create table jobs.subscription (
  event_type text not null,
  subscriber text not null,
  constraint subscription_pkey primary key (event_type, subscriber)
);
-- liushui_app may select, insert, update, delete

create table jobs.worker (
  id text not null,
  beat bigint not null,
  constraint worker_pkey primary key (id)
);
-- liushui_app may select, insert, update, delete

create schema ledger;

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
  constraint account_available_not_negative check ((may_go_negative or (balance >= frozen_amount))),
  constraint account_frozen_not_negative check ((frozen_amount >= 0)),
  constraint account_normal_side_known check ((normal_side = any (array['debit'::text, 'credit'::text]))),
  constraint account_status_known check ((status = any (array['normal'::text, 'frozen'::text, 'closed'::text])))
);
create index account_by_currency on ledger.account using btree (currency, account_no);
create index account_by_merchant on ledger.account using btree (merchant_no) where (merchant_no is not null);
create index account_by_name on ledger.account using btree (lower((name collate "C")), account_no);
create index account_by_no on ledger.account using btree (account_no);
create index account_by_owner on ledger.account using btree (owner) where (owner is not null);
create index account_by_type on ledger.account using btree (account_type, account_no);
create index account_not_normal on ledger.account using btree (status, account_no) where (status <> 'normal'::text);
-- liushui_app may select, insert, update, delete

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
  constraint account_transaction_amount_positive check ((amount > 0)),
  constraint account_transaction_direction_known check ((direction = any (array['debit'::text, 'credit'::text])))
);
create index account_transaction_backdated on ledger.account_transaction using btree (bucket, account_no, effective_date) where (effective_date <> booked_date);
-- liushui_app may select, insert

create table ledger.account_type (
  account_type text collate "C" not null,
  name_zh text not null,
  name_en text not null,
  category text collate "C" not null,
  defined_at timestamptz not null,
  constraint account_type_pkey primary key (account_type),
  constraint account_type_category_known check ((category = any (array['asset'::text, 'liability'::text, 'equity'::text, 'income'::text, 'expense'::text])))
);
-- liushui_app may select, insert, update, delete

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
  constraint hold_amount_positive check ((amount > 0)),
  constraint hold_posted_within check (((posted >= 0) and (posted <= amount))),
  constraint hold_status_known check ((status = any (array['open'::text, 'posted'::text, 'voided'::text, 'expired'::text])))
);
create index hold_by_account on ledger.hold using btree (account_no, id);
create index hold_by_id on ledger.hold using btree (id);
create index hold_due on ledger.hold using btree (expires_at) where (status = 'open'::text);
create index hold_open_by_account on ledger.hold using btree (account_no, expires_at) where (status = 'open'::text);
-- liushui_app may select, insert, update, delete

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
  constraint journal_kind_known check ((kind = any (array['post'::text, 'hold'::text, 'post_hold'::text, 'void_hold'::text, 'reverse'::text])))
);
create index journal_by_day on ledger.journal using btree (effective_date, id);
-- liushui_app may select, insert

create table ledger.opening (
  id uuid not null,
  effective_date date not null,
  sha256 text collate "C" not null,
  lines integer not null,
  status text collate "C" not null,
  brought_by text collate "C" not null,
  brought_at timestamptz not null,
  undone_by text collate "C",
  undone_at timestamptz,
  constraint opening_pkey primary key (id),
  constraint opening_status_known check ((status = any (array['brought'::text, 'undone'::text])))
);
create unique index opening_once on ledger.opening using btree (sha256) where (status = 'brought'::text);
-- liushui_app may select, insert, update, delete

create table ledger.period (
  period text collate "C" not null,
  first_day date not null,
  last_day date not null,
  status text collate "C" not null,
  known_from xid8,
  changed_at timestamptz not null,
  constraint period_pkey primary key (period),
  constraint period_days_in_order check ((first_day <= last_day)),
  constraint period_status_known check ((status = any (array['closing'::text, 'closed'::text])))
);
-- liushui_app may select, insert, update, delete

create table ledger.reversed (
  bucket smallint not null,
  caller text collate "C" not null,
  biz_type text collate "C" not null,
  biz_no text collate "C" not null,
  amounts bigint[] not null,
  constraint reversed_pkey primary key (bucket, biz_no, biz_type, caller)
);
-- liushui_app may select, insert, update, delete

create table ledger.verification (
  id uuid not null,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  entries bigint not null,
  subject text,
  detail text,
  constraint verification_pkey primary key (id)
);
-- liushui_app may select, insert, update, delete

create table ledger.verification_run (
  id uuid not null,
  asked_by text collate "C" not null,
  asked_at timestamptz not null,
  done integer not null,
  of integer not null,
  entries bigint not null,
  ended_at timestamptz,
  constraint verification_run_pkey primary key (id),
  constraint verification_run_done_within check (((done >= 0) and (done <= of)))
);
-- liushui_app may select, insert, update, delete

create schema lifecycle;

create table lifecycle.assignment (
  bucket smallint not null,
  machine text collate "C" not null,
  order_id text collate "C" not null,
  state_since timestamptz not null,
  taken_by text collate "C" not null,
  taken_by_name text not null,
  taken_at timestamptz not null,
  expires_at timestamptz not null,
  constraint assignment_pkey primary key (bucket, machine, order_id),
  constraint assignment_ends_later check ((expires_at > taken_at))
);
create index assignment_expired on lifecycle.assignment using btree (expires_at);
create index assignment_of_person on lifecycle.assignment using btree (taken_by, expires_at);
-- liushui_app may select, insert, update, delete

create table lifecycle.definition (
  machine text not null,
  version text not null,
  hash text not null,
  body jsonb not null,
  sources jsonb not null,
  created_by text not null,
  created_at timestamptz not null,
  constraint definition_pkey primary key (machine, version, hash),
  constraint definition_hash_is_sha256 check ((hash ~ '^[0-9a-f]{64}$'::text))
);
-- liushui_app may select, insert

create table lifecycle.figure_move (
  machine text collate "C" not null,
  span text collate "C" not null,
  starts_at timestamptz not null,
  version text collate "C" not null,
  from_state integer not null,
  event text collate "C" not null,
  to_state integer not null,
  moves bigint not null,
  constraint figure_move_pkey primary key (machine, span, starts_at, version, from_state, event, to_state),
  constraint figure_move_positive check ((moves > 0)),
  constraint figure_move_span_known check ((span = any (array['hour'::text, 'day'::text, 'ever'::text])))
);
-- liushui_app may select, insert, update, delete

create table lifecycle.figure_state (
  machine text collate "C" not null,
  version text collate "C" not null,
  state integer not null,
  orders bigint not null,
  reached bigint not null,
  constraint figure_state_pkey primary key (machine, version, state)
);
-- liushui_app may select, insert, update, delete

create table lifecycle.figure_stay (
  machine text collate "C" not null,
  span text collate "C" not null,
  starts_at timestamptz not null,
  version text collate "C" not null,
  state integer not null,
  step smallint not null,
  stays bigint not null,
  constraint figure_stay_pkey primary key (machine, span, starts_at, version, state, step),
  constraint figure_stay_positive check ((stays > 0)),
  constraint figure_stay_span_known check ((span = any (array['day'::text, 'ever'::text])))
);
-- liushui_app may select, insert, update, delete

create table lifecycle.fold (
  machine text collate "C" not null,
  written_by xid8 not null,
  last_id uuid not null,
  rows_folded bigint not null,
  as_of timestamptz,
  pruned_on date,
  constraint fold_pkey primary key (machine),
  constraint fold_rows_not_negative check ((rows_folded >= 0))
);
-- liushui_app may select, insert, update, delete

create table lifecycle.migration (
  id uuid not null,
  machine text not null,
  from_version text not null,
  to_version text not null,
  mapping jsonb not null,
  state text not null,
  orders_total integer not null,
  orders_done integer not null,
  orders_left integer not null,
  detail text,
  maker text not null,
  checker text not null,
  queued_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  constraint migration_pkey primary key (id),
  constraint migration_ends_with_a_time check (((ended_at is not null) = (state = any (array['done'::text, 'refused'::text, 'failed'::text])))),
  constraint migration_needs_two_people check ((maker <> checker)),
  constraint migration_state_is_known check ((state = any (array['queued'::text, 'running'::text, 'done'::text, 'refused'::text, 'failed'::text])))
);
create index migration_by_machine on lifecycle.migration using btree (machine, queued_at desc);
create unique index migration_one_at_a_time on lifecycle.migration using btree (machine) where (state = any (array['queued'::text, 'running'::text]));
-- liushui_app may select, insert, update, delete

create table lifecycle.publication (
  machine text not null,
  version text not null,
  hash text not null,
  takes_new_orders boolean not null,
  maker text not null,
  checker text not null,
  published_at timestamptz not null,
  constraint publication_pkey primary key (machine, version),
  constraint publication_needs_two_people check ((maker <> checker))
);
-- liushui_app may select, insert

create table lifecycle.retirement (
  machine text not null,
  version text not null,
  retired_by text not null,
  retired_at timestamptz not null,
  constraint retirement_pkey primary key (machine, version)
);
-- liushui_app may select, insert

create schema loans;

create table loans.contract (
  bucket smallint not null,
  id uuid not null,
  contract_no text collate "C" not null,
  product text collate "C" not null,
  order_no text collate "C",
  currency text not null,
  terms jsonb not null,
  policy jsonb not null,
  accounts jsonb not null,
  state text collate "C" not null,
  version integer not null,
  as_of date not null,
  changes jsonb not null,
  facts integer not null,
  lent bigint not null,
  received bigint not null,
  refunded bigint not null,
  prepaid bigint not null,
  recovered bigint not null,
  principal_left bigint not null,
  overdue_since date,
  next_due_on date,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  constraint contract_pkey primary key (bucket, id),
  constraint contract_no_once unique (bucket, contract_no),
  constraint contract_amounts_not_negative check (((lent >= 0) and (received >= 0) and (refunded >= 0) and (prepaid >= 0) and (recovered >= 0) and (principal_left >= 0))),
  constraint contract_state_is_known check ((state = any (array['running'::text, 'settled'::text, 'charged_off'::text])))
);
create index contract_of_order on loans.contract using btree (product, order_no);
create index contract_overdue on loans.contract using btree (overdue_since, id) where (overdue_since is not null);
create index contract_to_close on loans.contract using btree (as_of, bucket, id) where (state = 'running'::text);
-- liushui_app may select, insert, update, delete

create table loans.fact (
  bucket smallint not null,
  contract_id uuid not null,
  seq integer not null,
  reference text collate "C" not null,
  kind text collate "C" not null,
  happened_on date not null,
  amount bigint,
  detail jsonb not null,
  takes_back integer,
  recorded_by text collate "C" not null,
  recorded_at timestamptz not null,
  constraint fact_pkey primary key (bucket, contract_id, seq),
  constraint fact_once unique (bucket, contract_id, reference),
  constraint fact_taken_back_once unique (bucket, contract_id, takes_back),
  constraint fact_amount_positive check ((amount > 0))
);
-- liushui_app may select, insert

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
  late_days numeric(38,0) not null,
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
  constraint instalment_closed_by_is_known check ((closed_by = any (array['paid'::text, 'settled_early'::text, 'charged_off'::text]))),
  constraint instalment_is_closed_by_something check (((closed_on is null) = (closed_by is null))),
  constraint instalment_kind_is_known check ((kind = any (array['instalment'::text, 'settlement'::text]))),
  constraint instalment_not_negative check (((principal >= 0) and (interest >= 0) and (fee >= 0) and (late_days >= (0)::numeric) and (paid_fee >= 0) and (paid_penalty >= 0) and (paid_interest >= 0) and (paid_principal >= 0)))
);
-- liushui_app may select, insert, update, delete

create schema migration;

create table migration.applied (
  name text not null,
  sha256 text not null,
  applied_at timestamptz not null,
  constraint applied_pkey primary key (name)
);
-- liushui_app may nothing

create schema parameter;

create table parameter.latest (
  name text not null,
  version integer not null,
  constraint latest_pkey primary key (name),
  constraint latest_counts_up check ((version > 0))
);
-- liushui_app may select, insert, update, delete

create table parameter.value (
  name text not null,
  version integer not null,
  value json not null,
  effective_from timestamptz not null,
  changed_at timestamptz not null,
  maker text not null,
  checker text not null,
  reason text not null,
  proposal_id uuid not null,
  constraint value_pkey primary key (name, version),
  constraint value_proposal_once unique (proposal_id),
  constraint value_not_backdated check ((effective_from >= changed_at))
);
create index value_effective_idx on parameter.value using btree (name, effective_from, version);
-- liushui_app may select, insert

create schema partner;

create table partner.call (
  bucket smallint not null,
  id uuid not null,
  partner text not null,
  operation text not null,
  subject text not null,
  method text not null,
  path text not null,
  request jsonb,
  started_at timestamptz not null,
  outcome text,
  code text,
  status integer,
  answer jsonb,
  duration_ms integer,
  attempt integer not null,
  constraint call_pkey primary key (bucket, id),
  constraint call_outcome check ((outcome = any (array['succeeded'::text, 'failed'::text, 'unknown'::text]))),
  constraint call_outcome_has_code check (((outcome is null) or (outcome = 'succeeded'::text) or (code is not null)))
);
create index call_newest_idx on partner.call using btree (id);
create index call_partner_idx on partner.call using btree (partner, id);
create index call_subject_idx on partner.call using btree (bucket, subject, id);
-- liushui_app may select, insert, update, delete

create schema secret;

create table secret.index_key (
  name text not null,
  wrapped bytea not null,
  master_id text not null,
  constraint index_key_pkey primary key (name)
);
-- liushui_app may select, insert, update, delete

create table secret.person_key (
  bucket smallint not null,
  person_id text not null,
  wrapped bytea,
  master_id text not null,
  erased_at timestamptz,
  constraint person_key_pkey primary key (bucket, person_id),
  constraint person_key_erased_is_empty check (((wrapped is null) = (erased_at is not null)))
);
create index person_key_master_idx on secret.person_key using btree (master_id, bucket, person_id) where (erased_at is null);
-- liushui_app may select, insert, update, delete
