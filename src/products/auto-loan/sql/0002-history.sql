-- Every event that an order took (order_event of document 000). Written by lifecycle.apply alone,
-- never changed. It references nothing: a foreign key would lock the order once more per event.
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
  constraint order_event_pkey primary key (bucket, order_id, seq),
  constraint order_event_request_once unique (bucket, request_id, order_id),
  constraint order_event_seq_positive check (seq > 0)
);
