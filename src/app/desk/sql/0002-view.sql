-- What people keep of their lists. `list` is the list's name in the console, `search` the part of
-- its address that says filters and sort. A shared view is for colleagues: the house's own people
-- have no party, a dealer's people see those of their dealer and nobody else's.
create table desk.saved_view (
  id uuid not null,
  owner_id uuid not null,
  party text not null,
  list text not null,
  name text not null,
  search text not null,
  shared boolean not null,
  saved_at timestamptz not null,
  constraint saved_view_pkey primary key (id),
  constraint saved_view_one_name_per_list unique (owner_id, list, name),
  constraint saved_view_name_said check (length(name) between 1 and 60),
  constraint saved_view_search_short check (length(search) <= 2000)
);
create index saved_view_shared on desk.saved_view (list, party, name) where shared;

create table desk.column_choice (
  owner_id uuid not null,
  list text not null,
  columns text[] not null,
  chosen_at timestamptz not null,
  constraint column_choice_pkey primary key (owner_id, list),
  constraint column_choice_short check (cardinality(columns) <= 100)
);
