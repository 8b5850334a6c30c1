import { Type } from 'typebox'
import type { Tx } from '#kernel/db'
import { command, type Call, type Route } from '#kernel/http'
import { accept, refuse, type Result } from '#kernel/problem'
import { lockOrder, orderNoPattern, strict } from '../orders/index.ts'
import { belongs, signatureOf } from './lifecycle.ts'
import { SignaturePayload, type SignaturePayload as Given } from './model.ts'
import { missingSignatures, signersOf, validSet } from './rules.ts'
import { insertSignatures, readContractSets, readSignatures } from './store.ts'

const Answer = Type.Object({
  orderNo: Type.String(),
  revision: Type.Integer(),
  missing: Type.Array(Type.String()),
})

type Answer = { orderNo: string; revision: number; missing: string[] }

export const contractRoutes = (): readonly Route[] => [
  command({
    path: '/api/v1/auto-loan/orders/:no/signatures',
    operationId: 'recordSignature',
    summary: 'Records that a contract of the valid set was signed; answers what is still missing',
    tag: 'auto-loan',
    access: ['lending-auditor', 'dealer'],
    params: strict({ no: Type.String({ pattern: orderNoPattern }) }),
    body: SignaturePayload,
    answer: Answer,
    problems: ['order_not_found', 'contract_not_wanted'],
    each: sign,
  }),
]

async function sign(
  tx: Tx,
  { params, body, actor, at }: Call<{ readonly no: string }, unknown, Given>,
): Promise<Result<Answer>> {
  const order = await lockOrder(tx, params.no, actor)
  if (order === undefined) return refuse('order_not_found', `There is no order ${params.no}.`)
  const contractSets = await readContractSets(tx, [order])
  const signatures = await readSignatures(tx, [order])
  const facts = { contractSets, signatures }
  const set = validSet(facts)
  if (set === undefined || !belongs(order, set, body)) {
    const wanted = set === undefined ? 'nothing yet' : set.documents.join(', ')
    const detail = `To be signed: ${wanted}, by ${signersOf(order).join(', ')}.`
    return refuse('contract_not_wanted', detail)
  }
  const signature = signatureOf({ order, actor, at }, set, body)
  await insertSignatures(tx, [{ kind: 'contracts.sign', signature }])
  const missing = [...missingSignatures(order, facts, [body])]
  return accept({ orderNo: order.orderNo, revision: set.revision, missing })
}
