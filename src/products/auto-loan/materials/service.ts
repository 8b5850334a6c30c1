/** Taking images in, and giving them out under the eyes of the audit. */
import type { Readable } from 'node:stream'
import { record } from '#kernel/audit'
import { subjectOf, type Actor } from '#kernel/auth'
import type { Instant } from '#kernel/clock'
import { rememberFiles, type StoredFile } from '#kernel/file'
import { newId } from '#kernel/id'
import type { Kernel } from '#kernel/module'
import { accept, assert, refuse, type Result } from '#kernel/problem'
import { findOrder, lockOrder } from '../orders/index.ts'
import type { Image, ImageKind } from './model.ts'
import { insertImage, readImages } from './store.ts'

export interface Upload {
  readonly orderNo: string
  readonly kind: ImageKind
  readonly name: string
  readonly contentType: string
  readonly content: AsyncIterable<Uint8Array>
  readonly actor: Actor
  readonly at: Instant
}

/** 10 MB: a photo of a telephone, or a scan of some pages. */
export const imageBytesMax = 10_000_000
export const imagesMax = 200
const typesAllowed = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const
const closedStates: readonly number[] = [60150, 99999]

/** The bytes are kept before the row: a row without bytes would be a lie, bytes alone are none. */
export async function uploadImage(kernel: Kernel, upload: Upload): Promise<Result<Image>> {
  const { database, files } = kernel
  const { orderNo, actor, name, contentType, content } = upload
  const seen = await findOrder(database, orderNo, actor)
  if (seen === undefined) return refuse('order_not_found', `There is no order ${orderNo}.`)
  const terms = { name, contentType, sizeMax: imageBytesMax, typesAllowed }
  const stored = await files.put(content, terms)
  return stored.ok ? await keep(kernel, upload, stored.value) : stored
}

async function keep(
  { database }: Kernel,
  { orderNo, kind, actor, at }: Upload,
  file: StoredFile,
): Promise<Result<Image>> {
  return await database.transaction(async (tx): Promise<Result<Image>> => {
    const order = await lockOrder(tx, orderNo, actor)
    if (order === undefined) return refuse('order_not_found', `There is no order ${orderNo}.`)
    if (closedStates.includes(order.state)) {
      return refuse('order_closed', `Order ${orderNo} is closed in state ${order.state}.`)
    }
    if ((await readImages(tx, [order])).length >= imagesMax) {
      return refuse('images_too_many', `An order has at most ${imagesMax} images.`)
    }
    await rememberFiles(tx, [file], at)
    const image = await insertImage(tx, {
      bucket: order.bucket,
      orderId: order.id,
      id: newId(),
      kind,
      sha256: file.sha256,
      name: file.name,
      contentType: file.contentType,
      size: file.size,
      uploadedBy: actor.name,
      uploadedAt: at,
      submittedAt: null,
    })
    return accept(image)
  })
}

export interface Viewing {
  readonly orderNo: string
  readonly imageId: string
  readonly actor: Actor
  readonly requestId: string
  readonly at: Instant
}

export interface OpenedImage {
  readonly image: Image
  readonly bytes: Readable
}

/** Photos show faces and cards, so each look is recorded. */
export async function viewImage(kernel: Kernel, viewing: Viewing): Promise<Result<OpenedImage>> {
  const { database, files } = kernel
  const { orderNo, imageId, actor, requestId, at } = viewing
  const order = await findOrder(database, orderNo, actor)
  if (order === undefined) return refuse('order_not_found', `There is no order ${orderNo}.`)
  const image = (await readImages(database, [order])).find(({ id }) => id === imageId)
  if (image === undefined) return refuse('image_not_found', `There is no image ${imageId}.`)
  const bytes = await files.open(image.sha256)
  assert(bytes, `file ${image.sha256} of image ${image.id} is kept`)
  const subject = `order:${orderNo}`
  const after = { image: image.id, kind: image.kind, sha256: image.sha256 }
  const action = 'auto-loan.image-view'
  await database.transaction((tx) =>
    record(tx, [{ at, actor: subjectOf(actor), action, subject, after, requestId }]),
  )
  return accept({ image, bytes })
}
