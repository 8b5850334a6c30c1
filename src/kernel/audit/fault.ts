/** What a verification may find, and how far it is. */

export interface AuditFault {
  readonly kind:
    | 'entry_changed'
    | 'entry_missing'
    | 'entry_inserted'
    | 'seal_changed'
    | 'seal_missing'
    | 'round_changed'
    | 'round_missing'
  /** Where: `entry 0190…`, `seal 17/4` (bucket/round), `round 4`. */
  readonly subject: string
  /** One sentence for a person. */
  readonly detail: string
}

export interface AuditProgress {
  readonly rounds: number
  readonly entries: number
  readonly bucketsDone: number
  readonly buckets: number
}

export const fault = (kind: AuditFault['kind'], subject: string, detail: string): AuditFault => ({
  kind,
  subject,
  detail,
})
