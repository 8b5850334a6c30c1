-- Accounts are looked for by what their name begins with; and few are frozen or closed. None of
-- these columns changes with a posting, so posting does not pay for the indexes.
create index account_by_name on ledger.account (lower(name collate "C"), account_no);
create index account_not_normal on ledger.account (status, account_no) where status <> 'normal';
create index account_by_currency on ledger.account (currency, account_no);
