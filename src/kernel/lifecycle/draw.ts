/** A definition as a Mermaid flowchart. What it writes, the importer reads again. */
import type { Definition, Move, State } from './definition.ts'

export type Language = 'zh' | 'en'

/** Colours of the two origins, in every drawing of ours. */
export const originColours = {
  document: { line: '#1d4ed8', fill: '#eff6ff', text: '#1e3a8a' },
  amendment: { line: '#c2410c', fill: '#fff7ed', text: '#9a3412' },
} as const

/** Nodes are codes with names, edges carry the event; what an amendment added is orange. */
export function drawMermaid(definition: Definition, language: Language = 'zh'): string {
  const { machine, version, states, moves } = definition
  const stages = [...new Set(states.map((state) => state.stage))].filter(
    (stage) => stage !== undefined,
  )
  const loose = states.filter((state) => state.stage === undefined)
  const lines = [
    `%% machine: ${machine}`,
    `%% version: ${version}`,
    'flowchart LR',
    ...loose.map((state) => node(state, language)),
    ...stages.flatMap((stage, at) => [
      `subgraph stage${at}["${plain(stage)}"]`,
      ...states.filter((state) => state.stage === stage).map((state) => node(state, language)),
      'end',
    ]),
    ...moves.map((move) => `${move.from} -- ${move.event} --> ${move.to}`),
    ...looks(states, moves),
  ]
  return `${lines.join('\n')}\n`
}

const node = (state: State, language: Language): string =>
  `${state.code}("${plain(nameIn(state, language))}")`

export const nameIn = (state: State, language: Language): string =>
  language === 'en' ? (state.nameEn ?? state.name) : state.name

export const labelIn = (move: Move, language: Language): string =>
  language === 'en' ? (move.labelEn ?? move.event.replaceAll('_', ' ')) : move.label

/** Mermaid has no escape for a quote inside quotes. */
const plain = (text: string): string => text.replaceAll('"', "'").replaceAll(/[\r\n]+/gu, ' ')

function looks(states: readonly State[], moves: readonly Move[]): readonly string[] {
  const added = states.filter((state) => state.origin === 'amendment').map((state) => state.code)
  const ends = states.filter((state) => state.terminal).map((state) => state.code)
  const links = moves.flatMap((move, at) => (move.origin === 'amendment' ? [at] : []))
  const { fill, line } = originColours.amendment
  return [
    `classDef amendment fill:${fill},stroke:${line}`,
    'classDef terminal stroke-width:3px',
    ...(added.length > 0 ? [`class ${added.join(',')} amendment`] : []),
    ...(ends.length > 0 ? [`class ${ends.join(',')} terminal`] : []),
    ...(links.length > 0 ? [`linkStyle ${links.join(',')} stroke:${line},color:${line}`] : []),
  ]
}
