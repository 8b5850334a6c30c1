export { CommentPayload, type AuditResult } from './model.ts'
export { auditEvents, rejectedAt, type AuditFacts, type AuditsEffect } from './lifecycle.ts'
export { addAudits, readAudits } from './store.ts'
