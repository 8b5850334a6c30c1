import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { readerRole, sql } from '#kernel/db'
import { readCsv } from '#kernel/sheet'
import { apply, create, openAutoLoan } from './auto-loan.ts'
import type { Answer, Person } from './house.ts'

const house = await openAutoLoan({ works: true })
const { kernel } = house
const orders = await create(kernel, 7)
const [orderNo = ''] = orders
await apply(kernel, orderNo, 'submit_order', { role: 'dealer' })
const [dealer, auditor] = [await house.as('dealer'), await house.as('auditor')]
const admin = await house.person(['admin'])

const at = '/api/v1/data/tables'
const order = `${at}/auto_loan/auto_order`

interface Shown {
  readonly details: readonly { readonly name: string }[]
}

const described = async (path: string): Promise<Answer['body']> => (await admin.get(path)).body

/** Rows as records, for what is asked. */
async function rowsOf(path: string, query = ''): Promise<readonly Record<string, string | null>[]> {
  const { details }: Shown = await described(path)
  const answer = await admin.get(`${path}/rows?${query}`)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return answer.body.items.map(({ cells }: { cells: (string | null)[] }) =>
    Object.fromEntries(details.map(({ name }, no) => [name, cells[no] ?? null])),
  )
}

test('every table of every schema is there, with what its migration says of it', async () => {
  const { body } = await admin.get(at)
  assert.equal(body.guardian, 'role')
  const names = body.items.map(
    (one: { schema: string; table: string }) => `${one.schema}.${one.table}`,
  )
  for (const name of ['auto_loan.auto_order', 'ledger.account', 'audit.entry', 'desk.export']) {
    assert.ok(names.includes(name), name)
  }
  assert.ok(!names.some((name: string) => name.startsWith('pg_') || name.startsWith('graphile')))
  const exports = body.items.find(({ table }: { table: string }) => table === 'export')
  assert.match(exports.comment, /^What somebody wanted as a file/u)
})

test('a table tells its columns, its key, what can be asked, and where it leads', async () => {
  const body = await described(order)
  assert.deepEqual(body.key, ['bucket', 'id'])
  const column = (name: string) => body.details.find((one: { name: string }) => one.name === name)
  assert.deepEqual(column('state'), {
    name: 'state',
    type: 'integer',
    nullable: false,
    care: 'open',
    key: null,
    indexed: true,
    sortable: true,
    operators: ['eq', 'ne', 'lt', 'le', 'gt', 'ge'],
  })
  assert.deepEqual(column('funder_id').operators.slice(-2), ['null', 'notnull'])
  const car = body.referredBy.find(({ table }: { table: string }) => table === 'car')
  assert.deepEqual(car.match, [
    { here: 'bucket', there: 'bucket' },
    { here: 'id', there: 'order_id' },
  ])
  assert.ok(body.refersTo.some(({ table }: { table: string }) => table === 'dealer'))
})

test('rows come along the key, page after page, none twice and none left out', async () => {
  const { body: first } = await admin.get(`${order}/rows?limit=3`)
  const { body: second } = await admin.get(`${order}/rows?limit=3&cursor=${first.nextCursor}`)
  const { body: third } = await admin.get(`${order}/rows?limit=3&cursor=${second.nextCursor}`)
  const keys = [first, second, third].flatMap(({ items }) =>
    items.map(({ key }: { key: string }) => key),
  )
  assert.equal(new Set(keys).size, 7)
  assert.deepEqual([first.items.length, third.items.length, third.nextCursor], [3, 1, null])
})

