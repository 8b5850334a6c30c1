/** docs/generated/lifecycles/: each shipped state machine as a page and as pictures. */
import { draw, type Definition, type Move, type State } from '#kernel/lifecycle'

/** File names and texts. */
export function lifecycleFiles(definitions: readonly Definition[]): ReadonlyMap<string, string> {
  return new Map(
    definitions.flatMap((definition): [string, string][] => {
      const name = nameOf(definition)
      return [
        [`${name}.md`, page(definition)],
        [`${name}.zh.svg`, picture(definition, 'zh')],
        [`${name}.en.svg`, picture(definition, 'en')],
      ]
    }),
  )
}

const nameOf = ({ machine, version }: Definition): string => `${machine}-${version}`

const picture = (definition: Definition, language: 'zh' | 'en'): string =>
  `${draw(definition, { format: 'svg', language }).trimEnd()}\n`

function page(definition: Definition): string {
  const name = nameOf(definition)
  const { machine, version, initial, states, moves } = definition
  return `<!-- Made by \`npm run generate\` from the document and its amendments. Do not edit. -->

# ${machine}, version ${version}

Orders are born in state ${initial}. What an amendment added or completed is marked with \`+\`; the
rest is the document, verbatim.

![${machine} ${version}](${name}.en.svg)

[Chinese drawing](${name}.zh.svg)

## States

| code | name | English | mirrored into | stage | end | |
|---:|---|---|---|---|---|---|
${states.map(stateRow).join('\n')}

## Moves

| from | to | event | kind | who | guard | mirrors | label | English | |
|---:|---:|---|---|---|---|---|---|---|---|
${moves.map(moveRow).join('\n')}

## As Mermaid

\`\`\`mermaid
${draw(definition, { format: 'mermaid', language: 'zh' }).trimEnd()}
\`\`\`
`
}

function stateRow(state: State): string {
  const { code, name, nameEn = '', subsystem = '', stage = '', terminal } = state
  return row([String(code), name, nameEn, subsystem, stage, terminal ? 'end' : '', mark(state)])
}

function moveRow(move: Move): string {
  const { from, to, event, kind, roles, guard = '', mirrors, label, labelEn = '' } = move
  const kindName = move.initial ? 'creation' : kind
  const who = roles.join(', ')
  const places = [String(from), String(to), `\`${event}\``, kindName]
  return row([...places, who, guard, mirrors.join(', '), label, labelEn, mark(move)])
}

/** `+` for a row of an amendment; for a document's row the attributes that one completed. */
const mark = ({ origin, amended }: State | Move): string =>
  origin === 'amendment'
    ? '+'
    : amended
        .filter(isShown)
        .map((name) => `+${name}`)
        .join(' ')

const isShown = (name: string): boolean => name !== 'note'

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`
