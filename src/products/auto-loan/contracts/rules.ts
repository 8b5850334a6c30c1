/** Which signatures are missing. Pure. */
import type { Instant } from '#kernel/clock'
import type { Order } from '../orders/index.ts'
import type { ContractSet, Signature, SignaturePayload, Signer } from './model.ts'

export interface ContractFacts {
  readonly contractSets: readonly ContractSet[]
  readonly signatures: readonly Signature[]
}

/** The set that counts; a void one does not. */
export const validSet = ({ contractSets }: ContractFacts): ContractSet | undefined =>
  contractSets.find(({ voidedAt }) => voidedAt === null)

export const signersOf = (order: Order): readonly Signer[] =>
  order.coborrowerId === null ? ['borrower'] : ['borrower', 'co_borrower']

/** `loan_contract by co_borrower`: what is missing when these are added. */
export function missingSignatures(
  order: Order,
  facts: ContractFacts,
  added: readonly SignaturePayload[],
): readonly string[] {
  const set = validSet(facts)
  if (set === undefined) return ['no contract set']
  const signed = [...facts.signatures.filter(({ revision }) => revision === set.revision), ...added]
  return set.documents.flatMap((document) =>
    signersOf(order)
      .filter((signer) => !signed.some((s) => s.document === document && s.signer === signer))
      .map((signer) => `${document} by ${signer}`),
  )
}

/** A fresh set after the last one, void or not. */
export const nextSet = (
  order: Order,
  facts: ContractFacts,
  { funderCode, documents, at }: NewSet,
): ContractSet => ({
  bucket: order.bucket,
  orderId: order.id,
  revision: Math.max(0, ...facts.contractSets.map(({ revision }) => revision)) + 1,
  funderCode,
  documents,
  createdAt: at,
  voidedAt: null,
  voidReason: null,
})

interface NewSet {
  readonly funderCode: string
  readonly documents: readonly string[]
  readonly at: Instant
}
