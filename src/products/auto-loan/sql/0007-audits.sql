-- What an auditor found and concluded; one row per conclusion, never changed.
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
  constraint audit_result_conclusion_known
    check (conclusion in ('pass', 'conditional', 'cancel', 'reject', 'return')),
  constraint audit_result_conditions_are_written
    check ((conclusion = 'conditional') = (conditions is not null))
);
