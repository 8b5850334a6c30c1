import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import * as path from 'node:path'
import { before, test } from 'node:test'
import { ledgerProblems } from '#kernel/ledger'
import { testDatabase } from '#test/database'
import { scan } from './source.ts'
import { documented } from './documented.ts'
import { allProblems, generated, onDisk, readSources, root, type Sources } from './generate.ts'
import { misplaced } from './generate-tables.ts'

let sources: Sources
before(async () => {
  const { ownerUrl } = await testDatabase()
  sources = await readSources(ownerUrl)
})

test('what can be generated is fresh, and nothing else lies there', async () => {
  const wanted = await generated(sources)
  const found = onDisk()
  assert.ok(wanted.size > 10, `${wanted.size} files`)
  assert.deepEqual([...found.keys()].toSorted(), [...wanted.keys()].toSorted(), 'npm run generate')
  const stale = [...wanted].filter(([name, text]) => found.get(name) !== text)
  assert.deepEqual(
    stale.map(([name]) => name),
    [],
    'npm run generate',
  )
})

test('every table and column that a document names has a home, and none is forgotten', () => {
  assert.ok(documented.length > 0)
  assert.deepEqual(misplaced(documented, sources.tables), [])
})

test('a documented column that is missing, and a column that nobody named, are found', () => {
  const [order] = documented.filter(({ name }) => name === 'auto_order')
  assert.ok(order)
  const [first, ...others] = order.columns
  assert.ok(first)
  const invented = { ...first, name: 'colour', home: 'auto_loan.auto_order.colour' }
  assert.deepEqual(misplaced([{ ...order, columns: [...others, invented] }], sources.tables), [
    'auto_order: auto_loan.auto_order.colour is in no table',
    `auto_order: ${first.home} is named nowhere`,
  ])
})

test('where a table has a bucket, every key of it begins with the bucket', () => {
  const spread = sources.tables.filter(({ columns }) => columns.some(isBucket))
  assert.ok(spread.length > 5, `${spread.length} tables with a bucket`)
  const loose = spread.flatMap(({ schema, name, constraints }) =>
    constraints
      .filter(({ kind, definition }) => kind !== 'c' && !/^[A-Z ]+\(bucket\b/u.test(definition))
      .map((constraint) => `${schema}.${name}: ${constraint.name}`),
  )
  assert.deepEqual(loose, [])
})

const isBucket = ({ name }: { readonly name: string }): boolean => name === 'bucket'

test('no foreign key leaves its PostgreSQL schema', () => {
  const foreign = sources.tables.flatMap(({ schema, name, constraints }) =>
    constraints
      .filter(
        ({ kind, definition }) => kind === 'f' && !definition.includes(`REFERENCES ${schema}.`),
      )
      .map((constraint) => `${schema}.${name}: ${constraint.name}`),
  )
  assert.deepEqual(foreign, [])
})

test('a code that a route names is in a problem table', () => {
  assert.ok(sources.routes.length > 20, `${sources.routes.length} routes`)
  const unknown = sources.routes.flatMap((route) =>
    route.problems
      .filter((code) => allProblems[code] === undefined)
      .map((code) => `${route.operationId}: ${code}`),
  )
  assert.deepEqual(unknown, [])
})

/**
 * Refusals that end at the command line, are given another code before they are answered, or go to
 * a partner in the envelope of its own contract.
 */
const inside = new Set(['config_invalid', 'rate_invalid', 'amount_invalid', 'answer_differs'])
const known = { ...ledgerProblems, ...allProblems }

test('a code that the code refuses with is in a problem table', () => {
  const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  const ours = files.filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
  const codes = ours.flatMap((name) =>
    refusedIn(readFileSync(path.join(root, 'src', name), 'utf8')),
  )
  assert.ok(codes.length > 50, `${codes.length} refusals`)
  const unknown = codes.filter((code) => !(code in known) && !inside.has(code))
  assert.deepEqual([...new Set(unknown)], [])
})

function refusedIn(text: string): readonly string[] {
  const { code, literals } = scan(text)
  return [...code.matchAll(/\brefuse\(\s*(?=')/gu)].flatMap(({ index, 0: call }) =>
    literals.filter(({ at }) => at === index + call.length).map((literal) => literal.text),
  )
}
