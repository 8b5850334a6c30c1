/** Looks for what would strand or puzzle an order, and says where it stands in the document. */
import type { Definition } from './definition.ts'
import type { Draft, MoveRow, StateRow } from './draft.ts'
import { finding, type Finding, type LintContext, type LintOptions } from './findings.ts'
import { moveRules } from './lint-moves.ts'
import { nameRules } from './lint-names.ts'
import { stateRules } from './lint-states.ts'
import { definitionsOf } from './merge.ts'

/** All findings about all versions, errors and warnings, by version and place. */
export function lint(draft: Draft, options: LintOptions = {}): readonly Finding[] {
  const definitions = definitionsOf(draft)
  const rules = [...stateRules, ...moveRules, ...nameRules]
  const found = definitions.flatMap((definition) => {
    const context: LintContext = { draft, definition, definitions, options }
    return rules.flatMap((rule) => rule(context)).toSorted(byPlace)
  })
  return [...found, ...unreadColumns(draft)]
}

/** The same for a machine written in TypeScript. */
export const lintDefinition = (
  definition: Definition,
  options: LintOptions = {},
): readonly Finding[] => lint(draftOfDefinition(definition), options)

/** The rows that a definition would be read from. */
export function draftOfDefinition(definition: Definition): Draft {
  const { machine, version } = definition
  const listed = definition.states.filter((state) => state.unlisted === undefined)
  const states = listed.map((state): StateRow => ({ ...state, version, source: 'table' }))
  const moves = definition.moves.map((move): MoveRow => ({ ...move, version, source: 'table' }))
  return { machine, states, moves, unread: [] }
}

const byPlace = (a: Finding, b: Finding): number =>
  a.place.file === b.place.file ? a.place.line - b.place.line : 0

function unreadColumns(draft: Draft): readonly Finding[] {
  const about = { definition: { machine: draft.machine, version: '' } }
  return draft.unread.map(({ place, heading }) =>
    finding(
      about,
      'unread_column',
      { place, subject: heading },
      {
        zh: `列“${heading}”未被读取，请检查表头`,
        en: `the column "${heading}" is not read; check its heading`,
      },
    ),
  )
}
