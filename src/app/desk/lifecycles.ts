/** Lifecycles over HTTP: read, draw, compare, import, publish by a second person, rehearse. */
import { Type } from 'typebox'
import { propose, roles } from '#kernel/auth'
import type { Reader } from '#kernel/db'
import { command, DateTime, raw, read, sendProblem, Text, type Route } from '#kernel/http'
import {
  definitionsIn,
  definitionsOf,
  diff,
  draw,
  hash,
  lint,
  lintDefinition,
  listDefinitions,
  publishKind,
  readDefinition,
  readSources,
  rehearse,
  saveDraft,
  type Binding,
  type Definition,
  type Difference,
  type Finding,
  type SourceFile,
  type StoredDefinition,
} from '#kernel/lifecycle'
import type { Kernel } from '#kernel/module'
import { accept, refuse, type Json, type Result } from '#kernel/problem'
import { createHash } from 'node:crypto'

const base = '/api/v1/lifecycles'
const shared = { tag: 'lifecycles', access: 'signed-in' as const }
const sourceBytesMax = 8_000_000

const Version = Type.Object({
  machine: Type.String(),
  version: Type.String(),
  hash: Type.String(),
  state: Type.Enum(['draft', 'published', 'retired']),
  takesNewOrders: Type.Boolean(),
  sources: Type.Array(Type.Object({ name: Type.String(), sha256: Type.String() })),
  createdBy: Type.String(),
  createdAt: DateTime,
  publishedBy: Type.Union([Type.String(), Type.Null()]),
  publishedAt: Type.Union([DateTime, Type.Null()]),
})

const FindingAnswer = Type.Object({
  code: Type.String(),
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning')]),
  version: Type.String(),
  place: Type.Object({ file: Type.String(), line: Type.Integer() }),
  subject: Type.String(),
  message: Type.Object({ zh: Type.String(), en: Type.String() }),
})

/** Rows of a definition as they are: their names are those of the documents and of this project. */
const Row = Type.Record(Type.String(), Type.Unknown())

const Sources = Type.Object({
  machine: Type.Optional(Text(60)),
  files: Type.Array(
    Type.Object({
      name: Text(200),
      base64: Type.String({ maxLength: sourceBytesMax, description: 'the file, base64' }),
    }),
    { minItems: 1, maxItems: 20 },
  ),
})

const OneVersion = Type.Object({ machine: Text(60), version: Text(60) })
const WithHash = Type.Object({
  hash: Type.Optional(Text(64)),
  language: Type.Optional(Type.Union([Type.Literal('zh'), Type.Literal('en')])),
})

const view = (stored: StoredDefinition) => ({
  ...stored,
  // Source digests are ours; the type of the row is wider than the answer.
  sources: stored.sources.map(({ name, sha256 }) => ({ name, sha256 })),
  createdAt: stored.createdAt.toISOString(),
  publishedAt: stored.publishedAt?.toISOString() ?? null,
})

const findingView = ({ code, severity, version, place, subject, message }: Finding) => ({
  code,
  severity,
  version,
  place: { file: place.file, line: place.line },
  subject,
  message: { ...message },
})

/** Published under that version, or the draft of that hash. */
async function find(
  kernel: Kernel,
  reader: Reader,
  wanted: { machine: string; version: string; hash?: string | undefined },
): Promise<Result<Definition, 'definition_not_found'>> {
  const { machine, version, hash: digest } = wanted
  const found =
    digest === undefined
      ? await definitionsIn(kernel.database).find(reader, machine, version)
      : await readDefinition(reader, { machine, version, hash: digest })
  return found === undefined
    ? refuse('definition_not_found', `There is no version ${version} of ${machine}.`)
    : accept(found)
}

export const lifecycleRoutes = (kernel: Kernel, bindings: readonly Binding[]): readonly Route[] => [
  ...reading(kernel),
  ...comparing(kernel, bindings),
  ...changing(kernel),
]

