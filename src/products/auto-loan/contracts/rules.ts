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

/** What is missing when these are added; nothing where there is no set to be signed. */
export function unsignedOf(
  order: Order,
  facts: ContractFacts,
  added: readonly SignaturePayload[],
): readonly { readonly document: string; readonly signer: Signer }[] {
  const set = validSet(facts)
  if (set === undefined) return []
  const signed = [...facts.signatures.filter(({ revision }) => revision === set.revision), ...added]
  return set.documents.flatMap((document) =>
    signersOf(order)
      .filter((signer) => !signed.some((s) => s.document === document && s.signer === signer))
      .map((signer) => ({ document, signer })),
  )
}

/** `loan_contract by co_borrower`: the same for a program that reads lines. */
export const missingSignatures = (
  order: Order,
  facts: ContractFacts,
  added: readonly SignaturePayload[],
): readonly string[] =>
  validSet(facts) === undefined
    ? ['no contract set']
    : unsignedOf(order, facts, added).map(({ document, signer }) => `${document} by ${signer}`)

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
