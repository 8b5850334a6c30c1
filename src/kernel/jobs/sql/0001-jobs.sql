-- What happened, in the words of its business. Written in the transaction that made it happen.
create table jobs.event (
  bucket smallint not null,
  id uuid not null,
  type text not null,
  subject text not null,
  payload jsonb not null,
  at timestamptz not null,
  constraint event_pkey primary key (bucket, id)
);

-- Who wants to hear of what; rewritten by every process that starts.
create table jobs.subscription (
  event_type text not null,
  subscriber text not null,
  constraint subscription_pkey primary key (event_type, subscriber)
);

-- One row for each subscriber who has not received an event yet; receiving deletes it.
-- written_at is the clock of the database: it orders what several machines publish about a subject.
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
  constraint delivery_dead_after_failures check (dead_at is null or failures > 0)
);
create index delivery_order_idx on jobs.delivery (bucket, subscriber, written_at, event_id);
create index delivery_failed_idx on jobs.delivery (bucket, subscriber, subject) where failures > 0;

-- Whoever locks this row relays this bucket to this subscriber: nobody else can overtake.
create table jobs.lane (
  bucket smallint not null,
  subscriber text not null,
  constraint lane_pkey primary key (bucket, subscriber)
);

-- Business timers: due by our clock, not by the clock of the queue.
create table jobs.deadline (
  bucket smallint not null,
  key text not null,
  due_at timestamptz not null,
  task text not null,
  payload jsonb not null,
  constraint deadline_pkey primary key (bucket, key)
);
create index deadline_due_idx on jobs.deadline (due_at);

-- The last instant at which a cron was due and was started; first seen counts as started.
create table jobs.cron (
  name text not null,
  last_due_at timestamptz not null,
  constraint cron_pkey primary key (name)
);

-- A worker that stops counting is dead: its jobs are given to others.
create table jobs.worker (
  id text not null,
  beat bigint not null,
  constraint worker_pkey primary key (id)
);

-- Jobs that failed for the last time, until somebody replays or discards them.
create table jobs.dead_letter (
  id uuid not null,
  job_id bigint not null,
  task text not null,
  payload jsonb not null,
  attempts integer not null,
  last_error text not null,
  died_at timestamptz not null,
  state text not null default 'waiting',
  decided_by text,
  decided_at timestamptz,
  constraint dead_letter_pkey primary key (id),
  constraint dead_letter_once unique (job_id),
  constraint dead_letter_state check (state in ('waiting', 'replayed', 'discarded')),
  constraint dead_letter_decided_by_somebody
    check ((state = 'waiting') = (decided_by is null)
      and (decided_by is null) = (decided_at is null))
);
create index dead_letter_waiting_idx on jobs.dead_letter (id) where state = 'waiting';
