import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { careOf, readerRole } from '#kernel/db'
import { testDatabase } from '#test/database'
import { schemas } from './schemas.ts'

const { ownerUrl } = await testDatabase()
const owner = new pg.Client({ connectionString: ownerUrl })
await owner.connect()

interface Found {
  readonly schema: string
  readonly column: string
  readonly type: string
  readonly readable: boolean
}

const { rows: columns } = await owner.query<Found>(
  `select n.nspname as schema, c.relname || '.' || a.attname as column,
          format_type(a.atttypid, a.atttypmod) as type,
          has_column_privilege($2::name, c.oid, a.attnum, 'select') as readable
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any($1) and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`,
  [schemas.map(({ name }) => name), readerRole],
)
await owner.end()

/** Names under which secrets and people hide; JSON may hold anything. */
const secrets = 'hash password secret token sealed wrapped fingerprint digest _index$'
const people = 'phone id_number address email card agent vin engine_no (?:^|_)name$'
const suspicious = new RegExp(`${secrets} ${people}`.replaceAll(' ', '|'), 'u')
const mayHold = ({ column, type }: Found): boolean =>
  /bytea|json/u.test(type) || suspicious.test(column.split('.')[1] ?? '')

const said = ({ schema, column }: Found) =>
  schemas.find(({ name }) => name === schema)?.columns?.[column]

test('of every column that could hold a secret or a person, its schema says how it is shown', () => {
  const forgotten = columns.filter((one) => mayHold(one) && said(one) === undefined)
  assert.deepEqual(
    forgotten.map(({ schema, column, type }) => `${schema}.${column} ${type}`),
    [],
  )
})

test('what is said of a column is said of one that is there', () => {
  const there = new Set(columns.map(({ schema, column }) => `${schema}.${column}`))
  const lost = schemas.flatMap(({ name, columns: cares = {} }) =>
    Object.keys(cares)
      .map((column) => `${name}.${column}`)
      .filter((column) => !there.has(column)),
  )
  assert.deepEqual(lost, [])
})

test('PostgreSQL lets the reader see exactly what is no secret', () => {
  const wrong = columns.filter((one) => one.readable === (careOf(said(one), one.type) === 'secret'))
  assert.deepEqual(wrong, [])
  assert.ok(columns.some(({ readable }) => readable))
  assert.ok(columns.filter(({ readable }) => !readable).length > 15)
})
