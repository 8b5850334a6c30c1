import { Type } from 'typebox'
import { subjectOf } from '#kernel/auth'
import { command, Text, type Call, type Route } from '#kernel/http'
import type { Tx } from '#kernel/db'
import type { Kernel } from '#kernel/module'
import { accept, refuse, type Result } from '#kernel/problem'
import { literals } from '../catalogue/index.ts'
import { lockOrder, orderNoPattern, strict } from '../orders/index.ts'
import { groupOf, parts, type Fields, type Part } from './model.ts'
import { sealedGroup } from './store.ts'

const Params = strict({ no: Type.String({ pattern: orderNoPattern }) })
const Body = strict({
  person: literals(parts),
  field: Text(40),
  reason: Text(500),
})
const Answer = Type.Object({ person: literals(parts), field: Type.String(), value: Type.String() })

interface UnmaskBody {
  readonly person: Part
  readonly field: string
  readonly reason: string
}

export const applicantRoutes = (kernel: Kernel): readonly Route[] => [
  command({
    path: '/api/v1/auto-loan/orders/:no/unmask',
    operationId: 'unmaskField',
    summary: 'One field of a person in clear; who asked and why is kept in the audit trail',
    tag: 'auto-loan',
    access: ['credit-auditor', 'lending-auditor', 'finance-ops', 'fund-router'],
    params: Params,
    body: Body,
    answer: Answer,
    // The clear text is not kept for a replay.
    secretAnswer: true,
    problems: ['order_not_found', 'field_unknown', 'person_not_found', 'reason_required', 'erased'],
    each: (tx, call) => unmask(kernel, tx, call),
  }),
]

async function unmask(
  { secrets }: Kernel,
  tx: Tx,
  call: Call<{ readonly no: string }, unknown, UnmaskBody>,
): Promise<Result<{ person: Part; field: string; value: string }>> {
  const { body, actor, requestId, at } = call
  const group = groupOf(body.field)
  if (group === undefined) return refuse('field_unknown', `no person has a field ${body.field}`)
  const order = await lockOrder(tx, call.params.no, actor)
  if (order === undefined) return refuse('order_not_found', `There is no order ${call.params.no}.`)
  const id = body.person === 'applicant' ? order.applicantId : order.coborrowerId
  if (id === null) return refuse('person_not_found', 'This order has no co-borrower.')
  const sealed = await sealedGroup(tx, { bucket: order.bucket, id }, group)
  if (sealed === undefined) return refuse('field_unknown', `${body.field} was never given`)
  const clear = await secrets.unmask(tx, {
    personId: id,
    sealed,
    field: `${body.person}.${body.field}`,
    subject: `order:${order.orderNo}`,
    actor: subjectOf(actor),
    reason: body.reason,
    requestId,
    at,
  })
  if (!clear.ok) return clear
  const value = (JSON.parse(clear.value) as Fields)[body.field]
  if (value === undefined) return refuse('field_unknown', `${body.field} was never given`)
  return accept({ person: body.person, field: body.field, value: String(value) })
}
