import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { packages } from './architecture.ts'
import { rules, type Rule } from './complaint.ts'
import { complaintsOf, judge, said, treeComplaints } from './tidy.ts'
import { objection } from './tidy-imports.ts'
import { importsOf, scan } from './source.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

test('the tree is tidy', () => {
  const { files, imports, migrations, modules, complaints } = judge(root)
  assert.ok(files > 200, `a check that looks at ${files} files must not pass`)
  assert.ok(imports > 1000, `${imports} imports`)
  assert.ok(migrations > 10, `${migrations} migrations`)
  assert.ok(modules > 0, 'no module was seen')
  assert.deepEqual(complaints.map(said), [])
})

test('every package that architecture.ts lists is a dependency of our own', () => {
  const manifest: unknown = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
  const { dependencies, devDependencies } = manifest as Readonly<Record<string, object>>
  const ours = Object.keys({ ...dependencies, ...devDependencies })
  assert.ok(ours.length > 20, `${ours.length} dependencies`)
  assert.deepEqual(
    Object.keys(packages).filter((name) => !ours.includes(name)),
    [],
  )
})

const loan = 'src/products/auto-loan'
const desk = 'src/app/desk/orders.ts'
const db = 'src/kernel/db/database.ts'

type Planted = readonly [from: string, target: string, rule: Rule | undefined]

// prettier-ignore
const imports: readonly Planted[] = [
  ['src/kernel/money/rate.ts', '../db/index.ts', 'kernel-order'],
  [db, '../money/index.ts', undefined],
  ['src/kernel/money/rate.test.ts', '../db/index.ts', 'kernel-order'],
  [db, '../money/rate.ts', 'through-index'],
  [db, './sql.ts', undefined],
  [db, '#products/auto-loan', 'area'],
  [db, '../../app/app.ts', 'area'],
  ['src/kernel/db/database.test.ts', '#test/database', undefined],
  [db, '#test/database', 'area'],
  ['src/kernel/auth/open.ts', './testing.ts', 'area'],
  ['src/kernel/jobs/alarm.test.ts', '../auth/testing.ts', undefined],

  [`${loan}/service.ts`, '#kernel/http', undefined],
  [`${loan}/service.ts`, '../../kernel/http/route.ts', 'through-index'],
  [`${loan}/service.ts`, '#app/app.ts', 'area'],
  [`${loan}/service.ts`, '#products/split-pay', 'product-alone'],
  [`${loan}/service.ts`, '#capabilities/esign', 'capability'],
  ['src/capabilities/esign/service.ts', '#products/auto-loan', 'area'],
  ['src/capabilities/esign/service.ts', '#kernel/file', undefined],
  ['src/app/modules.ts', '#products/auto-loan', undefined],
  ['src/app/modules.ts', '../products/auto-loan/service.ts', 'through-index'],

  [`${loan}/model.ts`, './service.ts', 'anatomy-order'],
  [`${loan}/routes.ts`, './service.ts', undefined],
  [`${loan}/model.test.ts`, './service.ts', undefined],
  [`${loan}/service.ts`, './cars/index.ts', undefined],
  [`${loan}/service.ts`, './cars/store.ts', 'through-index'],
  [`${loan}/cars/store.ts`, '../orders/index.ts', undefined],
  [`${loan}/cars/store.ts`, '../orders/store.ts', 'through-index'],
  [`${loan}/orders/store.ts`, '../cars/index.ts', 'part-order'],
  [`${loan}/cars/store.ts`, '../store.ts', 'part-order'],
  [`${loan}/channels/funder-bank/adapter.ts`, './contract.ts', undefined],
  [`${loan}/channels/funder-bank/contract.ts`, './adapter.ts', 'anatomy-order'],
  [`${loan}/channels/index.ts`, './funder-bank/adapter.ts', undefined],
  [`${loan}/channels/other/adapter.ts`, '../funder-bank/contract.ts', 'anatomy-order'],

  [desk, '#kernel/http', undefined],
  [desk, '../app.ts', 'app-order'],
  [desk, '../modules.ts', undefined],
  ['src/app/app.ts', './desk/index.ts', undefined],
  ['src/app/app.ts', './desk/orders.ts', 'through-index'],
  ['src/app/app.ts', './cli/start.ts', 'app-order'],
  ['src/app/cli/start.ts', '../app.ts', undefined],
  ['src/app/main.ts', './cli/start.ts', undefined],

  ['console/src/api.ts', '#sdk', undefined],
  ['console/src/api.ts', '#kernel/problem', 'area'],
  ['console/src/api.ts', '../../src/kernel/problem/index.ts', 'area'],
  ['sandbox/funder/bank.ts', '../clock.ts', undefined],
  ['sandbox/funder/bank.ts', '#kernel/clock', 'area'],
  ['sandbox/funder/bank.ts', '#sdk', 'area'],
  ['sandbox/funder/bank.test.ts', '#sdk', undefined],
  ['sdk/index.ts', './generated/operations.ts', undefined],
  ['sdk/index.ts', '#kernel/http', 'area'],
  ['test/journey.test.ts', '#products/auto-loan', undefined],
  ['src/app/app.ts', '../../scripts/anything.ts', 'area'],

  [db, 'pg', undefined],
  ['src/kernel/audit/entry.ts', 'pg', 'package'],
  ['src/kernel/audit/audit.test.ts', 'pg', undefined],
  [`${loan}/store.ts`, 'kysely', 'package'],
  ['src/kernel/http/validation.ts', 'typebox/compile', undefined],
  [`${loan}/model.ts`, 'left-pad', 'package'],
  ['src/kernel/file/s3.ts', '@aws-sdk/client-s3', undefined],
  ['src/kernel/file/s3.ts', 'node:fs', undefined],
  ['console/src/api.ts', 'node:fs', 'browser'],
  ['sdk/index.ts', 'node:crypto', 'browser'],
  ['console/src/path.test.ts', 'node:test', undefined],
]

