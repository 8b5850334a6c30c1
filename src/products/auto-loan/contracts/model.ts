/** The contracts that a funder wants signed, and who signed them. */
import { Type, type Static } from 'typebox'
import type { BusinessDate, Instant } from '#kernel/clock'
import { Day } from '#kernel/http'
import { code, literals } from '../catalogue/index.ts'
import { Sha256 } from '../materials/index.ts'
import { freeText, strict, titled, type OrderKey } from '../orders/index.ts'

export const signers = ['borrower', 'co_borrower'] as const
export type Signer = (typeof signers)[number]

export const SignaturePayload = strict({
  document: titled(code, '合同', 'Contract'),
  signer: titled(literals(signers), '签署人', 'Signer'),
  signedOn: titled(Day, '签署日期', 'Signed on'),
  file: Type.Optional(titled(Sha256, '扫描件 SHA-256', 'SHA-256 of the scan')),
})
export type SignaturePayload = Static<typeof SignaturePayload>

export const SignedPayload = strict({
  signatures: Type.Optional(
    titled(Type.Array(SignaturePayload, { maxItems: 40 }), '签署记录', 'Signatures'),
  ),
})
export type SignedPayload = Static<typeof SignedPayload>

export const VoidPayload = strict({ reason: freeText('驳回原因', 'Reason') })
export type VoidPayload = Static<typeof VoidPayload>

/** 合同套件. A void set stays to be seen. */
export interface ContractSet {
  readonly bucket: number
  readonly orderId: OrderKey['id']
  readonly revision: number
  readonly funderCode: string
  readonly documents: readonly string[]
  readonly createdAt: Instant
  readonly voidedAt: Instant | null
  readonly voidReason: string | null
}

export interface Signature {
  readonly bucket: number
  readonly orderId: OrderKey['id']
  readonly revision: number
  readonly document: string
  readonly signer: Signer
  readonly fileSha256: string | null
  readonly signedOn: BusinessDate
  readonly recordedBy: string
  readonly recordedAt: Instant
}

export type ContractEffect =
  | { readonly kind: 'contracts.new'; readonly set: ContractSet }
  | {
      readonly kind: 'contracts.void'
      readonly order: OrderKey
      readonly reason: string
      readonly at: Instant
    }
  | { readonly kind: 'contracts.sign'; readonly signature: Signature }
