/** The auditors' conclusions, and the pre-audit that stands beside the state. Pure. */
import { Type } from 'typebox'
import { newId } from '#kernel/id'
import { accept, refuse, type Result } from '#kernel/problem'
import { literals } from '../catalogue/index.ts'
import {
  fieldsOf,
  rule,
  strict,
  titled,
  type EventRefusal,
  type EventRule,
  type LendPreaudit,
  type Occurrence,
  type OrderEffect,
} from '../orders/index.ts'
import {
  CommentPayload,
  PassPayload,
  RejectPayload,
  ReturnPayload,
  type AuditEffect,
  type AuditResult,
  type CheckResult,
  type Conclusion,
} from './model.ts'

export interface AuditFacts {
  readonly audits: readonly AuditResult[]
}

export type AuditsEffect = AuditEffect | OrderEffect
type AuditRule = EventRule<AuditFacts, AuditsEffect>
type Effects = Result<readonly AuditsEffect[], EventRefusal>

const PreauditPayload = strict({
  result: Type.Optional(
    titled(literals(['PASSED', 'RETURNED']), '预审核结果', 'Result of the pre-audit'),
  ),
})
type PreauditPayload = { result?: 'PASSED' | 'RETURNED' }

export const auditEvents = {
  qualification_audit_pass: rule(PassPayload, [], concluding('pass')),
  reject_qualification_audit: rule(RejectPayload, [], concluding('reject')),
  materials_audit_pass: rule(PassPayload, [], concluding('pass')),
  reject_materials_audit: rule(RejectPayload, [], concluding('reject')),
  return_materials_audit: rule(ReturnPayload, [], concluding('return')),
  loan_material_audit: rule(CommentPayload, [], () => accept([])),
  pass_loan_material_audit: rule(PassPayload, [], concluding('pass')),
  return_loan_material_audit: rule(ReturnPayload, [], concluding('return')),
  submit_lend_preaudit: rule(PreauditPayload, [], submitPreaudit),
  reset_loan_audit: rule(CommentPayload, [], (given) => preaudit(given, 'NONE')),
} satisfies Readonly<Record<string, AuditRule>>

interface Said {
  readonly conclusion?: Conclusion
  readonly conditions?: string
  readonly netCheck?: CheckResult
  readonly phoneCheck?: CheckResult
  readonly comment?: string
}

/** `usual` when the auditor does not say it more exactly. */
function concluding(usual: Conclusion) {
  return (given: Occurrence<AuditFacts, Said>): Effects => {
    const { order, event, payload, actor, at } = given
    const conclusion = payload.conclusion ?? usual
    const fault = conditionsFault(conclusion, payload.conditions)
    if (fault !== undefined) {
      const errors = [{ path: 'payload/conditions', message: fault }]
      return refuse('event_payload_invalid', `payload/conditions: ${fault}`, { errors })
    }
    const result: AuditResult = {
      bucket: order.bucket,
      orderId: order.id,
      id: newId(),
      event,
      conclusion,
      conditions: payload.conditions ?? null,
      netCheck: payload.netCheck ?? null,
      phoneCheck: payload.phoneCheck ?? null,
      comment: payload.comment ?? null,
      auditor: actor.name,
      concludedAt: at,
    }
    return accept([{ kind: 'audit.add', result }])
  }
}

function conditionsFault(conclusion: Conclusion, conditions?: string): string | undefined {
  const conditional = conclusion === 'conditional'
  if (conditional === (conditions !== undefined)) return undefined
  return conditional
    ? 'a conditional pass says its conditions'
    : 'conditions belong to the conclusion "conditional"'
}

/** NONE or RETURNED → PRE_SUBMITTED; a submitted one gets its result. */
function submitPreaudit(given: Occurrence<AuditFacts, PreauditPayload>): Effects {
  const { order, payload } = given
  const submitted = order.lendPreaudit === 'PRE_SUBMITTED'
  if (payload.result === undefined && !submitted && order.lendPreaudit !== 'PASSED') {
    return preaudit(given, 'PRE_SUBMITTED')
  }
  if (payload.result !== undefined && submitted) return preaudit(given, payload.result)
  const detail = submitted
    ? 'the pre-audit is submitted: send its result, PASSED or RETURNED'
    : `the pre-audit is ${order.lendPreaudit}: a result needs a submitted one; reset it first`
  const facts = { guard: 'lend_preaudit_in_order', lendPreaudit: order.lendPreaudit }
  return refuse('guard_failed', detail, facts)
}

function preaudit({ order }: Occurrence<AuditFacts, unknown>, to: LendPreaudit): Effects {
  return accept([{ kind: 'order.set', order, fields: { ...fieldsOf(order), lendPreaudit: to } }])
}

/** When the order was last rejected, whatever it was that was rejected. */
export const rejectedAt = (audits: readonly AuditResult[]) =>
  audits.findLast(({ conclusion }) => conclusion === 'reject' || conclusion === 'cancel')
    ?.concludedAt
