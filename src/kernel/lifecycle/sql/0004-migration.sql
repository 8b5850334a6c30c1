-- A migration of running orders that two people agreed on, and how far its job has come.
create table lifecycle.migration (
  -- The proposal's.
  id uuid not null,
  machine text not null,
  from_version text not null,
  to_version text not null,
  -- State in the old version -> state in the new one, where the codes differ.
  mapping jsonb not null,
  state text not null,
  -- Counted when it was approved; orders that end meanwhile are never done.
  orders_total integer not null,
  orders_done integer not null,
  -- Came into a state without counterpart while it ran.
  orders_left integer not null,
  -- Why it was refused or failed.
  detail text,
  maker text not null,
  checker text not null,
  queued_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  constraint migration_pkey primary key (id),
  constraint migration_state_is_known
    check (state in ('queued', 'running', 'done', 'refused', 'failed')),
  constraint migration_needs_two_people check (maker <> checker),
  constraint migration_ends_with_a_time
    check ((ended_at is not null) = (state in ('done', 'refused', 'failed')))
);

-- Two at once would each find the orders of the other half moved.
create unique index migration_one_at_a_time on lifecycle.migration (machine)
  where state in ('queued', 'running');

create index migration_by_machine on lifecycle.migration (machine, queued_at desc);
