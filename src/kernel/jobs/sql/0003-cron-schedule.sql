-- When it is due, as the process that works knows it: for the page that shows what comes next.
alter table jobs.cron add column every_minutes smallint;
alter table jobs.cron add column at_time text;
alter table jobs.cron add column zone text;
alter table jobs.cron add constraint cron_schedule_is_one
  check (every_minutes is null or at_time is null);
