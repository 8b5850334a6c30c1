import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, test } from 'node:test'
import { applicationRole } from './roles.ts'
import { openDatabase } from './database.ts'
import {
  cursorBehind,
  listPage,
  type FilterValues,
  type ListingDefinition,
  type ListRequest,
  type Range,
  type Scope,
} from './listing.ts'
import { writeCursor } from './listing-cursor.ts'
import { sql } from './sql.ts'
import { testDatabase } from '#test/database'

const { database, ownerUrl } = await testDatabase()
const options = { connectionsMax: 2, statementTimeoutMs: 60_000, applicationName: 'test' }
const owner = openDatabase(ownerUrl, options)
after(() => owner.close())

const parcelCount = 40_000

/** What was sent first is delivered (9) and heavy; shop A is large; a new parcel has no carrier. */
const statements = [
  `create schema list_test`,
  `create table list_test.parcel (
     bucket smallint not null, id uuid not null, number text collate "C" not null,
     state integer not null, shop text collate "C" not null, carrier text collate "C",
     weight bigint not null, sent_at timestamptz not null, seen_at timestamptz not null,
     person bytea not null,
     constraint parcel_pkey primary key (bucket, id))`,
  `insert into list_test.parcel
     select n % 64, lpad(to_hex(n * 7919 % 1000003), 32, '0')::uuid, 'P' || lpad(n::text, 6, '0'),
            case when n <= 20000 then 9 when n % 1000 = 0 then 3 else n % 3 end,
            case when n % 3 > 0 then 'A' else 'S' || n % 90 end,
            case when n < 39900 then 'C' || n % 5 end,
            case when n <= 20000 then 1000 + n % 50 else n % 700 end,
            timestamptz '2024-01-01' + n * interval '10 minutes',
            timestamptz '2024-01-01' + n * interval '10 minutes' + n % 97 * interval '1 day',
            sha256(convert_to('person ' || n % 9000, 'UTF8'))
       from generate_series(1, ${parcelCount}) as n`,
  ...['sent_at', 'seen_at', 'weight'].flatMap((column) => [
    `create index on list_test.parcel (shop, ${column}, id, state)`,
    `create index on list_test.parcel (carrier, state, ${column}, id)`,
    `create index on list_test.parcel
       ((extract(year from sent_at at time zone 'UTC')::integer), ${column}, id)`,
  ]),
  `analyze list_test.parcel`,
  `grant usage on schema list_test to ${applicationRole}`,
  `grant select on list_test.parcel to ${applicationRole}`,
]
for (const statement of statements) await owner.rows(sql.raw(statement))

const parcels: ListingDefinition = {
  name: 'parcels',
  table: 'list_test.parcel',
  columns: ['bucket', 'id', 'number', 'state', 'shop', 'carrier', 'weight', 'sent_at', 'seen_at'],
  key: ['bucket', 'id'],
  filters: {
    state: { kind: 'any-of', column: 'state', type: 'integer' },
    shop: { kind: 'any-of', column: 'shop', type: 'text' },
    carrier: { kind: 'any-of', column: 'carrier', type: 'text' },
    weight: { kind: 'range', column: 'weight', type: 'bigint' },
    sent: {
      kind: 'range',
      column: 'sent_at',
      type: 'timestamptz',
      halfOpen: true,
      neverBelow: ['seen_at'],
    },
    number: { kind: 'prefix', column: 'number' },
    person: {
      kind: 'through',
      type: 'bytea',
      condition: (value) => sql`
        (bucket, id) in (select bucket, id from list_test.parcel where person = ${value})`,
    },
  },
  sorts: {
    sent: { column: 'sent_at', type: 'timestamptz' },
    seen: { column: 'seen_at', type: 'timestamptz' },
    weight: { column: 'weight', type: 'bigint' },
  },
  leads: [
    { columns: [{ column: 'shop', type: 'text' }], carries: ['state'] },
    {
      columns: [
        { column: 'carrier', type: 'text' },
        { column: 'state', type: 'integer' },
      ],
      carries: [],
    },
    {
      columns: [
        {
          column: "(extract(year from sent_at at time zone 'UTC')::integer)",
          type: 'integer',
          period: {
            of: 'sent_at',
            at: (value) => (value instanceof Date ? value.getUTCFullYear() : 0),
          },
        },
      ],
      carries: [],
    },
  ],
}

