-- What held when it was decided: who reads the decision later sees what it changed.
alter table auth.proposal add column before jsonb;
create index proposal_by_maker on auth.proposal (maker_id, id);
