/**
 * What a form begins with where the order already says it. Convenience only: all can be changed.
 */
import { decimalText, type Minor } from '../../shared/amount.ts'
import type { FileChoice } from '../../shared/SchemaForm.tsx'
import type { Facts, OrderImage } from '../orders/client.ts'
import type { AutoLoanOrder } from './client.ts'

/** Orders of this product are in a currency of two decimals. */
const typed = (minor: unknown): string | undefined =>
  typeof minor === 'number' || typeof minor === 'string' ? decimalText(minor, 2) : undefined

export const today = (): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())

export const filesOf = (images: readonly OrderImage[]): readonly FileChoice[] =>
  images.map(({ sha256, name, kind }) => ({ sha256, title: `${name} (${kind})` }))

export function prefilled(event: string, order: AutoLoanOrder): Readonly<Record<string, unknown>> {
  switch (event) {
    case 'save_images_info':
      return { images: draftImages(order) }
    case 'contract_signed':
      return { signatures: missingSignatures(order) }
    case 'down_payment_done':
      return { amount: typed(order.downPaymentAmount), receivedOn: today() }
    case 'fund_final_audit_pass':
      return approval(order)
    case 'fund_final_audit_fail':
      return { funder: activeChoice(order)?.['funder'] }
    default:
      return {}
  }
}

const draftImages = ({ images }: AutoLoanOrder) =>
  images
    .filter(({ submittedAt }) => submittedAt === null)
    .map(({ kind, sha256 }) => ({ kind, sha256 }))

const activeChoice = ({ routing }: AutoLoanOrder): Facts | undefined =>
  routing.find((choice) => choice['state'] === 'ACTIVE')

function approval(order: AutoLoanOrder): Readonly<Record<string, unknown>> {
  const choice = activeChoice(order)
  const asked = choice?.['application']
  if (typeof asked !== 'object' || asked === null) return { funder: choice?.['funder'] }
  const { amount, term } = asked as { amount?: Minor; term?: number }
  return { funder: choice?.['funder'], approvedAmount: typed(amount), approvedTerm: term }
}

interface Signature {
  readonly document: string
  readonly signer: string
}

/** Every contract of the valid set by everybody who signs, but what is signed already. */
export function missingSignatures(
  order: AutoLoanOrder,
): readonly Readonly<Record<string, unknown>>[] {
  const set = order.contracts.find((one) => one['voidedAt'] === null)
  if (!set) return []
  const { documents, signatures } = set as unknown as {
    documents: readonly string[]
    signatures: readonly Signature[]
  }
  const signers = order.coBorrower === null ? ['borrower'] : ['borrower', 'co_borrower']
  const isSigned = (document: string, signer: string) =>
    signatures.some((one) => one.document === document && one.signer === signer)
  return documents.flatMap((document) =>
    signers
      .filter((signer) => !isSigned(document, signer))
      .map((signer) => ({ document, signer, signedOn: today() })),
  )
}

/** The next instalment that is not settled. */
export function nextInstalment(order: AutoLoanOrder): Readonly<Record<string, unknown>> {
  const next = order.instalments.find((one) => one['settledOn'] === null)
  return { instalments: [{ no: next?.['no'] }], receivedOn: today() }
}
