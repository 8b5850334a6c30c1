import { sql, type Reader, type Tx } from '#kernel/db'
import { insertRows, names, ofOrders, type Columns, type OrderKey } from '../orders/index.ts'
import type { Image, MaterialsEffect } from './model.ts'

const columns: Columns<Image> = {
  bucket: 'smallint',
  orderId: 'uuid',
  id: 'uuid',
  kind: 'text',
  sha256: 'text',
  name: 'text',
  contentType: 'text',
  size: 'integer',
  uploadedBy: 'text',
  uploadedAt: 'timestamptz',
  submittedAt: 'timestamptz',
}

export const readImages = (reader: Reader, orders: readonly OrderKey[]): Promise<Image[]> =>
  reader.rows<Image>(
    sql`select ${names(columns)} from auto_loan.image
         where ${ofOrders(orders)}
         order by order_id, uploaded_at, id`,
    'auto_loan.read_images',
  )

/** The same file of the same kind is one image, however often it is sent. */
export async function insertImage(tx: Tx, image: Image): Promise<Image> {
  const end = sql`on conflict (bucket, order_id, kind, sha256) do nothing`
  await insertRows(tx, { table: 'auto_loan.image', columns: columns }, [image], end)
  const kept = await tx.row<Image>(sql`
    select ${names(columns)} from auto_loan.image
     where bucket = ${image.bucket} and order_id = ${image.orderId}
       and kind = ${image.kind} and sha256 = ${image.sha256}`)
  return kept ?? image
}

export async function submitImages(tx: Tx, effects: readonly MaterialsEffect[]): Promise<void> {
  const whole = effects.filter(({ images }) => images === 'all')
  if (whole.length > 0) {
    const submitted = whole.map(({ order, at }) => ({ ...order, at }))
    await tx.run(
      sql`update auto_loan.image as i set submitted_at = given.at
            from unnest(${submitted.map(({ bucket }) => bucket)}::smallint[],
              ${submitted.map(({ id }) => id)}::uuid[],
              ${submitted.map(({ at }) => at)}::timestamptz[]) as given (bucket, order_id, at)
           where i.bucket = given.bucket and i.order_id = given.order_id
             and i.order_id = any(${submitted.map(({ id }) => id)}::uuid[])
             and i.submitted_at is null`,
      'auto_loan.submit_images',
    )
  }
  const named = effects.flatMap(({ order, images, at }) =>
    images === 'all' ? [] : images.map((image) => ({ ...order, ...image, at })),
  )
  if (named.length === 0) return
  await tx.run(sql`
    update auto_loan.image as i set submitted_at = given.at
      from unnest(${named.map(({ bucket }) => bucket)}::smallint[],
        ${named.map(({ id }) => id)}::uuid[], ${named.map(({ kind }) => kind)}::text[],
        ${named.map(({ sha256 }) => sha256)}::text[], ${named.map(({ at }) => at)}::timestamptz[])
        as given (bucket, order_id, kind, sha256, at)
     where i.bucket = given.bucket and i.order_id = given.order_id and i.kind = given.kind
       and i.sha256 = given.sha256 and i.submitted_at is null
       and i.order_id = any(${named.map(({ id }) => id)}::uuid[])`)
}
