/** Documents that become drafts: read and shown first, saved when somebody wants them. */
import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import type { Tx } from '#kernel/db'
import { command, Text, type Route } from '#kernel/http'
import {
  definitionsIn,
  definitionsOf,
  diff,
  hash,
  lint,
  readSources,
  saveDraft,
  type Definition,
  type Draft,
  type SourceFile,
} from '#kernel/lifecycle'
import { accept, refuse } from '#kernel/problem'
import {
  base,
  DifferenceAnswer,
  differenceView,
  FindingAnswer,
  findingView,
  lintOptions,
  Name,
  rowsAnswer,
  rowsView,
  shared,
  type LifecycleRooms,
} from './lifecycles-shape.ts'

const sourceBytesMax = 8_000_000
const filesMax = 20
const fileNameMax = 200

export const importRoutes = (rooms: LifecycleRooms): readonly Route[] => [
  preview(rooms),
  saving(rooms),
]

const Sources = Type.Object({
  machine: Type.Optional(Name),
  files: Type.Array(
    Type.Object({
      name: Text(fileNameMax),
      base64: Type.String({ maxLength: sourceBytesMax, description: 'the file, base64' }),
    }),
    { minItems: 1, maxItems: filesMax },
  ),
})

const filesOf = (files: readonly { name: string; base64: string }[]): readonly SourceFile[] =>
  files.map(({ name, base64 }) => ({ name, bytes: Buffer.from(base64, 'base64') }))

const problems = [
  'document_invalid',
  'document_too_large',
  'document_format_unknown',
  'document_version_unclear',
]

const Preview = Type.Object({
  machine: Type.String(),
  versions: Type.Array(
    Type.Object({
      version: Type.String(),
      hash: Type.String(),
      states: Type.Integer(),
      moves: Type.Integer(),
      rows: Type.Object(rowsAnswer),
      published: Type.Boolean({ description: 'a version of this name is in force' }),
      against: Type.Union([Type.String(), Type.Null()], {
        description: 'the version it is compared with: of the same name, else the current one',
      }),
      difference: Type.Union([DifferenceAnswer, Type.Null()]),
    }),
  ),
  findings: Type.Array(FindingAnswer),
})

const preview = (rooms: LifecycleRooms): Route =>
  command({
    ...shared,
    access: ['admin'],
    path: `${base}/read`,
    operationId: 'readLifecycle',
    summary: 'reads documents and shows what they say; saves nothing',
    body: Sources,
    bodyBytesMax: sourceBytesMax,
    answer: Preview,
    problems,
    dry: () => true,
    each: async (tx, { body }) => {
      const draft = await readSources(filesOf(body.files), body.machine)
      if (!draft.ok) return draft
      const versions = []
      for (const definition of definitionsOf(draft.value)) {
        versions.push(await shown(rooms, tx, definition))
      }
      const { machine } = draft.value
      const findings = lint(draft.value, lintOptions(rooms, machine))
      return accept({ machine, versions, findings: findings.map(findingView) })
    },
  })

async function shown({ database }: LifecycleRooms, tx: Tx, definition: Definition) {
  const { machine, version, states, moves } = definition
  const definitions = definitionsIn(database)
  const same = await definitions.find(tx, machine, version)
  const current = await definitions.current(tx, machine)
  const against = same ?? (current.ok ? current.value : undefined)
  return {
    version,
    hash: hash(definition),
    states: states.length,
    moves: moves.length,
    rows: rowsView(definition),
    published: same !== undefined,
    against: against?.version ?? null,
    difference: against ? differenceView(diff(against, definition)) : null,
  }
}

const saving = (rooms: LifecycleRooms): Route =>
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
    problems: [...problems, 'definition_has_errors'],
    each: async (tx, { body, actor, at }) => {
      const files = filesOf(body.files)
      const draft = await readSources(files, body.machine)
      if (!draft.ok) return draft
      const wrong = firstError(rooms, draft.value)
      if (wrong !== undefined) return wrong
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
  })

/** Roles and guards are held against what there is; a definition alone does not know them. */
function firstError(rooms: LifecycleRooms, draft: Draft) {
  const error = lint(draft, lintOptions(rooms, draft.machine)).find(
    ({ severity }) => severity === 'error',
  )
  if (error === undefined) return undefined
  const { code, subject, place, message } = error
  const detail = `${place.file}:${place.line}: ${code}: ${message.en}`
  return refuse('definition_has_errors', detail, { finding: code, subject, ...place })
}
