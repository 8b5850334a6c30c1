/** What auditors found: net check (网核), phone check (电核) and their conclusion. */
import { Type } from 'typebox'
import type { Instant } from '#kernel/clock'
import { Text } from '#kernel/http'
import type { Id } from '#kernel/id'
import { literals } from '../catalogue/index.ts'
import { freeText, strict, titled, type OrderKey } from '../orders/index.ts'

const optional = Type.Optional

const Check = (zh: string, en: string) =>
  optional(
    titled(
      strict({
        result: titled(literals(['pass', 'doubt', 'fail']), '结果', 'Result'),
        reason: optional(titled(Text(200), '原因', 'Reason')),
        comment: optional(freeText('备注', 'Comment')),
      }),
      zh,
      en,
    ),
  )

const checks = { netCheck: Check('网核', 'Net check'), phoneCheck: Check('电核', 'Phone check') }
const comment = freeText('意见', 'Comment')

/** `conditional` 有条件通过 needs its conditions. */
export const PassPayload = strict({
  conclusion: optional(titled(literals(['pass', 'conditional']), '结论', 'Conclusion')),
  conditions: optional(freeText('附加条件', 'Conditions')),
  ...checks,
  comment: optional(comment),
})
export const RejectPayload = strict({
  conclusion: optional(titled(literals(['reject', 'cancel']), '结论', 'Conclusion')),
  ...checks,
  comment,
})
export const ReturnPayload = strict({ comment })
export const CommentPayload = strict({ comment: optional(comment) })

export type Conclusion = 'pass' | 'conditional' | 'reject' | 'cancel' | 'return'

export interface CheckResult {
  readonly result: 'pass' | 'doubt' | 'fail'
  readonly reason?: string
  readonly comment?: string
}

export interface AuditResult {
  readonly bucket: number
  readonly orderId: OrderKey['id']
  readonly id: Id<'audit-result'>
  readonly event: string
  readonly conclusion: Conclusion
  readonly conditions: string | null
  readonly netCheck: CheckResult | null
  readonly phoneCheck: CheckResult | null
  readonly comment: string | null
  readonly auditor: string
  readonly concludedAt: Instant
}

export interface AuditEffect {
  readonly kind: 'audit.add'
  readonly result: AuditResult
}
