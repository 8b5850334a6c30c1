/** Photos and documents of an order. */
import { Type, type Static } from 'typebox'
import type { Instant } from '#kernel/clock'
import type { Id } from '#kernel/id'
import { literals } from '../catalogue/index.ts'
import { strict, titled, type OrderKey } from '../orders/index.ts'

export const imageKinds = [
  'id_card_front',
  'id_card_back',
  'driver_licence',
  'work_proof',
  'income_proof',
  'vehicle_licence',
  'car_photo',
  'contract',
  'receipt',
  'other',
] as const
export type ImageKind = (typeof imageKinds)[number]

export const sha256Pattern = '^[0-9a-f]{64}$'
export const Sha256 = Type.String({ pattern: sha256Pattern })

export interface Image {
  readonly bucket: number
  readonly orderId: OrderKey['id']
  readonly id: Id<'image'>
  readonly kind: ImageKind
  readonly sha256: string
  readonly name: string
  readonly contentType: string
  readonly size: number
  readonly uploadedBy: string
  readonly uploadedAt: Instant
  /** When it was handed in for audit; an image not yet handed in is the dealer's draft. */
  readonly submittedAt: Instant | null
}

export const ImagesPayload = strict({
  images: titled(
    Type.Array(
      strict({
        kind: titled(literals(imageKinds), '类型', 'Kind'),
        sha256: titled(Sha256, '文件 SHA-256', 'SHA-256 of the file'),
      }),
      { minItems: 1, maxItems: 50 },
    ),
    '影像',
    'Images',
  ),
})
export type ImagesPayload = Static<typeof ImagesPayload>

/** Hands in the images named, or all that were uploaded. */
export interface MaterialsEffect {
  readonly kind: 'images.submit'
  readonly order: OrderKey
  readonly images: readonly Pick<Image, 'kind' | 'sha256'>[] | 'all'
  readonly at: Instant
}
