/** Signing, and taking a signed set back. Pure. */
import { accept, refuse, type Result } from '#kernel/problem'
import {
  rule,
  type Condition,
  type EventRefusal,
  type EventRule,
  type Guard,
  type GuardRefusal,
  type Occurrence,
  type Order,
} from '../orders/index.ts'
import {
  SignedPayload,
  VoidPayload,
  type ContractEffect,
  type ContractSet,
  type Signature,
  type SignaturePayload,
} from './model.ts'
import {
  missingSignatures,
  nextSet,
  signersOf,
  unsignedOf,
  validSet,
  type ContractFacts,
} from './rules.ts'

type ContractRule = EventRule<ContractFacts, ContractEffect>
type Effects = Result<readonly ContractEffect[], EventRefusal>

export const contractEvents = {
  contract_signed: rule(SignedPayload, ['contracts'], sign),
  return_contract_audit: rule(VoidPayload, ['contracts'], takeBack),
} satisfies Readonly<Record<string, ContractRule>>

export const contractGuards = {
  contracts_signed: { needs: ['contracts'], refusal: unsigned } satisfies Guard<ContractFacts>,
}

const signerNames = { borrower: '借款人', co_borrower: '共借人' } as const

/** Without a payload only a missing set is beyond mending: signatures may come with the event. */
function unsigned({ order, facts, payload }: Condition<ContractFacts>): GuardRefusal | undefined {
  if (payload === undefined && validSet(facts) !== undefined) return undefined
  const added = (payload?.['signatures'] ?? []) as readonly SignaturePayload[]
  const missing = missingSignatures(order, facts, added)
  if (missing.length === 0) return undefined
  const unsigned = unsignedOf(order, facts, added)
  const inChinese = unsigned.map(({ document, signer }) => `${document}（${signerNames[signer]}）`)
  return {
    detail: `not signed yet: ${missing.join(', ')}`,
    detailZh: unsigned.length === 0 ? '还没有合同' : `尚未签署：${inChinese.join('、')}`,
    facts: { missing, unsigned: unsigned.map((one) => ({ ...one })) },
  }
}

function sign(given: Occurrence<ContractFacts, SignedPayload>): Effects {
  const { order, payload, facts } = given
  const set = validSet(facts)
  if (set === undefined) return accept([])
  const added = payload.signatures ?? []
  const wrong = added.findIndex((signature) => !belongs(order, set, signature))
  if (wrong >= 0) {
    const path = `payload/signatures/${wrong}`
    const message = `has ${set.documents.join(', ')}, signed by ${signersOf(order).join(', ')}`
    return refuse('event_payload_invalid', `${path}: ${message}`, { errors: [{ path, message }] })
  }
  return accept(
    added.map((signature) => ({
      kind: 'contracts.sign' as const,
      signature: signatureOf(given, set, signature),
    })),
  )
}

export const belongs = (
  order: Order,
  set: ContractSet,
  { document, signer }: SignaturePayload,
): boolean => set.documents.includes(document) && signersOf(order).includes(signer)

export const signatureOf = (
  { order, actor, at }: Pick<Occurrence<unknown, unknown>, 'order' | 'actor' | 'at'>,
  set: ContractSet,
  { document, signer, signedOn, file }: SignaturePayload,
): Signature => ({
  bucket: order.bucket,
  orderId: order.id,
  revision: set.revision,
  document,
  signer,
  fileSha256: file ?? null,
  signedOn,
  recordedBy: actor.name,
  recordedAt: at,
})

/** The signed set becomes void, and the same contracts are to be signed again. */
function takeBack({ order, payload, facts, at }: Occurrence<ContractFacts, VoidPayload>): Effects {
  const set = validSet(facts)
  if (set === undefined) return accept([])
  const { funderCode, documents } = set
  return accept([
    { kind: 'contracts.void', order, reason: payload.reason, at },
    { kind: 'contracts.new', set: nextSet(order, facts, { funderCode, documents, at }) },
  ])
}
