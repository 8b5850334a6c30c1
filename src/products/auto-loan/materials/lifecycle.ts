/** Handing in materials. Pure. */
import { Type } from 'typebox'
import { accept, refuse, type Result } from '#kernel/problem'
import {
  freeText,
  rule,
  strict,
  type EventRefusal,
  type EventRule,
  type Occurrence,
} from '../orders/index.ts'
import { ImagesPayload, type Image, type MaterialsEffect } from './model.ts'

export interface MaterialsFacts {
  readonly images: readonly Image[]
}

type MaterialsRule = EventRule<MaterialsFacts, MaterialsEffect>

const Submission = strict({ comment: Type.Optional(freeText('备注', 'Comment')) })

export const materialsEvents = {
  submit_materials_audit: rule(Submission, [], submitAll),
  resubmit_materials_audit: rule(Submission, [], submitAll),
  save_images_info: rule(ImagesPayload, ['materials'], submitNamed),
} satisfies Readonly<Record<string, MaterialsRule>>

function submitAll({
  order,
  at,
}: Occurrence<MaterialsFacts, unknown>): Result<readonly MaterialsEffect[], EventRefusal> {
  return accept([{ kind: 'images.submit', order, images: 'all', at }])
}

function submitNamed({
  order,
  payload,
  facts,
  at,
}: Occurrence<MaterialsFacts, ImagesPayload>): Result<readonly MaterialsEffect[], EventRefusal> {
  const missing = payload.images.findIndex(
    ({ kind, sha256 }) =>
      !facts.images.some((image) => image.kind === kind && image.sha256 === sha256),
  )
  if (missing >= 0) {
    const path = `payload/images/${missing}`
    const message = 'was not uploaded to this order under this kind: upload it first'
    return refuse('event_payload_invalid', `${path} ${message}`, { errors: [{ path, message }] })
  }
  return accept([{ kind: 'images.submit', order, images: payload.images, at }])
}