test('every import rule catches what it forbids and lets the neighbour be', () => {
  for (const [from, target, rule] of imports) {
    assert.equal(objection(from, target)?.[0], rule, `${from} → ${target}`)
  }
})

const long = `const text = '${'x'.repeat(100)}'\n`
const store = `${loan}/store.ts`
const migration = `${loan}/sql/0001-orders.sql`
const query = (sql: string): string => `const rows = await tx.rows(sql\`${sql}\`)\n`
const table = (column: string): string => `create table auto_loan.x (\n  ${column}\n);\n`

type PlantedText = readonly [path: string, text: string, rule: Rule | undefined]

// prettier-ignore
const texts: readonly PlantedText[] = [
  ['src/kernel/db/a.ts', 'const a = 1\n'.repeat(401), 'file-length'],
  ['src/kernel/db/a.ts', 'const a = 1\n'.repeat(400), undefined],
  ['src/kernel/db/a.ts', long, 'line-length'],
  ['src/kernel/db/a.ts', `// https://example.com/${'x'.repeat(100)}\n`, undefined],
  ['src/kernel/db/a.test.ts', `// prettier-ignore\nconst a = [\n  ${long}]\n`, undefined],
  ['src/kernel/db/a.test.ts', `// prettier-ignore\nconst a = [\n]\n${long}`, 'line-length'],
  ['src/kernel/db/someFile.ts', '', 'file-name'],
  ['src/kernel/db/some-file.ts', '', undefined],
  ['console/src/features/auth/SignIn.tsx', '', undefined],
  ['console/src/features/auth/sign_in.tsx', '', 'file-name'],
  ['src/kernel/weather/index.ts', '', 'listed'],
  ['src/products/pawnshop/model.ts', '', 'listed'],
  [`${loan}/garage/model.ts`, '', 'listed'],
  [`${loan}/cars/model.ts`, '', undefined],
  [`${loan}/cars/stuff.ts`, '', 'anatomy'],
  [`${loan}/service-races.test.ts`, '', undefined],
  [`${loan}/races.test.ts`, '', 'anatomy'],
  ['src/kernel/jobs/routes.ts', '', 'kernel-routes'],
  ['src/app/desk/routes.ts', '', undefined],
  ['src/app/a.ts', 'export interface LoanManager {}\n', 'noun'],
  ['src/app/a.ts', 'function handleLoan() {}\n', 'noun'],
  ['src/app/a.ts', 'const data = 1\n', 'noun'],
  ['src/app/a.ts', 'interface Database {}\n', undefined],
  ['src/app/a.ts', 'const dataDirectory = 1\n', undefined],
  ['src/app/a.ts', `// ${'TO'}DO later\n`, 'todo'],
  ['src/app/a.ts', `// ${'TO'}DO #12: later\n`, undefined],

  [store, query('select id from auto_loan.auto_order'), undefined],
  [`${loan}/service.ts`, query('select id from auto_loan.auto_order'), 'sql-home'],
  [`${loan}/service.test.ts`, query('select id from auto_loan.auto_order'), undefined],
  ['src/app/cli/a.ts', "const text = 'delete from car'\n", 'sql-home'],
  ['src/app/cli/a.ts', "const method = 'DELETE'\n", undefined],
  ['src/kernel/audit/entry.ts', query('select id from audit.entry'), undefined],
  [store, query('select id from auto_loan.car'.toUpperCase()), 'sql-case'],
  [store, query("select id from auto_loan.car where state = 'NOT NULL'"), undefined],
  [store, query('select * from auto_loan.car'), 'sql-star'],
  [store, query('select c.* from auto_loan.car c'), 'sql-star'],
  [store, query('select count(*) from auto_loan.car'), undefined],
  [store, query('insert into auto_loan.car (id) values (1) returning *'), 'sql-star'],
  [migration, 'create index if not exists a on auto_loan.car (id);\n', 'if-not-exists'],
  [migration, 'create index a on auto_loan.car (id);\n', undefined],
  ['src/kernel/db/migrate.ts', query('create schema if not exists migration'), undefined],
  [store, query('update auto_loan.car set at = now() where id = 1'), 'sql-clock'],
  [store, query('update auto_loan.car set at = $ where id = 1'), undefined],
  [migration, '-- what happens now (here) is said elsewhere\n', undefined],
  [store, query('select id from auth.session'), 'foreign-schema'],
  [store, query('select auth.id from auto_loan.car auth'), undefined],
  [store, query('select id from graphile_worker.jobs'), 'foreign-schema'],
  ['src/kernel/jobs/alive.ts', query('select id from graphile_worker.jobs'), undefined],
  [migration, table('a uuid constraint a references auth.session (id)'), 'foreign-schema'],
  [migration, table('id uuid primary key'), 'constraint-name'],
  [migration, table('id uuid, check (id is not null)'), 'constraint-name'],
  [migration, table('id uuid constraint x_pkey primary key'), undefined],
  [migration, table('a int, b int, constraint x_ab unique (a, b)'), undefined],
]

