-- The calls of one partner, the newest first: for the log, and for how it is doing.
create index call_partner_idx on partner.call (partner, id);
