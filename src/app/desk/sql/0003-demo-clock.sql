-- How far a demo's clock was moved ahead: a demo that is started again goes on from there, or its
-- timers would stand still until the real time has caught up.
create table desk.demo_clock (
  only_one boolean not null,
  ahead_ms bigint not null,
  constraint demo_clock_pkey primary key (only_one),
  constraint demo_clock_is_one check (only_one),
  constraint demo_clock_moves_forward check (ahead_ms >= 0)
);