interface Parcel {
  readonly id: string
  readonly number: string
  readonly state: number
  readonly shop: string
  readonly carrier: string | null
  readonly weight: bigint
  readonly sentAt: Date
  readonly seenAt: Date
}

const all = await owner.rows<Parcel & { readonly person: Buffer }>(sql`
  select id, number, state, shop, carrier, weight, sent_at, seen_at, person
    from list_test.parcel`)

const everybody: Scope = { condition: sql`true` }

async function page(request: Partial<ListRequest>, scope: Scope = everybody) {
  return await listPage<Parcel>(database, parcels, { limit: 50, ...request }, scope)
}

/** Pages until the end, or so many rows. */
async function walk(request: Partial<ListRequest>, rowsMax = Infinity): Promise<readonly string[]> {
  const numbers: string[] = []
  let next: string | undefined
  do {
    const shown = await page({ ...request, ...(next === undefined ? {} : { cursor: next }) })
    assert.ok(shown.ok)
    numbers.push(...shown.value.items.map(({ number }) => number))
    next = shown.value.nextCursor
  } while (next !== undefined && numbers.length < rowsMax)
  return numbers
}

const inRange = (range: Range | undefined, value: bigint | Date, halfOpen: boolean): boolean =>
  range === undefined ||
  ((range.from === undefined || value >= (range.from as typeof value)) &&
    (range.to === undefined ||
      (halfOpen ? value < (range.to as typeof value) : value <= (range.to as typeof value))))

/** The same answer from looking at every row. */
function right({ filters = {}, sort = 'sent' }: Partial<ListRequest>): readonly string[] {
  const list = (name: string): readonly unknown[] | undefined =>
    filters[name] as readonly unknown[] | undefined
  const matches = all.filter(
    (row) =>
      (list('state')?.includes(row.state) ?? true) &&
      (list('shop')?.includes(row.shop) ?? true) &&
      (list('carrier')?.includes(row.carrier) ?? true) &&
      inRange(filters['weight'] as Range, row.weight, false) &&
      inRange(filters['sent'] as Range, row.sentAt, true) &&
      (typeof filters['number'] !== 'string' || row.number.startsWith(filters['number'])) &&
      (!Buffer.isBuffer(filters['person']) || row.person.equals(filters['person'])),
  )
  const value = {
    sent: (row: Parcel) => row.sentAt.getTime(),
    seen: (row: Parcel) => row.seenAt.getTime(),
    weight: (row: Parcel) => Number(row.weight),
  }[sort.replace('-', '') as 'sent']
  const sign = sort.startsWith('-') ? -1 : 1
  return matches
    .toSorted((a, b) => sign * (value(a) - value(b) || (a.id < b.id ? -1 : 1)))
    .map(({ number }) => number)
}

const day = (text: string): Date => new Date(`${text}T00:00:00Z`)
const person = createHash('sha256').update('person 17').digest()

const filterSets: Readonly<Record<string, FilterValues>> = {
  'no filter': {},
  'one shop': { shop: ['S3'] },
  'several shops': { shop: ['S3', 'S6', 'S9', 'none'] },
  'a state that is rare': { state: [3] },
  'a state and a large shop': { shop: ['A'], state: [3] },
  'a carrier and states': { carrier: ['C1'], state: [0, 1, 9] },
  'heavy ones, which only lie far back': { weight: { from: 1000n } },
  'weights that nobody has': { weight: { from: 800n, to: 900n } },
  'a weight and a state': { weight: { from: 690n, to: 699n }, state: [1, 2] },
  'one day': { sent: { from: day('2024-03-03'), to: day('2024-03-04') } },
  'up to New Year': { sent: { to: day('2024-07-01') } },
  'a time and a large shop': { sent: { from: day('2024-09-01') }, shop: ['A'] },
  'a beginning': { number: 'P0312' },
  'a beginning and a carrier': { number: 'P03', carrier: ['C2'] },
  'a person': { person },
  'a person and a state': { person, state: [9] },
  'a value that does not exist': { shop: ['nowhere'] },
  'nothing of nothing': { state: [] },
}

