/** What lint can find: each kind with its weight. Errors would strand an order; warnings puzzle. */
import type { Definition, Place } from './definition.ts'
import type { Draft } from './draft.ts'

// prettier-ignore
export const findingSeverities = {
  initial_state_unclear:  'error',
  unreachable_state:      'error',
  state_without_way_in:   'error',
  only_self_loop_leaves:  'error',
  dead_end:               'error',
  endless:                'error',
  terminal_left:          'error',
  state_not_in_table:     'error',
  duplicate_state:        'error',
  duplicate_move:         'error',
  ambiguous_move:         'error',
  probe_changes_state:    'error',
  roles_missing:          'error',
  event_without_role:     'error',
  unknown_role:           'error',
  unknown_guard:          'error',
  unknown_mirror:         'warning',
  terminal_by_name:       'warning',
  state_only_in_graph:    'warning',
  two_labels:             'warning',
  named_differently:      'warning',
  unread_column:          'warning',
} as const

export type FindingCode = keyof typeof findingSeverities
export type Severity = (typeof findingSeverities)[FindingCode]

export interface Finding {
  readonly code: FindingCode
  readonly severity: Severity
  readonly machine: string
  /** Empty when the finding is about a file and no version. */
  readonly version: string
  readonly place: Place
  /** The state's code, the event or the row (`50350 loaned 60050`) it is about. */
  readonly subject: string
  readonly message: { readonly zh: string; readonly en: string }
}

/** What the rules look at: one version, put together, beside the draft of all of them. */
export interface LintContext {
  readonly draft: Draft
  readonly definition: Definition
  readonly definitions: readonly Definition[]
  readonly options: LintOptions
}

export interface LintOptions {
  /** Roles that exist; without the list any role will do. */
  readonly roles?: readonly string[]
  /** Guards that the product has; without the list any name will do. */
  readonly guards?: readonly string[]
}

export function finding(
  { definition }: { readonly definition: Pick<Definition, 'machine' | 'version'> },
  code: FindingCode,
  about: { readonly place: Place; readonly subject: string | number },
  message: Finding['message'],
): Finding {
  return {
    code,
    severity: findingSeverities[code],
    machine: definition.machine,
    version: definition.version,
    place: about.place,
    subject: String(about.subject),
    message,
  }
}
