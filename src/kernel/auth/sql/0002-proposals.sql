-- Something that one person proposed and another decides.
create table auth.proposal (
  id uuid not null,
  kind text not null,
  subject text not null,
  payload jsonb not null,
  amount bigint,
  currency text,
  reason text not null,
  state text not null,
  maker_id text not null,
  maker_name text not null,
  made_at timestamptz not null,
  checker_id text,
  checker_name text,
  decided_at timestamptz,
  comment text,
  outcome jsonb,
  constraint proposal_pkey primary key (id),
  constraint proposal_amount_has_a_currency check ((amount is null) = (currency is null)),
  constraint proposal_amount_is_not_negative check (amount >= 0),
  constraint proposal_states check (state in ('pending', 'approved', 'rejected')),
  constraint proposal_decided_once check (
    (state = 'pending') = (checker_id is null) and (checker_id is null) = (decided_at is null)),
  constraint proposal_has_two_people check (checker_id <> maker_id)
);

create index proposal_by_state on auth.proposal (state, id);
create index proposal_by_subject on auth.proposal (subject, id);

-- The most that a role may approve of one kind; without a row its approval has no such limit.
create table auth.approval_limit (
  kind text not null,
  role text not null,
  currency text not null,
  amount_max bigint not null,
  updated_at timestamptz not null,
  constraint approval_limit_pkey primary key (kind, role, currency),
  constraint approval_limit_is_not_negative check (amount_max >= 0)
);
