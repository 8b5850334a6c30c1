-- How far the history rows of a machine are folded into figures: all rows up to and with this one,
-- in the order of (written_by, id). Figures and this row are written by one transaction.
create table lifecycle.fold (
  machine text collate "C" not null,
  written_by xid8 not null,
  last_id uuid not null,
  rows_folded bigint not null,
  as_of timestamptz,
  pruned_on date,
  constraint fold_pkey primary key (machine),
  constraint fold_rows_not_negative check (rows_folded >= 0)
);

-- Orders that stand in a state, and orders that ever came into it. A row may be folded before the
-- one that it follows, so between two rounds a count of orders may be below zero.
create table lifecycle.figure_state (
  machine text collate "C" not null,
  version text collate "C" not null,
  state integer not null,
  orders bigint not null,
  reached bigint not null,
  constraint figure_state_pkey primary key (machine, version, state)
);

-- How often a move was made: by the hour and by the day for a while, and ever.
create table lifecycle.figure_move (
  machine text collate "C" not null,
  span text collate "C" not null,
  starts_at timestamptz not null,
  version text collate "C" not null,
  from_state integer not null,
  event text collate "C" not null,
  to_state integer not null,
  moves bigint not null,
  constraint figure_move_pkey
    primary key (machine, span, starts_at, version, from_state, event, to_state),
  constraint figure_move_span_known check (span in ('hour', 'day', 'ever')),
  constraint figure_move_positive check (moves > 0)
);

-- How long orders stayed in a state that they have left, on a scale of steps that grow by 8 %.
create table lifecycle.figure_stay (
  machine text collate "C" not null,
  span text collate "C" not null,
  starts_at timestamptz not null,
  version text collate "C" not null,
  state integer not null,
  step smallint not null,
  stays bigint not null,
  constraint figure_stay_pkey primary key (machine, span, starts_at, version, state, step),
  constraint figure_stay_span_known check (span in ('day', 'ever')),
  constraint figure_stay_positive check (stays > 0)
);
