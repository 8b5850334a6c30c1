/** What lifecycles look like over HTTP, and how a version is found. */
import { Type } from 'typebox'
import { roles } from '#kernel/auth'
import { DateTime, Text } from '#kernel/http'
import {
  definitionsIn,
  readDefinition,
  systemRole,
  type Binding,
  type Definition,
  type Difference,
  type Finding,
  type LintOptions,
  type StoredDefinition,
} from '#kernel/lifecycle'
import type { Kernel } from '#kernel/module'
import type { Reader } from '#kernel/db'
import { accept, refuse, type Result } from '#kernel/problem'

export const base = '/api/v1/lifecycles'
export const shared = { tag: 'lifecycles', access: 'signed-in' as const }

export interface LifecycleRooms extends Pick<Kernel, 'database'> {
  /** Order tables that follow a lifecycle. */
  readonly bindings: readonly Binding[]
  /** Conditions that the product decides; undefined where there is no product yet. */
  readonly guardsOf: (machine: string) => readonly string[] | undefined
}

/** What lint holds a definition of this machine against. */
export function lintOptions({ guardsOf }: LifecycleRooms, machine: string): LintOptions {
  const guards = guardsOf(machine)
  const known = [...roles, systemRole]
  return guards === undefined ? { roles: known } : { roles: known, guards }
}

const nameMax = 60
const hashLength = 64
export const reasonMax = 500

export const Name = Text(nameMax)
export const Hash = Text(hashLength)
export const OneMachine = Type.Object({ machine: Name })
export const OneVersion = Type.Object({ machine: Name, version: Name })

const Person = Type.Union([Type.String(), Type.Null()])
const Time = Type.Union([DateTime, Type.Null()])

export const Version = Type.Object({
  machine: Type.String(),
  version: Type.String(),
  hash: Type.String(),
  state: Type.Enum(['draft', 'published', 'retired']),
  takesNewOrders: Type.Boolean({ description: 'it was published to take new orders' }),
  current: Type.Boolean({ description: 'new orders are born with it now' }),
  sources: Type.Array(Type.Object({ name: Type.String(), sha256: Type.String() })),
  createdBy: Type.String(),
  createdAt: DateTime,
  proposedBy: Person,
  publishedBy: Person,
  publishedAt: Time,
  retiredBy: Person,
  retiredAt: Time,
})

export const versionView = (stored: StoredDefinition) => ({
  ...stored,
  // Source digests are ours; the type of the row is wider than the answer.
  sources: stored.sources.map(({ name, sha256 }) => ({ name, sha256 })),
  createdAt: stored.createdAt.toISOString(),
  publishedAt: stored.publishedAt?.toISOString() ?? null,
  retiredAt: stored.retiredAt?.toISOString() ?? null,
})

export const FindingAnswer = Type.Object({
  code: Type.String(),
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning')]),
  version: Type.String(),
  place: Type.Object({ file: Type.String(), line: Type.Integer() }),
  subject: Type.String(),
  message: Type.Object({ zh: Type.String(), en: Type.String() }),
})

export const findingView = ({ code, severity, version, place, subject, message }: Finding) => ({
  code,
  severity,
  version,
  place: { file: place.file, line: place.line },
  subject,
  message: { ...message },
})

/** Rows of a definition as they are: their names are those of the documents and of this project. */
const Row = Type.Record(Type.String(), Type.Unknown())

export const rowsAnswer = {
  initial: Type.Integer(),
  states: Type.Array(Row),
  moves: Type.Array(Row),
}

export const rowsView = ({ initial, states, moves }: Definition) => ({
  initial,
  states: states.map((state) => ({ ...state })),
  moves: moves.map((move) => ({ ...move })),
})

const Changes = Type.Object({
  added: Type.Array(Row),
  removed: Type.Array(Row),
  changed: Type.Array(
    Type.Object({ before: Row, after: Row, attributes: Type.Array(Type.String()) }),
  ),
})

export const DifferenceAnswer = Type.Object({
  states: Changes,
  moves: Changes,
  initial: Type.Union([
    Type.Object({ before: Type.Integer(), after: Type.Integer() }),
    Type.Null(),
  ]),
})

export function differenceView({ states, moves, initial }: Difference) {
  const side = (changes: Difference['states'] | Difference['moves']) => ({
    added: changes.added.map((row) => ({ ...row })),
    removed: changes.removed.map((row) => ({ ...row })),
    changed: changes.changed.map(({ before, after, attributes }) => ({
      before: { ...before },
      after: { ...after },
      attributes: [...attributes],
    })),
  })
  return { states: side(states), moves: side(moves), initial: initial ? { ...initial } : null }
}

/** What a proposal about a version says it is about. */
export const subjectOf = (machine: string, version: string): string =>
  `lifecycle:${machine}:${version}`

export interface WantedVersion {
  readonly machine: string
  readonly version: string
  readonly hash?: string | undefined
}

/** Published under that version, or the draft of that hash. */
export async function find(
  { database }: Pick<Kernel, 'database'>,
  reader: Reader,
  { machine, version, hash }: WantedVersion,
): Promise<Result<Definition, 'definition_not_found'>> {
  const found =
    hash === undefined
      ? await definitionsIn(database).find(reader, machine, version)
      : await readDefinition(reader, { machine, version, hash })
  return found === undefined
    ? refuse('definition_not_found', `There is no version ${version} of ${machine}.`)
    : accept(found)
}
