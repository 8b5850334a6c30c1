-- Who sells cars and brings orders; its code is the dealer_id of an order.
create table auto_loan.dealer (
  code text collate "C" not null,
  name text not null,
  region text collate "C" not null,
  active boolean not null,
  updated_at timestamptz not null,
  constraint dealer_pkey primary key (code)
);

-- Who lends the money (资方), what it takes, and which contracts it wants to see signed.
create table auto_loan.funder (
  code text collate "C" not null,
  name text not null,
  base_url text not null,
  -- Our address as this funder reaches it; null where it knows our host and needs the path alone.
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
  -- What its requests and callbacks are signed with, sealed with a key of its own in kernel/secret.
  secret_owner uuid not null,
  secret_sealed bytea,
  updated_at timestamptz not null,
  constraint funder_pkey primary key (code),
  constraint funder_amounts_in_order check (0 < amount_min and amount_min <= amount_max),
  constraint funder_terms_in_order check (0 < term_min and term_min <= term_max),
  constraint funder_ages_in_order check (0 < age_min and age_min <= age_max),
  constraint funder_wants_a_contract check (cardinality(contract_documents) > 0)
);

-- A loan product: rates are exact decimals as text, amounts minor units. terms and fee_limits are
-- read and written whole with the product.
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
  constraint product_loans_in_order check (0 < loan_min and loan_min <= loan_max),
  constraint product_prices_in_order check (0 < sale_price_min and sale_price_min <= sale_price_max)
);
