-- Holds of one account, as people look at them.
create index hold_by_account on ledger.hold (account_no, id);
