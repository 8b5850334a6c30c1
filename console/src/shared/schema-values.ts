/** What a person typed into a form: is it right, and what does the server get to see of it? */
import { minorOf } from './amount.ts'
import type { Field, Shape } from './schema-fields.ts'

/** What is wrong with what somebody typed: a key of `form` in the words, with its number. */
export interface Fault {
  readonly key:
    | 'required'
    | 'amount'
    | 'positiveAmount'
    | 'whole'
    | 'decimal'
    | 'tooShort'
    | 'tooLong'
    | 'tooSmall'
    | 'tooLarge'
    | 'pattern'
    | 'json'
  readonly count?: number
}

const isEmpty = (typed: unknown): boolean =>
  typed === undefined || typed === null || (typeof typed === 'string' && typed.trim() === '')

export function faultOf(field: Field, typed: unknown, exponent: number): Fault | undefined {
  if (isEmpty(typed)) {
    const asked = field.required && field.shape.kind !== 'yes_no' && field.shape.kind !== 'fixed'
    return asked ? { key: 'required' } : undefined
  }
  return faultOfShape(field.shape, String(typed).trim(), exponent)
}

function faultOfShape(shape: Shape, text: string, exponent: number): Fault | undefined {
  switch (shape.kind) {
    case 'text':
      return faultOfText(shape, text)
    case 'amount': {
      const minor = minorOf(text, exponent)
      if (minor === undefined) return { key: 'amount' }
      return shape.positive && BigInt(minor) <= 0n ? { key: 'positiveAmount' } : undefined
    }
    case 'whole':
      return faultOfWhole(shape, text)
    case 'decimal':
      return /^-?\d{1,12}(\.\d{1,12})?$/u.test(text) ? undefined : { key: 'decimal' }
    case 'json':
      return isJson(text) ? undefined : { key: 'json' }
    case 'yes_no':
    case 'choice':
    case 'day':
    case 'file':
    case 'moment':
    case 'fixed':
    case 'group':
    case 'list':
      return undefined
  }
}

function faultOfText(
  { lengthMin, lengthMax, pattern }: Extract<Shape, { kind: 'text' }>,
  text: string,
): Fault | undefined {
  if (text.length < lengthMin) return { key: 'tooShort', count: lengthMin }
  if (text.length > lengthMax) return { key: 'tooLong', count: lengthMax }
  if (pattern === undefined || new RegExp(pattern, 'u').test(text)) return undefined
  return { key: 'pattern' }
}

function faultOfWhole(
  { minimum, maximum }: Extract<Shape, { kind: 'whole' }>,
  text: string,
): Fault | undefined {
  if (!/^-?\d{1,15}$/u.test(text)) return { key: 'whole' }
  const whole = Number(text)
  if (minimum !== undefined && whole < minimum) return { key: 'tooSmall', count: minimum }
  if (maximum !== undefined && whole > maximum) return { key: 'tooLarge', count: maximum }
  return undefined
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** What was typed, as the server wants it: fields left empty are left out. */
export function payloadOf(
  fields: readonly Field[],
  typed: Readonly<Record<string, unknown>>,
  exponent: number,
): Record<string, unknown> {
  const entries = fields.map(({ name, shape, required }): [string, unknown] => {
    const unasked = shape.kind === 'yes_no' && typed[name] === undefined && !required
    return [name, unasked ? undefined : valueOf(shape, typed[name], exponent)]
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function valueOf(shape: Shape, typed: unknown, exponent: number): unknown {
  if (shape.kind === 'fixed') return shape.value
  if (shape.kind === 'yes_no') return typed === true
  if (isEmpty(typed)) return undefined
  switch (shape.kind) {
    case 'amount':
      return minorOf(String(typed), exponent)
    case 'whole':
      return Number(typed)
    case 'json':
      return JSON.parse(String(typed)) as unknown
    case 'group':
      return groupOf(shape.fields, typed, exponent)
    case 'list':
      return Array.isArray(typed)
        ? typed.map((item: unknown) => valueOf(shape.item, item, exponent))
        : undefined
    case 'text':
    case 'decimal':
      return String(typed).trim()
    case 'choice':
    case 'day':
    case 'file':
    case 'moment':
      return typed
  }
}

/** A group in which nothing was filled in is left out as a whole. */
function groupOf(fields: readonly Field[], typed: unknown, exponent: number): unknown {
  if (typeof typed !== 'object' || typed === null) return undefined
  const value = payloadOf(fields, Object.fromEntries(Object.entries(typed)), exponent)
  return Object.keys(value).length === 0 ? undefined : value
}

/** Where the server found a fault: `body/payload/car/vin` is the form's `['car', 'vin']`. */
export function formPlaceOf(path: string): readonly (string | number)[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== 'body')
  const inside = parts[0] === 'payload' ? parts.slice(1) : parts
  return inside.map((part) => (/^\d+$/u.test(part) ? Number(part) : part))
}

export interface PlacedFault {
  readonly name: readonly (string | number)[]
  readonly message: string
}

/** The faults that a refusal names, each at its field. */
export function faultsIn(problem: Readonly<Record<string, unknown>>): readonly PlacedFault[] {
  const errors = problem['errors']
  if (!Array.isArray(errors)) return []
  return errors.flatMap((error: unknown): PlacedFault[] => {
    if (typeof error !== 'object' || error === null) return []
    const { path, message } = error as { path?: unknown; message?: unknown }
    if (typeof path !== 'string' || typeof message !== 'string') return []
    // A field that is missing may be named together with others: `payload/name, phone`.
    return path.split(', ').map((one, index) => ({
      name: formPlaceOf(index === 0 ? one : `${path.slice(0, path.lastIndexOf('/') + 1)}${one}`),
      message,
    }))
  })
}