test('rows are sorted by any column, those without a value last, in both directions', async () => {
  const nos = async (query: string): Promise<readonly (string | null)[]> =>
    (await rowsOf(order, query)).map((row) => row['order_no'] ?? null)
  assert.deepEqual(await nos('sort=order_no'), orders.toSorted())
  assert.deepEqual(await nos('sort=-order_no'), orders.toSorted().toReversed())
  for (const sort of ['credit_audit_status', '-credit_audit_status', 'product_id']) {
    let cursor = ''
    const found: string[] = []
    for (let pages = 0; pages < 10; pages++) {
      const { body } = await admin.get(`${order}/rows?sort=${sort}&limit=2${cursor}`)
      found.push(...body.items.map(({ key }: { key: string }) => key))
      if (body.nextCursor === null) break
      cursor = `&cursor=${body.nextCursor}`
    }
    assert.equal(new Set(found).size, 7, sort)
    assert.equal(found.length, 7, sort)
  }
  const [first] = await rowsOf(order, 'sort=credit_audit_status')
  assert.equal(first?.['order_no'], orderNo)
})

// prettier-ignore
const filters: readonly (readonly [filters: readonly string[], rows: number])[] = [
  [[`order_no:eq:${orderNo}`],                                1],
  [['state:eq:10010'],                                        1],
  [['state:ne:10010', 'state:lt:1'],                          6],
  [['order_no:prefix:AF'],                                    7],
  [['order_no:prefix:%'],                                     0],
  [[`order_no:contains:${orderNo.slice(4).toLowerCase()}`],   1],
  [['funder_id:null:'],                                       7],
  [['funder_id:notnull'],                                     0],
  [['created_at:ge:2026-01-05'],                              7],
  [['created_at:ge:2026-01-05T10:00:00+08:00'],               7],
  [['created_at:gt:2026-01-05 02:00Z'],                       0],
  [['deposit_amount:ge:100000', 'deposit_amount:le:100000'],  7],
  [['id:eq:00000000-0000-0000-0000-000000000000'],            0],
]

test('a column is asked by its type', async () => {
  for (const [asked, rows] of filters) {
    const query = asked.map((one) => `filter=${encodeURIComponent(one)}`).join('&')
    assert.equal((await rowsOf(order, query)).length, rows, query)
  }
})

// prettier-ignore
const refusals: readonly (readonly [path: string, outcome: string])[] = [
  [`${order}/rows?filter=colour:eq:red`,              '422 data_filter_invalid'],
  [`${order}/rows?filter=state:prefix:1`,             '422 data_filter_invalid'],
  [`${order}/rows?filter=state:eq:ten`,               '422 data_filter_invalid'],
  [`${order}/rows?filter=state:eq:99999999999`,       '422 data_filter_invalid'],
  [`${order}/rows?filter=created_at:eq:2026-02-30`,   '422 data_filter_invalid'],
  [`${order}/rows?filter=id:eq:1'or'1'='1`,           '422 data_filter_invalid'],
  [`${order}/rows?filter=state`,                      '422 data_filter_invalid'],
  [`${order}/rows?sort=colour`,                       '422 data_sort_invalid'],
  [`${order}/rows?sort=state;drop`,                   '422 data_sort_invalid'],
  [`${order}/rows?cursor=abc`,                        '400 cursor_invalid'],
  [`${at}/auto_loan/nothing`,                         '404 data_table_not_found'],
  [`${at}/pg_catalog/pg_class/rows`,                  '404 data_table_not_found'],
  [`${at}/graphile_worker/_private_jobs/rows`,        '404 data_table_not_found'],
  [`${order}/rows/abc`,                               '404 data_row_not_found'],
  [`${order}/rows/WyIxIl0`,                           '404 data_row_not_found'],
  [`${at}/auth/user_account/rows?filter=password_hash:contains:a`, '422 data_filter_invalid'],
  [`${at}/auto_loan/car/rows?filter=vin:contains:LSV`,             '422 data_filter_invalid'],
  [`${at}/auto_loan/car/rows?sort=vin`,                            '422 data_sort_invalid'],
  [`${at}/auth/totp/rows?sort=sealed_secret`,                      '422 data_sort_invalid'],
]

test('what cannot be asked is refused with its code', async () => {
  for (const [path, outcome] of refusals) {
    const { status, body } = await admin.get(path)
    assert.equal(`${status} ${body.code}`, outcome, path)
  }
})