for (const [name, filters] of Object.entries(filterSets)) {
  for (const sort of ['sent', '-sent', 'seen', '-seen', 'weight', '-weight']) {
    test(`${name}, by ${sort}: every page shows what is right and nothing twice`, async () => {
      const expected = right({ filters, sort })
      const found = await walk({ filters, sort, limit: 200 }, 1_000)
      assert.deepEqual(found, expected.slice(0, found.length))
      assert.equal(found.length, Math.min(1_000, expected.length))
    })
  }
}

test('a page deep in the list begins where it should', async () => {
  for (const sort of ['-sent', 'weight', '-seen']) {
    const filters = { shop: ['A'], weight: { from: 100n } }
    const expected = right({ filters, sort })
    const before = all.find(({ number }) => number === expected[9_999])
    assert.ok(before)
    const cursor = cursorBehind(parcels, { sort, filters }, before)
    const shown = await page({ cursor })
    assert.ok(shown.ok)
    assert.deepEqual(
      shown.value.items.map(({ number }) => number),
      expected.slice(10_000, 10_050),
    )
  }
})

test('rows without a value stand in a list that is spread over that column', async () => {
  const sort = '-weight'
  const filters = { state: [1], number: 'P0399' }
  const found = await walk({ filters, sort })
  assert.ok(all.some(({ number, carrier }) => carrier === null && found.includes(number)))
  assert.deepEqual(found, right({ filters, sort }))
})

test('a row whose value was asked for twice is shown once', async () => {
  const found = await walk({ filters: { shop: ['S3', 'S3'] } })
  assert.equal(found.length, new Set(found).size)
})

test('a row has the columns of the definition and no other', async () => {
  for (const filters of [{}, { weight: { from: 1049n } }, { shop: ['S3'], number: 'P0000' }]) {
    const shown = await page({ filters, limit: 1 })
    assert.ok(shown.ok)
    assert.deepEqual(Object.keys(shown.value.items[0] ?? {}), [
      'bucket',
      'id',
      'number',
      'state',
      'shop',
      'carrier',
      'weight',
      'sentAt',
      'seenAt',
    ])
  }
})

test('the last page has no cursor, also when it is full', async () => {
  const filters = { number: 'P00001' }
  const shown = await page({ filters, limit: 10 })
  assert.ok(shown.ok)
  assert.equal(shown.value.items.length, 10)
  assert.equal(shown.value.nextCursor, undefined)
})

test('a cursor alone continues its list with its filter and sort', async () => {
  const request = { filters: { shop: ['S3'], sent: { to: day('2024-06-01') } }, sort: '-weight' }
  const first = await page({ ...request, limit: 5 })
  assert.ok(first.ok && first.value.nextCursor)
  const second = await page({ cursor: first.value.nextCursor, limit: 5 })
  assert.ok(second.ok)
  assert.deepEqual(
    second.value.items.map(({ number }) => number),
    right(request).slice(5, 10),
  )
})

test('a cursor may be sent with its own filter and sort, and another limit', async () => {
  const request = { filters: { state: [3] }, sort: 'weight' }
  const first = await page({ ...request, limit: 5 })
  assert.ok(first.ok && first.value.nextCursor)
  const second = await page({ ...request, cursor: first.value.nextCursor, limit: 7 })
  assert.ok(second.ok)
  assert.equal(second.value.items.length, 7)
})

async function someCursor(): Promise<string> {
  const shown = await page({ filters: { state: [1] }, sort: '-sent', limit: 5 })
  assert.ok(shown.ok && shown.value.nextCursor)
  return shown.value.nextCursor
}

const id = '01990000-0000-7000-8000-000000000001'
const written = {
  list: 'parcels',
  sort: '-sent',
  filters: {},
  after: [day('2024-03-03'), id],
} as const

