-- A photo or document of an order; its bytes are kept by kernel/file under their sha256.
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
  constraint image_sha256_is_hex check (sha256 ~ '^[0-9a-f]{64}$'),
  constraint image_size_positive check (size > 0),
  constraint image_order_fkey
    foreign key (bucket, order_id) references auto_loan.auto_order (bucket, id)
);
