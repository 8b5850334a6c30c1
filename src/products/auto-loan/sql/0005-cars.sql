-- The car that the loan is for. Amounts in minor units of the order's currency.
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
  constraint car_usage_known check (usage in ('own', 'commercial')),
  constraint car_energy_known check (energy in ('combustion', 'new_energy')),
  constraint car_condition_known check (condition in ('new', 'used')),
  constraint car_sale_price_positive check (sale_price > 0),
  constraint car_assessed_price_positive check (assessed_price > 0),
  constraint car_order_fkey
    foreign key (bucket, order_id) references auto_loan.auto_order (bucket, id)
);

-- How the car is to be paid for: the last plan saved, with the rates that the product had then.
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
  constraint finance_plan_term_positive check (term > 0),
  constraint finance_plan_down_payment_not_negative check (down_payment >= 0),
  constraint finance_plan_finances_something check (finance_amount > 0),
  constraint finance_plan_order_fkey
    foreign key (bucket, order_id) references auto_loan.auto_order (bucket, id)
);
