-- The applicant and the co-borrower of an order. Each has a key of its own in kernel/secret.
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
  constraint person_part_known check (part in ('applicant', 'co_borrower')),
  constraint person_order_fkey
    foreign key (bucket, order_id) references auto_loan.auto_order (bucket, id)
);

-- What is known of a person, group by group, sealed with the person's key.
create table auto_loan.person_group (
  bucket smallint not null,
  person_id uuid not null,
  name text collate "C" not null,
  sealed bytea not null,
  updated_at timestamptz not null,
  constraint person_group_pkey primary key (bucket, person_id, name),
  constraint person_group_known check (name in ('identity', 'basic', 'work', 'licence')),
  constraint person_group_person_fkey
    foreign key (bucket, person_id) references auto_loan.person (bucket, id)
);
