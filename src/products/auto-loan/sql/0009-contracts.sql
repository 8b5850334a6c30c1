-- The contracts that a funder wants signed. A returned set is void but stays to be seen.
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
  constraint contract_set_void_has_reason check ((voided_at is null) = (void_reason is null)),
  constraint contract_set_order_fkey
    foreign key (bucket, order_id) references auto_loan.auto_order (bucket, id)
);
create unique index contract_set_one_valid on auto_loan.contract_set (bucket, order_id)
  where voided_at is null;

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
  constraint contract_signature_signer_known check (signer in ('borrower', 'co_borrower'))
);