test('a cursor of another sort or written by hand is refused, and breaks nothing', async () => {
  const forged = (after: unknown) =>
    Buffer.from(JSON.stringify(['data.auto_loan.auto_order', {}, JSON.stringify(after)])).toString(
      'base64url',
    )
  for (const after of [['x', 'y'], [1, 2], ['1'], ['1', null], {}, 'x', ['1', "' or 1=1"]]) {
    const { status, body } = await admin.get(`${order}/rows?cursor=${forged(after)}`)
    assert.equal(`${status} ${body.code}`, '400 cursor_invalid', JSON.stringify(after))
  }
})

test('a row is opened by its key, and a relation followed to the row it means', async () => {
  const [listed] = (await admin.get(`${order}/rows?filter=order_no:eq:${orderNo}`)).body.items
  const opened = await admin.get(`${order}/rows/${listed.key}`)
  assert.deepEqual(opened.body.cells, listed.cells)
  const { details, referredBy } = await described(order)
  const here = Object.fromEntries(
    details.map(({ name }: { name: string }, no: number) => [name, opened.body.cells[no]]),
  )
  const car = referredBy.find(({ table }: { table: string }) => table === 'car')
  const query = car.match
    .map((one: { here: string; there: string }) => `filter=${one.there}:eq:${here[one.here]}`)
    .join('&')
  const [found] = await rowsOf(`${at}/auto_loan/car`, query)
  assert.equal(found?.['order_id'], here['id'])
})

test('a secret is shown to nobody, and what is masked only with a reason that is kept', async () => {
  const [account] = await rowsOf(`${at}/auth/user_account`, 'filter=username:eq:admin')
  assert.equal(account?.['username'], 'admin')
  assert.equal(account?.['password_hash'], null)
  const cars = (await admin.get(`${at}/auto_loan/car/rows?limit=1`)).body.items
  const details = (await described(`${at}/auto_loan/car`)).details
  const vin = details.findIndex(({ name }: { name: string }) => name === 'vin')
  assert.match(cars[0].cells[vin], /^L\*+$/u)
  const path = `${at}/auto_loan/car/rows/${cars[0].key}/unmask`
  const clear = await admin.post(path, { column: 'vin', reason: 'the police asks' })
  assert.match(clear.body.value, /^LSVAA/u)
  const trail = await admin.get('/api/v1/audit?action=data.unmask')
  assert.deepEqual(
    trail.body.items.map((one: Record<string, unknown>) => [one['subject'], one['reason']]),
    [['data:auto_loan.car', 'the police asks']],
  )
  const cases = [
    [admin, { column: 'vin' }, '400 request_invalid'],
    [admin, { column: 'maker', reason: 'x' }, '422 data_column_not_masked'],
    [admin, { column: 'password_hash', reason: 'x' }, '422 data_column_not_masked'],
    [auditor, { column: 'vin', reason: 'x' }, '403 actor_not_allowed'],
  ] as const
  for (const [who, body, outcome] of cases) {
    const answer = await who.post(path, body)
    assert.equal(`${answer.status} ${answer.body.code}`, outcome, JSON.stringify(body))
  }
})

test('administrators and auditors look; nobody else does, and a dealer least of all', async () => {
  assert.equal((await auditor.get(`${order}/rows`)).status, 200)
  const finance = await house.as('finance')
  for (const who of [dealer, finance]) {
    for (const path of [at, order, `${order}/rows`, `${order}/rows/abc`]) {
      assert.equal((await who.get(path)).status, 403, path)
    }
  }
  assert.equal((await house.stranger.get(at)).status, 401)
  const source = { source: 'data.auto_loan.auto_order', query: {}, format: 'csv' }
  assert.equal((await dealer.post('/api/v1/exports', source)).status, 403)
})

