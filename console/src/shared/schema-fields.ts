/**
 * A form is read off the JSON schema that the server validates with: no field, limit or choice is
 * written down a second time here.
 */
import type { Language } from './amount.ts'

export interface Schema {
  readonly type?: string
  readonly title?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly maxItems?: number
  readonly minItems?: number
  readonly anyOf?: readonly Schema[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly format?: string
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  /** Written by a person, in sentences. */
  readonly 'x-free-text'?: boolean
  readonly 'x-title-zh'?: string
  readonly 'x-title-en'?: string
}

export type Titles = Readonly<Record<Language, string>>

export type Shape =
  | {
      readonly kind: 'text'
      readonly lengthMin: number
      readonly lengthMax: number
      readonly pattern?: string
      readonly prose: boolean
    }
  | { readonly kind: 'amount'; readonly positive: boolean }
  | { readonly kind: 'whole'; readonly minimum?: number; readonly maximum?: number }
  | { readonly kind: 'decimal' }
  | { readonly kind: 'yes_no' }
  | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
  | { readonly kind: 'day' }
  | { readonly kind: 'file' }
  | { readonly kind: 'moment' }
  | { readonly kind: 'fixed'; readonly value: unknown }
  | { readonly kind: 'group'; readonly fields: readonly Field[] }
  | { readonly kind: 'list'; readonly item: Shape; readonly itemsMax: number }
  | { readonly kind: 'json' }

export interface Choice {
  readonly value: string | number
  /** Where the schema gives none, the words know the code. */
  readonly titles: Titles | undefined
}

export interface Field {
  readonly name: string
  readonly titles: Titles
  readonly required: boolean
  readonly shape: Shape
}

const textLengthMax = 1_000
const proseLengthFrom = 500
const itemsMaxWhereUnsaid = 50
const depthMax = 6

export function fieldsOf(schema: Schema, depth = 0): readonly Field[] {
  const required = new Set(schema.required)
  return Object.entries(schema.properties ?? {}).map(([name, part]) => ({
    name,
    required: required.has(name) && !isNullable(part),
    ...shown(part, name, depth),
  }))
}

/** Amounts are typed and shown in the currency's own unit, so a title's (fen) would mislead. */
function shown(part: Schema, name: string, depth: number): Pick<Field, 'titles' | 'shape'> {
  const shape = shapeOf(part, depth)
  const { zh, en } = titlesOf(part, name)
  if (shape.kind !== 'amount') return { shape, titles: { zh, en } }
  return { shape, titles: { zh: zh.replace('（分）', ''), en: en.replace(' (fen)', '') } }
}

export function titlesOf(schema: Schema, name: string): Titles {
  const spare = schema.title ?? wordsOf(name)
  return { zh: schema['x-title-zh'] ?? spare, en: schema['x-title-en'] ?? spare }
}

/** `monthlyIncome` → `Monthly income`: better than nothing where a schema carries no title. */
function wordsOf(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/gu, '$1 $2').replaceAll(/[_-]/gu, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase()
}

export function shapeOf(given: Schema, depth = 0): Shape {
  const schema = withoutNull(given)
  if (depth > depthMax) return { kind: 'json' }
  if (schema.const !== undefined) return { kind: 'fixed', value: schema.const }
  if (schema.enum) return choice(schema.enum.map((value) => ({ const: value })))
  if (schema.anyOf) return shapeOfUnion(schema.anyOf)
  switch (schema.type) {
    case 'string':
      return shapeOfString(schema)
    case 'boolean':
      return { kind: 'yes_no' }
    case 'integer':
      return { kind: 'whole', ...limitsOf(schema) }
    case 'number':
      return { kind: 'decimal' }
    case 'object':
      return schema.properties
        ? { kind: 'group', fields: fieldsOf(schema, depth + 1) }
        : { kind: 'json' }
    case 'array':
      return shapeOfList(schema, depth)
    case undefined:
    default:
      return { kind: 'json' }
  }
}

function shapeOfList(schema: Schema, depth: number): Shape {
  if (!schema.items) return { kind: 'json' }
  const itemsMax = schema.maxItems ?? itemsMaxWhereUnsaid
  return { kind: 'list', item: shapeOf(schema.items, depth + 1), itemsMax }
}

/** Either a list of constants, or an amount: a whole number that turns to text when it is long. */
function shapeOfUnion(parts: readonly Schema[]): Shape {
  if (parts.every((part) => part.const !== undefined)) return choice(parts)
  const whole = parts.find((part) => part.type === 'integer')
  const digits = parts.find((part) => part.type === 'string')
  if (whole && digits && parts.length === 2) {
    return { kind: 'amount', positive: (whole.minimum ?? -1) > 0 }
  }
  return { kind: 'json' }
}

function choice(parts: readonly Schema[]): Shape {
  const choices = parts.flatMap((part): Choice[] => {
    const value = part.const
    const fits = typeof value === 'string' || typeof value === 'number'
    const titled = part['x-title-zh'] !== undefined || part.title !== undefined
    return fits ? [{ value, titles: titled ? titlesOf(part, String(value)) : undefined }] : []
  })
  return { kind: 'choice', choices }
}

/** A file that was uploaded before, by its digest. */
const filePattern = '^[0-9a-f]{64}$'

/** A decimal's pattern begins so; any other pattern is checked as it stands. */
const decimalPattern = /^\^-?\??\[0-9\]\{1,\d+\}\(\\\./u

function shapeOfString(schema: Schema): Shape {
  if (schema.pattern === filePattern) return { kind: 'file' }
  if (schema.format === 'date') return { kind: 'day' }
  if (schema.format === 'date-time') return { kind: 'moment' }
  if (schema.pattern !== undefined && decimalPattern.test(schema.pattern)) {
    return { kind: 'decimal' }
  }
  return {
    kind: 'text',
    lengthMin: schema.minLength ?? 0,
    lengthMax: schema.maxLength ?? textLengthMax,
    prose: schema['x-free-text'] === true || (schema.maxLength ?? 0) >= proseLengthFrom,
    ...(schema.pattern === undefined ? {} : { pattern: schema.pattern }),
  }
}

function limitsOf({ minimum, maximum }: Schema): { minimum?: number; maximum?: number } {
  return {
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  }
}

const isNullable = (schema: Schema): boolean =>
  schema.anyOf?.some((part) => part.type === 'null') ?? false

/** `anyOf [x, null]` is x that may be left out. */
function withoutNull(schema: Schema): Schema {
  const parts = schema.anyOf?.filter((part) => part.type !== 'null')
  const only = parts?.[0]
  if (!parts || !only || parts.length === schema.anyOf?.length) return schema
  return parts.length === 1 ? { ...only } : { ...schema, anyOf: parts }
}

/** An item of a plain list has no title of its own. */
export const shapeTitles: Titles = { zh: '', en: '' }
