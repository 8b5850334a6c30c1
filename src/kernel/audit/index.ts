import type { Schema } from '../db/index.ts'
import type { ProblemTable } from '../problem/index.ts'

export { record, type AuditEntry } from './entry.ts'
export { seal, type AuditHead, type Sealed } from './seal.ts'
export { verifyAudit } from './verify.ts'
export type { AuditFault, AuditProgress } from './fault.ts'
export { search, type AuditLine, type AuditPage, type AuditSearch } from './search.ts'
export { searchText, type AuditPlace, type TextFound, type TextSearch } from './text-search.ts'
export {
  askVerification,
  listVerifications,
  runVerification,
  type AuditVerification,
} from './verification.ts'

/** Recording refuses nothing, and looking up finds what there is. */
export const auditProblems = {} as const satisfies ProblemTable

export const auditSchema: Schema = {
  name: 'audit',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: ['entry', 'round', 'seal'],
  columns: {
    'entry.before': 'open',
    'entry.after': 'open',
    'entry.digest': 'open',
    'round.previous': 'open',
    'round.digest': 'open',
    'seal.previous': 'open',
    'seal.digest': 'open',
  },
}