test('PostgreSQL itself refuses the reader to write, and to see a secret', async () => {
  const statements = [
    `insert into auto_loan.dealer (code, name, region, active, updated_at)
     values ('x', 'x', 'x', true, '2026-01-01')`,
    "update auto_loan.dealer set name = 'x'",
    'delete from auto_loan.dealer',
    'truncate auto_loan.dealer',
    'create table auto_loan.mine (id integer)',
    'select password_hash from auth.user_account',
    'select sealed_secret from auth.totp',
    'select sealed from auto_loan.person_group',
    'select wrapped from secret.person_key',
    'select token_hash from auth.session',
    'select * from auth.user_account',
  ]
  const client = new pg.Client({ connectionString: ownerUrl() })
  await client.connect()
  for (const statement of statements) {
    await client.query('begin')
    await client.query(`set local role ${readerRole}`)
    await assert.rejects(client.query(statement), { code: '42501' }, statement)
    await client.query('rollback')
  }
  await client.end()
  const written = kernel.browsing.look((reader) =>
    reader.rows(sql`delete from auto_loan.dealer returning code`),
  )
  await assert.rejects(written, /permission denied|read-only/u)
})

const connected = await kernel.database.row<{ name: string }>(
  sql`select current_database()::text as name`,
)

function ownerUrl(): string {
  const url = new URL(String(process.env['LIUSHUI_TEST_ADMIN_URL']))
  url.pathname = `/${connected?.name ?? ''}`
  return url.href
}

test('a question that takes too long is given up, and said so', async () => {
  const slow = await kernel.browsing.look((reader) => reader.rows(sql`select pg_sleep(5)`), 100)
  assert.equal(slow.ok ? '' : slow.problem.code, 'query_too_slow')
  const again = await kernel.browsing.look((reader) => reader.rows(sql`select 1 as one`))
  assert.ok(again.ok)
})

async function exported(
  who: Person,
  source: string,
  query: object,
): Promise<readonly (readonly string[])[]> {
  const asked = await who.post('/api/v1/exports', { source, query, format: 'csv' })
  assert.equal(asked.status, 202, JSON.stringify(asked.body))
  const path = `/api/v1/exports/${asked.body.id}`
  for (let tries = 0; (await who.get(path)).body.state !== 'done'; tries++) {
    assert.ok(tries < 200, JSON.stringify((await who.get(path)).body))
    await sleep(25)
  }
  const file = await who.get(`${path}/file`)
  assert.equal((await who.get(path)).body.rowsTotal, (await who.get(path)).body.rowsDone)
  return readCsv(String(file.body)).map(({ cells }) => cells)
}

test('a table is exported as it is shown: filtered, sorted, masked, without what is hidden', async () => {
  const query = { filter: ['state:eq:0'], sort: '-order_no' }
  const [head, ...rows] = await exported(auditor, 'data.auto_loan.auto_order', query)
  assert.deepEqual(head?.slice(0, 3), ['bucket', 'id', 'order_no'])
  const expected = orders
    .filter((no) => no !== orderNo)
    .toSorted()
    .toReversed()
  assert.deepEqual(
    rows.map((cells) => cells[2]),
    expected,
  )
  const [columns = [], ...people] = await exported(admin, 'data.auth.user_account', {})
  assert.ok(columns.includes('username') && !columns.includes('password_hash'))
  assert.ok(people.length > 5)
  const [carHead = [], car = []] = await exported(admin, 'data.auto_loan.car', {})
  assert.match(car[carHead.indexOf('vin')] ?? '', /^L\*+$/u)
  const wrong = {
    source: 'data.auto_loan.auto_order',
    query: { filter: ['x:eq:1'] },
    format: 'csv',
  }
  const failed = await admin.post('/api/v1/exports', wrong)
  let { body } = failed
  for (let tries = 0; tries < 200 && body.state !== 'failed'; tries++) {
    await sleep(25)
    body = (await admin.get(`/api/v1/exports/${failed.body.id}`)).body
  }
  assert.equal(body.code, 'data_filter_invalid')
})
