create table db.series (
  name text not null,
  last integer not null,
  constraint series_pkey primary key (name),
  constraint series_counts_up check (last > 0)
);
