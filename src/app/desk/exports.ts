/** Lists as files: asked for here, written by a job, fetched by whoever asked. */
import { Type, type Static } from 'typebox'
import { record } from '#kernel/audit'
import { personOf, subjectOf, type Actor } from '#kernel/auth'
import { businessDate } from '#kernel/clock'
import {
  checkedQuery,
  command,
  DateTime,
  Page,
  pageQuery,
  raw,
  read,
  sendProblem,
  type Call,
  type Context,
  type Route,
} from '#kernel/http'
import { isUuid, newId } from '#kernel/id'
import { enqueue } from '#kernel/jobs'
import { exportZone, type ExportSource, type Kernel } from '#kernel/module'
import { accept, refuse, type Json, type ProblemTable, type Result } from '#kernel/problem'
import { sheetFormats, sheetTypes } from '#kernel/sheet'
import { endOfPage, startOfPage } from './cursor.ts'
import { exportTask } from './export-job.ts'
import { mayExport, type ExportSources } from './export-sources.ts'
import {
  cancelExport,
  countWorking,
  findExport,
  insertExport,
  listExports,
  type ExportView,
} from './export-store.ts'
import { ById, strict, Uuid } from './shape.ts'

export const exportProblems = {
  export_source_unknown: { status: 404, means: 'There is no list of this name to export.' },
  export_not_found: {
    status: 404,
    means: 'There is no such export, or somebody else asked for it.',
  },
  export_not_done: { status: 409, means: 'The file is not written yet, or never will be.' },
  export_already_over: { status: 409, means: 'The export has ended already.' },
  export_expired: { status: 410, means: 'The file was kept for some days and is gone: ask again.' },
  exports_too_many: { status: 429, means: 'Several exports of this person are not done yet.' },
  export_too_large: { status: 422, means: 'The list has more rows than one file takes.' },
  export_failed: { status: 500, means: 'The export failed several times; the jobs say why.' },
} as const satisfies ProblemTable

const base = '/api/v1/exports'
const shared = { tag: 'exports', access: 'signed-in' as const }
const workingMax = 5

export const exportRoutes = (kernel: Kernel, sources: ExportSources): readonly Route[] => [
  start(sources),
  list(kernel),
  one(kernel),
  cancel(),
  file(kernel),
]

const nullable = (schema: Parameters<typeof Type.Array>[0]) => Type.Union([schema, Type.Null()])

const ExportAnswer = Type.Object({
  id: Uuid,
  source: Type.String(),
  format: Type.Enum([...sheetFormats]),
  state: Type.Enum(['queued', 'running', 'done', 'failed', 'cancelled', 'expired']),
  rowsDone: Type.Integer({ minimum: 0 }),
  rowsTotal: nullable(Type.Integer({ minimum: 0, description: 'as well as it is known' })),
  fileName: Type.String(),
  size: nullable(Type.Integer({ minimum: 0, description: 'bytes' })),
  code: nullable(Type.String({ description: 'why it failed' })),
  detail: nullable(Type.String()),
  requestedAt: DateTime,
  finishedAt: nullable(DateTime),
  expiresAt: nullable(DateTime),
})

const show = (made: ExportView) => ({
  id: made.id,
  source: made.source,
  format: made.format,
  state: made.state,
  rowsDone: Number(made.rowsDone),
  rowsTotal: made.rowsTotal === null ? null : Number(made.rowsTotal),
  fileName: made.fileName,
  size: made.size === null ? null : Number(made.size),
  code: made.problemCode,
  detail: made.problemDetail,
  requestedAt: made.requestedAt.toISOString(),
  finishedAt: made.finishedAt?.toISOString() ?? null,
  expiresAt: made.expiresAt?.toISOString() ?? null,
})

const Wanted = Type.Object(
  {
    source: Type.String({
      pattern: '^[a-z][a-z0-9_-]*([.][a-z0-9_-]+)*$',
      maxLength: 120,
      description: 'a list: auto-loan.orders, ledger.accounts, data.<schema>.<table> …',
    }),
    query: Type.Record(Type.String(), Type.Unknown(), {
      description: "the list's own filters and sort, as its address has them",
    }),
    format: Type.Enum([...sheetFormats]),
    language: Type.Optional(Type.Enum(['zh', 'en'], { description: 'of the heads; zh usually' })),
  },
  strict,
)
type Wanted = Static<typeof Wanted>

const start = (sources: ExportSources): Route =>
  command({
    ...shared,
    path: base,
    operationId: 'startExport',
    summary: 'asks for a list as a file; it is written in the background',
    body: Wanted,
    answer: ExportAnswer,
    status: 202,
    problems: ['export_source_unknown', 'exports_too_many', 'actor_not_allowed'],
    each: async (tx, call) => {
      const { body, actor } = call
      const found = await sources.find(body.source)
      if (!found.ok) return found
      const allowed = mayExport(actor, found.value)
      if (!allowed.ok) return allowed
      const query = checkedQuery(found.value.query, withoutPage(body.query))
      if (!query.ok) return query
      const personId = personOf(actor)
      if ((await countWorking(tx, personId)) >= workingMax) return tooMany
      const made = newExport(call, found.value, query.value)
      await insertExport(tx, made)
      await enqueue(tx, [{ task: exportTask, payload: made.id, queue: `export:${personId}` }])
      await record(tx, [audited(call, made.id, { source: body.source, query: made.query })])
      const view = await findExport(tx, { id: made.id, personId })
      return view ? accept(show(view)) : notFound(made.id)
    },
  })

