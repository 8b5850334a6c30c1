-- Since when an order stands in its state: what waits longest is worked on first. Orders of before
-- learn it from their history; lifecycle.apply writes it from now on.
alter table auto_loan.auto_order add column state_since timestamptz;

update auto_loan.auto_order as o
   set state_since = coalesce(
     (select e.occurred_at
        from auto_loan.order_event as e
       where e.bucket = o.bucket and e.order_id = o.id
         and (e.seq = 1 or e.from_state <> e.to_state)
       order by e.seq desc
       limit 1), o.updated_at);

alter table auto_loan.auto_order alter column state_since set not null;

-- The work list walks it: one version's orders in one state, those that wait longest first.
create index auto_order_waiting
  on auto_loan.auto_order (sm_version, state, state_since, id, dealer_id, funder_id);

-- The transaction that wrote a row. Figures are folded in this order (kernel/lifecycle/fold.ts), up
-- to the oldest transaction that still runs: what commits late is then never passed over.
alter table auto_loan.order_event
  add column written_by xid8 not null default pg_current_xact_id();

create index order_event_written on auto_loan.order_event (written_by, id);
