/** What an event carried, by the names of its own form. Pure. */
import type { Language } from '../../shared/amount.ts'
import type { Choice, Field, Shape } from '../../shared/schema-fields.ts'

export interface Reader {
  readonly language: Language
  readonly amount: (minor: number | string) => string
  readonly code: (code: string) => string
  readonly yes: string
  readonly no: string
  readonly separator: string
}

export interface Carriage {
  /** What somebody wrote in sentences. */
  readonly notes: readonly string[]
  readonly facts: readonly (readonly [name: string, text: string])[]
  /** Names of personal fields: history keeps no value of them. */
  readonly personal: readonly string[]
}

const factsMax = 40

export function carriageOf(fields: readonly Field[], payload: unknown, reader: Reader): Carriage {
  const named = namesOnly(payload)
  if (named !== undefined) {
    return { notes: [], facts: [], personal: titlesOf(fields, named, reader) }
  }
  const lines = linesOf(fields, payload, reader)
  return {
    notes: lines.filter(({ prose }) => prose).map(({ text }) => text),
    facts: lines
      .filter(({ prose }) => !prose)
      .slice(0, factsMax)
      .map(({ name, text }) => [name, text]),
    personal: [],
  }
}

/** Of personal data history names the fields and nothing more. */
function namesOnly(payload: unknown): readonly string[] | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined
  const [only, ...others] = Object.entries(payload)
  if (others.length > 0 || only?.[0] !== 'fields' || !Array.isArray(only[1])) return undefined
  return only[1].filter((name) => typeof name === 'string')
}

function titlesOf(
  fields: readonly Field[],
  names: readonly string[],
  { language }: Reader,
): readonly string[] {
  const known = new Map(flat(fields).map((field) => [field.name, field.titles[language]]))
  return names.map((name) => known.get(name) ?? name)
}

const flat = (fields: readonly Field[]): readonly Field[] =>
  fields.flatMap((field) =>
    field.shape.kind === 'group' ? [field, ...flat(field.shape.fields)] : [field],
  )

interface Line {
  readonly name: string
  readonly text: string
  readonly prose: boolean
}

function linesOf(fields: readonly Field[], payload: unknown, reader: Reader): readonly Line[] {
  if (typeof payload !== 'object' || payload === null) return []
  const known = new Map(fields.map((field) => [field.name, field]))
  return Object.entries(payload).flatMap(([name, value]: [string, unknown]) => {
    if (value === null || value === undefined || value === '') return []
    const field = known.get(name)
    const title = field?.titles[reader.language] ?? name
    return linesOfShape(title, field?.shape ?? { kind: 'json' }, value, reader)
  })
}

function linesOfShape(
  title: string,
  shape: Shape,
  value: unknown,
  reader: Reader,
): readonly Line[] {
  if (shape.kind === 'group') {
    const named = namesOnly(value)
    const titles = named && titlesOf(shape.fields, named, reader)
    if (titles) return [{ name: title, text: titles.join(reader.separator), prose: false }]
    return linesOf(shape.fields, value, reader).map((line) => within(title, line))
  }
  if (shape.kind === 'list' && Array.isArray(value)) {
    return value.flatMap((item: unknown, at) =>
      linesOfShape(`${title} ${at + 1}`, shape.item, item, reader),
    )
  }
  const prose = shape.kind === 'text' && shape.prose
  return [{ name: title, text: textOf(shape, value, reader), prose }]
}

const within = (title: string, line: Line): Line => ({ ...line, name: `${title} · ${line.name}` })

function textOf(shape: Shape, value: unknown, reader: Reader): string {
  if (typeof value === 'boolean') return value ? reader.yes : reader.no
  if (typeof value !== 'string' && typeof value !== 'number') return JSON.stringify(value)
  if (shape.kind === 'amount') return reader.amount(value)
  if (shape.kind === 'choice') return choiceText(shape.choices, value, reader)
  return String(value)
}

function choiceText(choices: readonly Choice[], value: string | number, reader: Reader): string {
  const chosen = choices.find((choice) => choice.value === value)
  return chosen?.titles?.[reader.language] ?? reader.code(String(value))
}
