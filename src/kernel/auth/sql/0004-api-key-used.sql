-- When a key was last used, to the minute: one that nobody uses can be revoked.
alter table auth.api_key add column used_at timestamptz;
