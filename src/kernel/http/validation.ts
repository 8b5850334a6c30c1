/**
 * Bodies are taken as they are: a string is no number. Query and path are text by nature, so their
 * values are converted first. One compiled validator per schema.
 */
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'
import { accept, refuse, type Json, type Result } from '../problem/index.ts'

export type Part = 'body' | 'querystring' | 'params' | 'headers'

/** Fastify's own shape of a validator. */
export type Validate = (given: unknown) => { value: unknown } | { error: InputInvalid }

const errorsMax = 20

export class InputInvalid extends Error {
  override readonly name = 'InputInvalid'
  readonly part: Part
  readonly errors: readonly { path: string; message: string }[]

  constructor(part: Part, errors: InputInvalid['errors']) {
    super(errors.map((error) => `${error.path} ${error.message}`).join('; '))
    this.part = part
    this.errors = errors
  }

  facts(): Readonly<Record<string, Json>> {
    return { in: this.part, errors: this.errors }
  }
}

export function validator(schema: TSchema, part: Part): Validate {
  const compiled = Compile(schema)
  const textual = part === 'querystring' || part === 'params'
  return (given) => {
    const value = textual ? converted(schema, given) : (given ?? null)
    const fault = unfit(value)
    if (fault) return { error: new InputInvalid(part, [{ path: part, message: fault }]) }
    if (compiled.Check(value)) return { value }
    const errors = compiled.Errors(value).map((error) => ({
      path: pathOf(part, error.instancePath, error.params),
      message: error.message,
    }))
    return { error: new InputInvalid(part, unique(errors).slice(0, errorsMax)) }
  }
}

const depthMax = 64

/**
 * What no schema says and every body must keep to: PostgreSQL stores no NUL, half a character
 * would be stored as a question mark, and what is nested without end would break whoever walks
 * through it. Refused here, wherever it hides.
 */
function unfit(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return unfitText(value)
  if (typeof value !== 'object' || value === null) return undefined
  if (depth >= depthMax) return `must not be nested deeper than ${depthMax}`
  for (const [name, item] of Object.entries(value)) {
    const fault = unfitText(name) ?? unfit(item, depth + 1)
    if (fault !== undefined) return fault
  }
  return undefined
}

function unfitText(text: string): string | undefined {
  if (text.includes('\u0000')) return 'must not hold the character U+0000'
  return text.isWellFormed() ? undefined : 'must not hold half of a surrogate pair'
}

/** Of a JSON schema, what tells how a text becomes a value. */
interface Shape {
  readonly type?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Shape[]
  readonly items?: Shape
  readonly properties?: Readonly<Record<string, Shape>>
}

/** Exact: what is no number stays a text, and is refused as such. Nothing is rounded or guessed. */
function converted(schema: TSchema, given: unknown): unknown {
  const { properties } = schema as Shape
  if (typeof given !== 'object' || given === null || properties === undefined) return given
  const members = Object.entries(given).map(([name, value]): [string, unknown] => {
    const wanted = Object.hasOwn(properties, name) ? properties[name] : undefined
    return [name, wanted === undefined ? value : convertedMember(wanted, value)]
  })
  return Value.Default(schema, Object.fromEntries(members))
}

/** `?state=10010` and `?state=10010&state=40010` are both lists when the schema says list. */
function convertedMember(wanted: Shape, value: unknown): unknown {
  if (wanted.type === 'array') {
    const items = Array.isArray(value) ? value : [value]
    return items.map((item) => (wanted.items ? convertedMember(wanted.items, item) : item))
  }
  return typeof value === 'string' ? fromText(wanted, value) : value
}

const whole = /^-?(0|[1-9]\d*)$/u
const fraction = /^-?(0|[1-9]\d*)(\.\d+)?$/u

function fromText(wanted: Shape, text: string): unknown {
  if (wanted.anyOf) {
    if (wanted.anyOf.some(({ type }) => type === 'string')) return text
    const values = wanted.anyOf.map((one) => fromText(one, text))
    return values.find((value) => value !== text) ?? text
  }
  const known = wanted.enum ?? [wanted.const]
  switch (wanted.type) {
    case 'integer':
      return whole.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text
    case 'number':
      return fraction.test(text) ? Number(text) : text
    case 'boolean':
      return { true: true, false: false }[text] ?? text
    default:
      return known.find((value) => typeof value === 'number' && `${value}` === text) ?? text
  }
}

function pathOf(part: Part, at: string, parameters: object): string {
  const missing =
    'requiredProperties' in parameters && Array.isArray(parameters.requiredProperties)
      ? `/${parameters.requiredProperties.join(', ')}`
      : ''
  return `${part}${at}${missing}`
}

/** The filters of a list that come in a body: taken as the list's own address would take them. */
export const checkedQuery = (schema: TSchema, given: unknown) =>
  checkedAs<Json>('querystring', schema, given)

/** A body that did not come over HTTP: a file of a command line. */
export const checkedBody = <Schema extends TSchema>(schema: Schema, given: unknown) =>
  checkedAs<Static<Schema>>('body', schema, given)

function checkedAs<Value>(
  part: Part,
  schema: TSchema,
  given: unknown,
): Result<Value, 'request_invalid'> {
  const checked = validator(schema, part)(given)
  // The validator has just said that it has the form that the caller names.
  if ('value' in checked) return accept(checked.value as Value)
  return refuse('request_invalid', checked.error.message, checked.error.facts())
}

function unique(errors: InputInvalid['errors']): InputInvalid['errors'] {
  return [...new Map(errors.map((error) => [`${error.path} ${error.message}`, error])).values()]
}
