/** Every refusal of this folder, with its HTTP status. */
import type { ProblemTable } from '../problem/index.ts'

// prettier-ignore
export const lifecycleProblems = {
  event_unknown:            { status: 404, means: 'The order’s lifecycle version has no such event.' },
  actor_not_allowed:        { status: 403, means: 'None of the caller’s roles may do this.' },
  state_conflict:           { status: 409, means: 'The order is in another state or version; currentState and allowed say where and what is legal.' },
  document_invalid:         { status: 422, means: 'A lifecycle document is wrong in the named file and line.' },
  document_too_large:       { status: 413, means: 'A lifecycle document exceeds the named limit.' },
  document_format_unknown:  { status: 415, means: 'A lifecycle document has an ending that nobody reads.' },
  document_version_unclear: { status: 422, means: 'A table does not say to which of several versions it belongs.' },
  definition_has_errors:    { status: 422, means: 'lint finds an error in the definition.' },
  definition_not_found:     { status: 404, means: 'There is no such lifecycle definition.' },
  definition_published:     { status: 409, means: 'The version is published and can never change; publish under a new version.' },
  same_person:              { status: 403, means: 'The checker must be another person than the maker.' },
  work_not_found:           { status: 404, means: 'No such order waits for the caller: it is not there, or has moved on.' },
  work_taken:               { status: 409, means: 'Somebody else works on the order; takenByName and until say who and how long.' },
  work_empty:               { status: 404, means: 'Nothing waits for the caller that nobody works on.' },
  work_not_yours:           { status: 409, means: 'The caller has not taken this order, or not any more.' },
  figures_not_kept:         { status: 422, means: 'Figures by the day are kept for so many days; `oldest` says since when.' },
  migration_running:        { status: 409, means: 'Orders of this machine are being migrated already.' },
  migration_refused:        { status: 409, means: 'Some orders stand in a state that has no counterpart in the other version.' },
} as const satisfies ProblemTable