test('every rule about a file catches what it forbids and lets the neighbour be', () => {
  for (const [path, text, rule] of texts) {
    const found = complaintsOf({ path, text }).map((one) => one.rule)
    assert.deepEqual(found, rule === undefined ? [] : [rule], `${path}: ${text.slice(0, 200)}`)
  }
})

const furniture = [loan, 'src/capabilities/loans'].flatMap((module) => [
  `${module}/index.ts`,
  `${module}/README.md`,
])
const whole = [...furniture, migration]
const trees: readonly (readonly [names: readonly string[], rule: Rule | undefined])[] = [
  [whole, undefined],
  [whole.filter((file) => file !== `${loan}/README.md`), 'furniture'],
  [[...whole, `${loan}/sql/0003-later.sql`], 'migration-name'],
  [[...whole, `${loan}/sql/0001-twice.sql`], 'migration-name'],
  [[...whole, `${loan}/sql/0002-next.sql`], undefined],
  [[...whole, 'src/kernel/db/0001-lost.sql'], 'migration-name'],
]

test('a module is complete and its migrations are numbered without a gap', () => {
  for (const [names, rule] of trees) {
    const found = treeComplaints(names).map((one) => one.rule)
    assert.deepEqual(found, rule === undefined ? [] : [rule], names.join(' '))
  }
})

test('for every rule there is a planted offence', () => {
  const planted = [
    ...imports.map(([, , rule]) => rule),
    ...texts.map(([, , rule]) => rule),
    ...trees.map(([, rule]) => rule),
  ]
  assert.deepEqual(
    Object.keys(rules).filter((rule) => !planted.some((one) => one === rule)),
    [],
  )
})

test('imports are found in code, in whatever form, and not in texts and comments', () => {
  const text = [
    'import { a,',
    "  b } from 'one'",
    "import 'two'",
    "export { c } from 'three'",
    "type D = import('four').D",
    "const e = await import('five')",
    "// import f from 'six'",
    'const g = `',
    "import h from 'seven' ${ i(`from 'eight'`) }`",
    "const j = /from 'nine'/",
    "const k = \"it's\"; import l from 'ten'",
  ].join('\n')
  const found = importsOf(text).map(({ target, line }) => `${line} ${target}`)
  assert.deepEqual(found, ['2 one', '3 two', '4 three', '5 four', '6 five', '11 ten'])
})

test('a template is read through its holes', () => {
  const { code, literals } = scan('a = sql`select ${b({ c: `x` })} from t`; d')
  assert.deepEqual(
    literals.map(({ tag, text }) => [tag, text]),
    [
      ['sql', 'select $ from t'],
      ['', 'x'],
    ],
  )
  assert.match(code, /; d$/u)
})