function reading(kernel: Kernel): readonly Route[] {
  return [
    read({
      ...shared,
      path: base,
      operationId: 'listLifecycles',
      summary: 'every version of every machine, drafts included',
      query: Type.Object({ machine: Type.Optional(Text(60)) }),
      answer: Type.Object({ items: Type.Array(Version) }),
      problems: [],
      run: async ({ query }) => {
        const stored = await listDefinitions(kernel.database, query.machine)
        return accept({ items: stored.map(view) })
      },
    }),
    read({
      ...shared,
      path: `${base}/:machine/:version`,
      operationId: 'getLifecycle',
      summary: 'states, moves and findings of one version; a draft by its hash',
      params: OneVersion,
      query: WithHash,
      answer: Type.Object({
        machine: Type.String(),
        version: Type.String(),
        hash: Type.String(),
        initial: Type.Integer(),
        states: Type.Array(Row),
        moves: Type.Array(Row),
        findings: Type.Array(FindingAnswer),
      }),
      problems: ['definition_not_found'],
      run: async ({ params, query }) => {
        const found = await find(kernel, kernel.database, { ...params, ...query })
        if (!found.ok) return found
        const { machine, version, initial, states, moves } = found.value
        return accept({
          machine,
          version,
          hash: hash(found.value),
          initial,
          states: states.map((state) => ({ ...state })),
          moves: moves.map((move) => ({ ...move })),
          findings: lintDefinition(found.value, { roles: [...roles, 'system'] }).map(findingView),
        })
      },
    }),
    drawing(kernel),
  ]
}

const drawing = (kernel: Kernel): Route =>
  raw({
    ...shared,
    method: 'GET',
    path: `${base}/:machine/:version/drawing`,
    operationId: 'drawLifecycle',
    summary: 'one version as SVG, document and amendment rows in two colours',
    params: OneVersion,
    query: WithHash,
    problems: ['definition_not_found'],
    produces: 'image/svg+xml',
    run: async (request, reply) => {
      // Both were validated against the schemas above.
      const wanted = request.params as { machine: string; version: string }
      const query = request.query as { hash?: string; language?: 'zh' | 'en' }
      const found = await find(kernel, kernel.database, { ...wanted, ...query })
      if (!found.ok) return await sendProblem(reply, found.problem)
      const picture = draw(found.value, { format: 'svg', language: query.language ?? 'zh' })
      return await reply.type('image/svg+xml; charset=utf-8').send(picture)
    },
  })

const Changes = Type.Object({
  added: Type.Array(Row),
  removed: Type.Array(Row),
  changed: Type.Array(
    Type.Object({ before: Row, after: Row, attributes: Type.Array(Type.String()) }),
  ),
})
const DifferenceAnswer = Type.Object({ states: Changes, moves: Changes })

function differenceView({ states, moves }: Difference) {
  const side = (changes: Difference['states'] | Difference['moves']) => ({
    added: changes.added.map((row) => ({ ...row })),
    removed: changes.removed.map((row) => ({ ...row })),
    changed: changes.changed.map(({ before, after, attributes }) => ({
      before: { ...before },
      after: { ...after },
      attributes: [...attributes],
    })),
  })
  return { states: side(states), moves: side(moves) }
}

function comparing(kernel: Kernel, bindings: readonly Binding[]): readonly Route[] {
  const TwoVersions = Type.Object({ from: Text(60), to: Text(60) })
  const both = async (machine: string, query: { from: string; to: string }) => {
    const from = await find(kernel, kernel.database, { machine, version: query.from })
    if (!from.ok) return from
    const to = await find(kernel, kernel.database, { machine, version: query.to })
    return to.ok ? accept({ from: from.value, to: to.value }) : to
  }
  return [
    read({
      ...shared,
      path: `${base}/:machine/diff`,
      operationId: 'diffLifecycle',
      summary: 'what became of a machine between two versions',
      params: Type.Object({ machine: Text(60) }),
      query: TwoVersions,
      answer: DifferenceAnswer,
      problems: ['definition_not_found'],
      run: async ({ params, query }) => {
        const found = await both(params.machine, query)
        return found.ok ? accept(differenceView(diff(found.value.from, found.value.to))) : found
      },
    }),
    read({
      ...shared,
      access: ['admin'],
      path: `${base}/:machine/rehearsal`,
      operationId: 'rehearseMigration',
      summary: 'what moving the running orders to another version would do; writes nothing',
      params: Type.Object({ machine: Text(60) }),
      query: TwoVersions,
      answer: Type.Object({
        orders: Type.Integer(),
        refusedOrders: Type.Integer(),
        states: Type.Array(
          Type.Object({
            state: Type.Integer(),
            target: Type.Union([Type.Integer(), Type.Null()]),
            orders: Type.Integer(),
          }),
        ),
        refused: Type.Array(
          Type.Object({ bucket: Type.Integer(), id: Type.String(), state: Type.Integer() }),
        ),
      }),
      problems: ['definition_not_found'],
      run: async ({ params, query }) => {
        const found = await both(params.machine, query)
        if (!found.ok) return found
        const binding = bindings.find(({ machine }) => machine === params.machine)
        if (binding === undefined) {
          return refuse('definition_not_found', `No orders follow ${params.machine}.`)
        }
        const plan = await rehearse(kernel.database, binding, found.value)
        const states = plan.states.map((row) => ({ ...row, target: row.target ?? null }))
        return accept({ ...plan, states, refused: plan.refused.map((order) => ({ ...order })) })
      },
    }),
  ]
}