for (const [name, request] of Object.entries<Partial<ListRequest>>({
  'another filter': { filters: { state: [2] } },
  'one filter more': { filters: { state: [1], shop: ['A'] } },
  'another sort': { sort: 'sent' },
  'a cursor that was cut off': { cursor: (await someCursor()).slice(0, -2) },
  'a cursor of another list': { cursor: writeCursor({ ...written, list: 'letters' }) },
  'a cursor of an unknown sort': { cursor: writeCursor({ ...written, sort: 'colour' }) },
  'a cursor of an unknown filter': {
    cursor: writeCursor({ ...written, filters: { colour: [1] } }),
  },
  'a cursor with a filter of another type': {
    cursor: writeCursor({ ...written, filters: { state: ['x'] } }),
  },
  'a cursor behind another type': { cursor: writeCursor({ ...written, after: [7n, id] }) },
  'a cursor behind no id': { cursor: writeCursor({ ...written, after: [day('2024-03-03'), 'x'] }) },
})) {
  test(`${name} is refused`, async () => {
    const cursor = await someCursor()
    const shown = await page({ cursor, ...request })
    assert.equal(shown.ok ? undefined : shown.problem.code, 'cursor_invalid')
  })
}

test('a scope hides the rows of others, whatever the filter or the cursor says', async () => {
  const scope = { condition: sql`shop = ${'S3'}`, filters: { shop: ['S3'] } }
  for (const filters of [{}, { shop: ['S3'] }, { state: [1] }, { weight: { from: 600n } }]) {
    const shown = await page({ filters, limit: 200 }, scope)
    assert.ok(shown.ok)
    const own = right({ filters: { ...filters, shop: ['S3'] } })
    assert.deepEqual(
      shown.value.items.map(({ number }) => number),
      own.slice(0, 200),
    )
  }
  const foreign = await page({ filters: { shop: ['A'] } }, scope)
  assert.deepEqual(foreign.ok && foreign.value.items, [])
  const cursor = await page({ filters: { shop: ['A'] } })
  assert.ok(cursor.ok && cursor.value.nextCursor)
  const smuggled = await page({ cursor: cursor.value.nextCursor }, scope)
  assert.deepEqual(smuggled.ok && smuggled.value.items, [])
})

test('a scope that cannot be said as a filter holds, too', async () => {
  const scope = { condition: sql`carrier = ${'C1'} and weight > 650` }
  const shown = await page({ sort: '-weight', limit: 200 }, scope)
  assert.ok(shown.ok)
  const own = right({ filters: { carrier: ['C1'], weight: { from: 651n } }, sort: '-weight' })
  assert.deepEqual(
    shown.value.items.map(({ number }) => number),
    own.slice(0, 200),
  )
})

test('a list without families of indexes is slow and right', async () => {
  const plain = { ...parcels, leads: [] }
  for (const filters of [{}, { shop: ['A'] }, { state: [3], weight: { from: 300n } }]) {
    const request = { filters, sort: '-seen', limit: 100 }
    const shown = await listPage<Parcel>(database, plain, request, everybody)
    assert.ok(shown.ok)
    assert.deepEqual(
      shown.value.items.map(({ number }) => number),
      right(request).slice(0, 100),
    )
  }
})

test('a list of a table without rows has one empty page', async () => {
  await owner.rows(sql`create table list_test.letter (like list_test.parcel including all)`)
  await owner.rows(sql.raw(`grant select on list_test.letter to ${applicationRole}`))
  const letters = { ...parcels, name: 'letters', table: 'list_test.letter' }
  for (const filters of [{}, { shop: ['A'] }, { weight: { from: 1n } }]) {
    const shown = await listPage<Parcel>(database, letters, { filters, limit: 50 }, everybody)
    assert.deepEqual(shown, { ok: true, value: { items: [], nextCursor: undefined } })
  }
})

test('a page has 1 to 200 rows', async () => {
  await assert.rejects(page({ limit: 0 }), /1 to 200/u)
  await assert.rejects(page({ limit: 201 }), /1 to 200/u)
})
