-- Who works on an order while it stays in one state. It is the stay that is taken: when the order
-- moves on, the row says nothing any more, and nobody has to remove it in that transaction.
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
  constraint assignment_ends_later check (expires_at > taken_at)
);
create index assignment_of_person on lifecycle.assignment (taken_by, expires_at);
create index assignment_expired on lifecycle.assignment (expires_at);
