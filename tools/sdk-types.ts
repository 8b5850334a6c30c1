/** JSON Schema → TypeScript, as far as our routes speak it. What it does not know it refuses. */
import { assert } from '#kernel/problem'

export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema | readonly JsonSchema[] | boolean
  readonly description?: string
}

/** The type that a value of this schema has. */
export function typeOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return pascal(schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1))
  if (schema.const !== undefined) return literal(schema.const)
  if (schema.enum) return union(schema.enum.map(literal))
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return union(choices.map(typeOf))
  if (schema.allOf) return schema.allOf.map((part) => `(${typeOf(part)})`).join(' & ')
  if (Array.isArray(schema.type)) {
    return union(schema.type.map((type: string) => typeOf({ ...schema, type })))
  }
  return simple(schema)
}

const scalars: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
}

function simple(schema: JsonSchema): string {
  const { type } = schema
  if (type === 'array') return list(schema)
  if (type === 'object' || schema.properties) return object(schema)
  if (type === undefined) return 'unknown'
  const scalar = scalars[String(type)]
  assert(scalar, `the sdk knows no type ${JSON.stringify(type)}`)
  return scalar
}

function list({ items }: JsonSchema): string {
  if (items === undefined || typeof items === 'boolean') return 'readonly unknown[]'
  if (isTuple(items)) return `readonly [${items.map(typeOf).join(', ')}]`
  const item = typeOf(items)
  return /^[\w.]+$/u.test(item) ? `readonly ${item}[]` : `readonly (${item})[]`
}

const isTuple = (items: JsonSchema | readonly JsonSchema[]): items is readonly JsonSchema[] =>
  Array.isArray(items)

function object(schema: JsonSchema): string {
  const { properties = {}, required = [] } = schema
  const members = Object.entries(properties).map(([name, member]) => {
    const mark = required.includes(name) ? '' : '?'
    return `${comment(member)}readonly ${key(name)}${mark}: ${typeOf(member)}`
  })
  const rest = restOf(schema)
  if (members.length === 0) return `Readonly<Record<string, ${rest ?? 'unknown'}>>`
  const known = `{\n${members.join('\n')}\n}`
  return rest === undefined ? known : `${known} & Readonly<Record<string, ${rest}>>`
}

/**
 * What members beside the named ones may be; undefined where there are none, or nothing is said.
 */
function restOf({ additionalProperties: more, patternProperties = {} }: JsonSchema) {
  const [pattern] = Object.values(patternProperties)
  if (pattern) return typeOf(pattern)
  if (more === undefined || more === false) return undefined
  return more === true ? 'unknown' : typeOf(more)
}

const comment = ({ description }: JsonSchema): string =>
  description === undefined ? '' : `/** ${description.replaceAll('*/', '* /')} */\n`

const union = (types: readonly string[]): string => [...new Set(types)].join(' | ')

const literal = (value: unknown): string => JSON.stringify(value)

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/u.test(name) ? name : literal(name))

/** `order-list` → `OrderList` */
export const pascal = (name: string): string =>
  name.replaceAll(/(?:^|[-_. ]+)(\w)/gu, (_, letter: string) => letter.toUpperCase())