const tooMany = refuse(
  'exports_too_many',
  `${workingMax} of your exports are not done yet: wait for one, or cancel it.`,
)

const notFound = (id: string) => refuse('export_not_found', `You have no export ${id}.`)

/** A file has all pages. */
const withoutPage = ({ cursor: _cursor, limit: _limit, ...query }: Wanted['query']) => query

function newExport(
  { body, actor, at }: Pick<Call<unknown, unknown, Wanted>, 'body' | 'actor' | 'at'>,
  { keep }: ExportSource,
  query: Json,
) {
  const { source, format, language = 'zh' } = body
  const day = businessDate(at, exportZone).replaceAll('-', '')
  return {
    id: newId(),
    personId: personOf(actor),
    asker: actor,
    source,
    query: keep === undefined ? query : keep(query),
    format,
    language,
    fileName: `${source}-${day}.${format}`,
    at,
  }
}

interface Asked extends Pick<Context, 'actor' | 'at' | 'requestId'> {}

const audited = ({ actor, at, requestId }: Asked, id: string, after: Json) => ({
  actor: subjectOf(actor),
  at,
  requestId,
  action: 'export.request',
  subject: `export:${id}`,
  after,
})

const ListQuery = Type.Object(pageQuery, strict)
const exportsList = { name: 'exports', query: ListQuery, after: Uuid }

const list = ({ database }: Kernel): Route =>
  read({
    ...shared,
    path: base,
    operationId: 'listExports',
    summary: "the caller's own exports, the newest first",
    query: ListQuery,
    answer: Page(ExportAnswer),
    problems: [],
    run: async ({ query, actor }) => {
      const begin = startOfPage(exportsList, query)
      if (!begin.ok) return begin
      const { after, limit } = begin.value
      const found = await listExports(database, {
        personId: personOf(actor),
        ...(after === undefined ? {} : { before: after }),
        limit: limit + 1,
      })
      return accept(endOfPage(begin.value, found, { keyOf: ({ id }) => id, show }))
    },
  })

const one = ({ database }: Kernel): Route =>
  read({
    ...shared,
    path: `${base}/:id`,
    operationId: 'getExport',
    summary: 'how far an export is',
    params: ById,
    answer: ExportAnswer,
    problems: ['export_not_found'],
    run: async ({ params, actor }) => {
      const found = await findExport(database, { id: params.id, personId: personOf(actor) })
      return found ? accept(show(found)) : notFound(params.id)
    },
  })

const cancel = (): Route =>
  command({
    ...shared,
    path: `${base}/:id/cancel`,
    operationId: 'cancelExport',
    summary: 'the file is not wanted any more',
    params: ById,
    body: Type.Object({}, strict),
    answer: ExportAnswer,
    problems: ['export_not_found', 'export_already_over'],
    each: async (tx, { params, actor, at }) => {
      const own = { id: params.id, personId: personOf(actor) }
      const cancelled = await cancelExport(tx, own, at)
      const found = await findExport(tx, own)
      if (found === undefined) return notFound(params.id)
      if (cancelled) return accept(show(found))
      return refuse('export_already_over', `The export is over: ${found.state}.`)
    },
  })

const file = (kernel: Kernel): Route =>
  raw({
    ...shared,
    method: 'GET',
    path: `${base}/:id/file`,
    operationId: 'fetchExport',
    summary: 'the file; who fetched it is kept in the audit trail',
    params: ById,
    produces: 'application/octet-stream',
    problems: ['export_not_found', 'export_not_done', 'export_expired'],
    run: async (request, reply, context) => {
      // The server has checked it against the schema above.
      const { id } = request.params as { id: string }
      const fetched = await fetchFile(kernel, id, context)
      if (!fetched.ok) return await sendProblem(reply, fetched.problem)
      const { fileName, format, size, bytes } = fetched.value
      reply.header('content-length', size)
      reply.header('cache-control', 'private, no-store').header('x-content-type-options', 'nosniff')
      reply.header('content-disposition', `attachment; filename="${fileName}"`)
      return await reply.type(sheetTypes[format]).send(bytes)
    },
  })

type Refusal = 'export_not_found' | 'export_not_done' | 'export_expired'

async function fetchFile(
  { database, files }: Kernel,
  id: string,
  context: { readonly actor: Actor } & Asked,
) {
  const found = isUuid(id)
    ? await findExport(database, { id, personId: personOf(context.actor) })
    : undefined
  const ready = fetchable(found, id)
  if (!ready.ok) return ready
  const { fileName, format, sha256, size } = ready.value
  const bytes = await files.open(sha256)
  if (bytes === undefined) return gone
  await database.transaction((tx) =>
    record(tx, [{ ...audited(context, id, { fileName, sha256 }), action: 'export.fetch' }]),
  )
  return accept({ fileName, format, size, bytes })
}

const gone = refuse('export_expired', 'The file is gone: ask for it again.')

type Fetchable = Pick<ExportView, 'fileName' | 'format'> & {
  readonly sha256: string
  readonly size: number
}

function fetchable(found: ExportView | undefined, id: string): Result<Fetchable, Refusal> {
  if (found === undefined) return notFound(id)
  const { state, fileName, format, sha256, size } = found
  if (state === 'expired') return gone
  if (state !== 'done' || sha256 === null) {
    return refuse('export_not_done', `There is no file: the export is ${state}.`)
  }
  return accept({ fileName, format, sha256, size: Number(size) })
}
