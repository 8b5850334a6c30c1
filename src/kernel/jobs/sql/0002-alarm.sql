-- Something that a person has to look at. The same trouble is counted, not repeated.
create table jobs.alarm (
  bucket smallint not null,
  id uuid not null,
  code text not null,
  subject text not null,
  severity text not null,
  owner text not null,
  detail text not null,
  link text,
  state text not null default 'open',
  occurrences integer not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  acknowledged_by text,
  acknowledged_at timestamptz,
  resolved_by text,
  resolved_at timestamptz,
  note text,
  constraint alarm_pkey primary key (bucket, id),
  constraint alarm_severity check (severity in ('info', 'warning', 'critical')),
  constraint alarm_state check (state in ('open', 'acknowledged', 'resolved')),
  constraint alarm_resolved_by_somebody
    check ((state = 'resolved') = (resolved_at is not null)
      and (resolved_at is null) = (resolved_by is null))
);
create unique index alarm_open_once on jobs.alarm (bucket, code, subject) where state <> 'resolved';
create index alarm_newest_idx on jobs.alarm (id);
