/** What a parameter is: a business value that somebody may change, by name. */
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Role } from '../auth/index.ts'
import type { Currency } from '../money/index.ts'
import { accept, assert, refuse, type Json, type Refused, type Result } from '../problem/index.ts'

/** `ratio` and `rate` are decimal numbers as text, `"0.80"`; money is whole minor units. */
export type ParameterUnit =
  | 'days'
  | 'hours'
  | 'minutes'
  | 'months'
  | 'count'
  | 'ratio'
  | 'rate'
  | 'flag'
  | 'text'
  | 'json'
  | `minor:${Currency}`

export interface ParameterDefinition<Schema extends TSchema = TSchema> {
  /** With its module: `auto-loan.refund_days`. */
  readonly name: string
  readonly unit: ParameterUnit
  readonly title: { readonly zh: string; readonly en: string }
  readonly schema: Schema
  /** In force until somebody changes it. */
  readonly initial: Static<Schema> & Json
  readonly makers: readonly Role[]
  readonly checkers: readonly Role[]
}

/** A definition and the check of its values, compiled once. */
export interface KnownParameter {
  readonly definition: ParameterDefinition
  readonly check: (value: unknown) => Refused<'parameter_value_invalid'> | undefined
}

const namePattern = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9_-]*)+$/u
const errorsMax = 10

export type KnownParameters = ReadonlyMap<string, KnownParameter>

/** Names are unique, and every parameter starts with a value that it would accept. */
export function knownParameters(definitions: readonly ParameterDefinition[]): KnownParameters {
  const known = new Map<string, KnownParameter>()
  for (const definition of definitions) {
    const { name, initial } = definition
    assert(namePattern.test(name), `${name} is named like auto-loan.refund_days`)
    assert(!known.has(name), `${name} is defined once`)
    const check = checkOf(definition)
    assert(check(initial) === undefined, `${name} accepts its initial value`)
    known.set(name, { definition, check })
  }
  return known
}

function checkOf({ name, unit, schema }: ParameterDefinition): KnownParameter['check'] {
  const compiled = Compile(schema)
  return (value) => {
    if (compiled.Check(value) && storable(value)) return undefined
    const errors = compiled
      .Errors(value)
      .slice(0, errorsMax)
      .map(({ instancePath, message }) => ({ path: instancePath || '/', message }))
    if (errors.length === 0) errors.push({ path: '/', message: 'must be JSON that can be kept' })
    const wrong = errors.map(({ path, message }) => `${path} ${message}`).join('; ')
    const detail = `${name} (unit: ${unit}) does not take this value: ${wrong}.`
    return refuse('parameter_value_invalid', detail, { errors })
  }
}

/** PostgreSQL keeps neither NUL nor half a character. */
const storable = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every((pair) => pair.every(storable))
}

export function findParameter(
  known: KnownParameters,
  name: string,
): Result<KnownParameter, 'parameter_not_found'> {
  const found = known.get(name)
  if (found) return accept(found)
  return refuse('parameter_not_found', `There is no parameter ${name.slice(0, 80)}.`)
}
