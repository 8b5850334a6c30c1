/** Findings about moves: said twice, said two ways, or allowed to nobody. */
import { systemRole, type Move } from './definition.ts'
import type { MoveRow } from './draft.ts'
import { finding, type Finding, type LintContext } from './findings.ts'
import { moveKey } from './merge.ts'

type Rule = (context: LintContext) => readonly Finding[]

export const moveRules: readonly Rule[] = [
  duplicates,
  ambiguous,
  probes,
  withoutRole,
  unknownRoles,
  unknownGuards,
  unknownMirrors,
]

/** A row that a later file repeats is an amendment; repeated in one file it is a mistake. */
function duplicates(context: LintContext): readonly Finding[] {
  const { draft, definition } = context
  const first = new Map<string, MoveRow>()
  return draft.moves.flatMap((row) => {
    if (row.version !== definition.version) return []
    const key = `${row.place.file} ${moveKey(row)}`
    const known = first.get(key)
    first.set(key, known ?? row)
    if (known === undefined) return []
    return [
      finding(
        context,
        'duplicate_move',
        { place: row.place, subject: moveKey(row) },
        {
          zh: `与第 ${known.place.line} 行重复`,
          en: `the same row stands in line ${known.place.line}; keep one`,
        },
      ),
    ]
  })
}

function ambiguous(context: LintContext): readonly Finding[] {
  const first = new Map<string, Move>()
  return context.definition.moves.flatMap((move) => {
    const key = `${move.from} ${move.event}`
    const known = first.get(key)
    first.set(key, known ?? move)
    if (known === undefined) return []
    return [
      finding(
        context,
        'ambiguous_move',
        { place: move.place, subject: moveKey(move) },
        {
          zh: `${move.event} 从 ${move.from} 既到 ${known.to} 又到 ${move.to}`,
          en: `${move.event} leads from ${move.from} to ${known.to} and to ${move.to}; keep one`,
        },
      ),
    ]
  })
}

function probes(context: LintContext): readonly Finding[] {
  return context.definition.moves
    .filter((move) => move.kind === 'probe' && move.from !== move.to)
    .map((move) =>
      finding(
        context,
        'probe_changes_state',
        { place: move.place, subject: moveKey(move) },
        {
          zh: `${move.event} 是询问事件，不应改变状态`,
          en: `${move.event} asks a question and must not change the state`,
        },
      ),
    )
}

function withoutRole(context: LintContext): readonly Finding[] {
  const { moves } = context.definition
  const open = moves.filter((move) => move.roles.length === 0)
  const [first] = open
  if (first !== undefined && open.length === moves.length) {
    return [
      finding(
        context,
        'roles_missing',
        { place: first.place, subject: '*' },
        {
          zh: `没有角色列：${moves.length} 个事件均无人可执行`,
          en: `there is no column of roles: nobody may apply any of the ${moves.length} rows`,
        },
      ),
    ]
  }
  return open.map((move) =>
    finding(
      context,
      'event_without_role',
      { place: move.place, subject: moveKey(move) },
      {
        zh: `${move.event} 没有角色，无人可执行`,
        en: `${move.event} from ${move.from} names no role: nobody may apply it`,
      },
    ),
  )
}

function unknownRoles(context: LintContext): readonly Finding[] {
  const { roles } = context.options
  if (roles === undefined) return []
  return context.definition.moves.flatMap((move) =>
    move.roles
      .filter((role) => role !== systemRole && !roles.includes(role))
      .map((role) =>
        finding(
          context,
          'unknown_role',
          { place: move.place, subject: moveKey(move) },
          {
            zh: `角色 ${role} 不存在`,
            en: `the role ${role} does not exist; roles are ${roles.join(', ')}`,
          },
        ),
      ),
  )
}

function unknownGuards(context: LintContext): readonly Finding[] {
  const { guards } = context.options
  if (guards === undefined) return []
  return context.definition.moves
    .filter((move) => move.guard !== undefined && !guards.includes(move.guard))
    .map((move) =>
      finding(
        context,
        'unknown_guard',
        { place: move.place, subject: moveKey(move) },
        {
          zh: `守卫 ${move.guard} 不存在`,
          en: `the guard ${move.guard} does not exist; guards are ${guards.join(', ')}`,
        },
      ),
    )
}

function unknownMirrors(context: LintContext): readonly Finding[] {
  const { states, moves } = context.definition
  const fields = new Set(states.map((state) => state.subsystem))
  return moves.flatMap((move) =>
    move.mirrors
      .filter((field) => !fields.has(field))
      .map((field) =>
        finding(
          context,
          'unknown_mirror',
          { place: move.place, subject: moveKey(move) },
          {
            zh: `字段 ${field} 不是任何状态的子系统标识`,
            en: `${field} is the subsystem field of no state; perhaps a typing error`,
          },
        ),
      ),
  )
}
