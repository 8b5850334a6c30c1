import { Type } from 'typebox'
import { DateTime, raw, sendProblem, type Route } from '#kernel/http'
import { isUuid } from '#kernel/id'
import type { Kernel } from '#kernel/module'
import { refuse } from '#kernel/problem'
import { literals } from '../catalogue/index.ts'
import { orderNoPattern, strict } from '../orders/index.ts'
import { imageKinds, type Image, type ImageKind } from './model.ts'
import { uploadImage, viewImage } from './service.ts'

export const ImageAnswer = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  sha256: Type.String(),
  name: Type.String(),
  contentType: Type.String(),
  size: Type.Integer(),
  uploadedBy: Type.String(),
  uploadedAt: DateTime,
  submittedAt: Type.Union([DateTime, Type.Null()]),
})

export const imageAnswer = (image: Image) => ({
  id: image.id,
  kind: image.kind,
  sha256: image.sha256,
  name: image.name,
  contentType: image.contentType,
  size: image.size,
  uploadedBy: image.uploadedBy,
  uploadedAt: image.uploadedAt.toISOString(),
  submittedAt: image.submittedAt?.toISOString() ?? null,
})

const path = '/api/v1/auto-loan/orders/:no/images'
const orderNo = Type.String({ pattern: orderNoPattern })
const Kind = strict({ kind: literals(imageKinds) })
const staff = ['credit-auditor', 'lending-auditor', 'finance-ops', 'fund-router'] as const

export const materialsRoutes = (kernel: Kernel): readonly Route[] => [
  raw({
    method: 'POST',
    path,
    operationId: 'uploadImage',
    summary:
      'Uploads one image or PDF: multipart/form-data with a part "file"; ?kind= says of what',
    tag: 'auto-loan',
    access: ['dealer', ...staff],
    params: strict({ no: orderNo }),
    query: Kind,
    answer: ImageAnswer,
    consumes: 'multipart/form-data',
    status: 201,
    problems: [
      'order_not_found',
      'order_closed',
      'images_too_many',
      'file_missing',
      'file_too_large',
      'file_type_not_allowed',
    ],
    run: async (request, reply, { actor, at }) => {
      const part = request.isMultipart() ? await request.file() : undefined
      if (part === undefined) {
        const detail = 'Send multipart/form-data with one part "file".'
        return await sendProblem(reply, refuse('file_missing', detail).problem)
      }
      // The server has checked both against the schemas above.
      const { no } = request.params as { no: string }
      const { kind } = request.query as { kind: ImageKind }
      const { filename: name, mimetype: contentType, file: content } = part
      const upload = { orderNo: no, kind, name, contentType, content, actor, at }
      const uploaded = await uploadImage(kernel, upload)
      if (!uploaded.ok) return await sendProblem(reply, uploaded.problem)
      return await reply.code(201).send(imageAnswer(uploaded.value))
    },
  }),
  raw({
    method: 'GET',
    path: `${path}/:image`,
    operationId: 'viewImage',
    summary: 'The bytes of one image; who looked is kept in the audit trail',
    tag: 'auto-loan',
    access: ['dealer', ...staff],
    params: strict({ no: orderNo, image: Type.String({ minLength: 1, maxLength: 64 }) }),
    produces: 'image/*',
    problems: ['order_not_found', 'image_not_found'],
    run: async (request, reply, { actor, at, requestId }) => {
      // The server has checked them against the schema above.
      const { no, image } = request.params as { no: string; image: string }
      const imageId = isUuid(image) ? image : ''
      const viewing = { orderNo: no, imageId, actor, at, requestId }
      const opened = await viewImage(kernel, viewing)
      if (!opened.ok) return await sendProblem(reply, opened.problem)
      const { contentType, size, sha256 } = opened.value.image
      reply.header('content-length', size).header('etag', `"${sha256}"`)
      // A browser shows it and keeps no copy; it never guesses another type.
      reply.header('cache-control', 'private, no-store').header('x-content-type-options', 'nosniff')
      reply.header('content-disposition', 'inline')
      return await reply.type(contentType).send(opened.value.bytes)
    },
  }),
]
