-- What somebody wanted as a file, how far it is, and where the file lies while it may be fetched.
-- `asker` is the person as it was when it asked, with its roles and its party: the rows are theirs.
-- `query` is the filter of the list; `run` counts the workers that began, and the last one writes.
create table desk.export (
  id uuid not null,
  person_id text not null,
  asker jsonb not null,
  source text not null,
  query jsonb not null,
  format text not null,
  language text not null,
  state text not null,
  run integer not null,
  rows_done bigint not null,
  rows_total bigint,
  sha256 text,
  size bigint,
  file_name text not null,
  problem_code text,
  problem_detail text,
  requested_at timestamptz not null,
  touched_at timestamptz not null,
  finished_at timestamptz,
  expires_at timestamptz,
  constraint export_pkey primary key (id),
  constraint export_format_known check (format in ('csv', 'xlsx', 'ods')),
  constraint export_language_known check (language in ('zh', 'en')),
  constraint export_state_known check (
    state in ('queued', 'running', 'done', 'failed', 'cancelled', 'expired')
  ),
  constraint export_file_when_done check (
    (state in ('done', 'expired')) = (sha256 is not null)
    and (sha256 is null) = (size is null) and (sha256 is null) = (expires_at is null)
  ),
  constraint export_failure_has_code check (
    (state = 'failed') = (problem_code is not null)
    and (problem_code is null) = (problem_detail is null)
  ),
  constraint export_finished_at_its_end check (
    (state in ('queued', 'running')) = (finished_at is null)
  ),
  constraint export_counts_not_negative check (run >= 0 and rows_done >= 0 and rows_total >= 0)
);
create index export_of_person on desk.export (person_id, id);
create index export_working on desk.export (touched_at) where state in ('queued', 'running');
create index export_expiring on desk.export (expires_at) where state = 'done';
create index export_content on desk.export (sha256) where state = 'done';
