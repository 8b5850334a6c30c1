-- What is known of each content; the content itself lies in the file store under its hash.
create table file.object (
  sha256 text not null,
  size bigint not null,
  content_type text not null,
  name text not null,
  stored_at timestamptz not null,
  constraint object_pkey primary key (sha256),
  constraint object_sha256_hex check (sha256 ~ '^[0-9a-f]{64}$'),
  constraint object_size_positive check (size > 0)
);