const filesOf = (files: readonly { name: string; base64: string }[]): readonly SourceFile[] =>
  files.map(({ name, base64 }) => ({ name, bytes: Buffer.from(base64, 'base64') }))

const Imported = Type.Object({
  machine: Type.String(),
  versions: Type.Array(
    Type.Object({
      version: Type.String(),
      hash: Type.String(),
      states: Type.Integer(),
      moves: Type.Integer(),
      /** Against the version of the same name that is in force, or null. */
      difference: Type.Union([DifferenceAnswer, Type.Null()]),
    }),
  ),
  findings: Type.Array(FindingAnswer),
})

const importProblems = [
  'document_invalid',
  'document_too_large',
  'document_format_unknown',
  'document_version_unclear',
]

function changing(kernel: Kernel): readonly Route[] {
  return [
    command({
      ...shared,
      access: ['admin'],
      path: `${base}/read`,
      operationId: 'readLifecycle',
      summary: 'reads documents and shows what they say; saves nothing',
      body: Sources,
      bodyBytesMax: sourceBytesMax,
      answer: Imported,
      problems: importProblems,
      dry: () => true,
      each: async (tx, { body }) => {
        const draft = await readSources(filesOf(body.files), body.machine)
        if (!draft.ok) return draft
        const versions = []
        for (const definition of definitionsOf(draft.value)) {
          const { machine, version, states, moves } = definition
          const known = await definitionsIn(kernel.database).find(tx, machine, version)
          versions.push({
            version,
            hash: hash(definition),
            states: states.length,
            moves: moves.length,
            difference: known ? differenceView(diff(known, definition)) : null,
          })
        }
        const findings = lint(draft.value, { roles: [...roles, 'system'] }).map(findingView)
        return accept({ machine: draft.value.machine, versions, findings })
      },
    }),
    command({
      ...shared,
      access: ['admin'],
      path: `${base}/drafts`,
      operationId: 'saveLifecycleDrafts',
      summary: 'saves every version that the documents describe and lint lets pass',
      body: Sources,
      bodyBytesMax: sourceBytesMax,
      answer: Type.Object({
        items: Type.Array(
          Type.Object({ machine: Type.String(), version: Type.String(), hash: Type.String() }),
        ),
      }),
      status: 201,
      problems: [...importProblems, 'definition_has_errors'],
      each: async (tx, { body, actor, at }) => {
        const files = filesOf(body.files)
        const draft = await readSources(files, body.machine)
        if (!draft.ok) return draft
        const sources = files.map(({ name, bytes }) => ({
          name,
          sha256: createHash('sha256').update(bytes).digest('hex'),
        }))
        const items = []
        for (const definition of definitionsOf(draft.value)) {
          const by = `${actor.kind}:${actor.id}`
          const saved = await saveDraft(tx, { definition, sources, by }, at)
          if (!saved.ok) return saved
          const { machine, version } = definition
          items.push({ machine, version, hash: saved.value })
        }
        return accept({ items })
      },
    }),
    publishing(kernel),
  ]
}

const publishing = (kernel: Kernel): Route =>
  command({
    ...shared,
    access: ['admin'],
    path: `${base}/:machine/:version/publish`,
    operationId: 'proposeLifecycle',
    summary: 'proposes a draft; it is in force when a second administrator approves',
    params: OneVersion,
    body: Type.Object({ hash: Text(64), takesNewOrders: Type.Boolean(), reason: Text(500) }),
    answer: Type.Object({ proposalId: Type.String() }),
    status: 202,
    problems: ['definition_not_found', 'actor_not_allowed'],
    each: async (tx, { params, body, actor, requestId, at }) => {
      const found = await find(kernel, tx, { ...params, hash: body.hash })
      if (!found.ok) return found
      const payload: Json = { ...params, hash: body.hash, takesNewOrders: body.takesNewOrders }
      const subject = `lifecycle:${params.machine}:${params.version}`
      const draft = { kind: publishKind, subject, payload, reason: body.reason }
      const made = await propose(tx, draft, { actor, requestId, at })
      return made.ok ? accept({ proposalId: made.value.id }) : made
    },
  })
