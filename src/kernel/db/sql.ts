/**
 * SQL as text with values, composed by Kysely's template tag and sent by the driver itself, so that
 * the statements of a hot path can be prepared by name.
 */
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type RawBuilder,
} from 'kysely'
import pg from 'pg'

export { sql }
export type Sql = RawBuilder<unknown>

export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

/** Compiles only: it has no connection. */
const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

export function statement(query: Sql): Statement {
  const { sql: text, parameters } = query.compile(compiler)
  return { text, values: parameters }
}

/** int8 → bigint, date → 'YYYY-MM-DD'; timestamptz → Date and the rest as the driver has it. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

const int8Array = 1016
const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, BigInt],
  [pg.types.builtins.DATE, String],
  [int8Array, (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(BigInt))],
])

const camelNames = new Map<string, string>()

/** `order_no` → `orderNo`, remembered: a list of a thousand rows asks the same few names. */
export function camel(name: string): string {
  const known = camelNames.get(name)
  if (known !== undefined) return known
  const made = name.replace(/_([a-z0-9])/gu, (_, letter: string) => letter.toUpperCase())
  camelNames.set(name, made)
  return made
}
