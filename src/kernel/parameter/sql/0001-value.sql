-- Every value that a parameter ever had or will have. In force at a moment is the row with the
-- latest effective_from that has come; of two with the same, the later version.
create table parameter.value (
  name text not null,
  version integer not null,
  value json not null,
  effective_from timestamptz not null,
  changed_at timestamptz not null,
  maker text not null,
  checker text not null,
  reason text not null,
  proposal_id uuid not null,
  constraint value_pkey primary key (name, version),
  constraint value_proposal_once unique (proposal_id),
  constraint value_not_backdated check (effective_from >= changed_at)
);
create index value_effective_idx on parameter.value (name, effective_from, version);

-- Counts the versions; whoever changes a parameter locks its row, so two changes take turns.
create table parameter.latest (
  name text not null,
  version integer not null,
  constraint latest_pkey primary key (name),
  constraint latest_counts_up check (version > 0)
);
