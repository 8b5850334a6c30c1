/**
 * The list of a million orders: every filter alone and every two together, in each order, first
 * page and thousandth, asked for what is frequent, rare and not there.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import {
  cursorBehind,
  listPage,
  sql,
  type Database,
  type FilterValues,
  type ListRequest,
  type Range,
} from '#kernel/db'
import { orderList } from '#products/auto-loan'
import { expected, matching, readRows, type OrderRow, type OrderRows } from '../order-rows.ts'
import {
  orderCount,
  percentile,
  type Figure,
  type Ground,
  type Outcome,
  type Scenario,
} from '../scenario.ts'
import { sharedPhone } from '../seed-orders.ts'

const pageSize = 50
const deepPage = 1_000
const repeats = 3
const pageMsMax = 20

export const listScenario: Scenario = {
  name: 'lifecycle-list',
  title: `pages of a list of ${orderCount.toLocaleString('en')} orders`,
  run: measure,
}

const day = (text: string): Date => new Date(`${text}T00:00:00Z`)
const hashed = (kind: string, person: string): Buffer =>
  createHash('sha256').update(`${kind}:${person}`).digest()
const between = (from: Range['from'], to: Range['to']): Range => ({ from, to })

/** For each filter: frequent, rare, absent, and what usually goes wrong. */
const questions: Readonly<Record<string, Readonly<Record<string, FilterValues[string]>>>> = {
  state: {
    'in audit': [10010, 40010, 40020, 40110],
    ended: [60150, 99999],
    'nearly all': [60050, 60150, 99999],
    disbursing: [60010],
    rejected: [10030, 40030, 40130],
    'ten in flight': [0, 10010, 10030, 10050, 40010, 40050, 40110, 40150, 50250, 60010],
    unknown: [12345],
  },
  dealer: { largest: ['D0038'], middle: ['D0149'], small: ['D0205'], unknown: ['D9999'] },
  funder: { largest: ['BANK_A'], left: ['BANK_D'], new: ['BANK_E'], unknown: ['BANK_X'] },
  product: { largest: ['P06'], withdrawn: ['P01'], new: ['P20'], middle: ['P12'] },
  created: {
    'last month': between(day('2026-12-01'), undefined),
    'one day': between(day('2025-03-03'), day('2025-03-04')),
    'half a year': between(day('2024-01-01'), day('2024-07-01')),
    'a year': between(day('2025-01-01'), day('2026-01-01')),
    'the first month': between(undefined, day('2024-02-01')),
    never: between(day('2020-01-01'), day('2021-01-01')),
  },
  amount: {
    highest: between(45_000_000n, undefined),
    lowest: between(undefined, 7_300_000n),
    middle: between(20_000_000n, 22_000_000n),
    most: between(10_000_000n, undefined),
    none: between(90_000_000n, undefined),
  },
  orderNo: {
    year: 'AF2024',
    month: 'AF202503',
    day: 'AF20261101',
    'ten of a day': 'AF2025030300012',
    one: 'AF20260701000123',
    none: 'AF2019',
  },
  phone: {
    one: hashed('phone', '4711'),
    'shared by 2,000': hashed('phone', sharedPhone),
    unknown: hashed('phone', 'nobody'),
  },
  idNumber: { one: hashed('id', '4711'), unknown: hashed('id', 'nobody') },
}

interface Combination {
  readonly name: string
  readonly filters: FilterValues
}

const single: readonly Combination[] = Object.entries(questions).flatMap(([filter, values]) =>
  Object.entries(values).map(([kind, value]) => ({
    name: `${filter} ${kind}`,
    filters: { [filter]: value },
  })),
)

const filterOf = ({ filters }: Combination): string => Object.keys(filters)[0] ?? ''

const pairs: readonly Combination[] = single.flatMap((one, at) =>
  single
    .slice(at + 1)
    .filter((other) => filterOf(other) !== filterOf(one))
    .map((other) => ({
      name: `${one.name}, ${other.name}`,
      filters: { ...one.filters, ...other.filters },
    })),
)

const combinations: readonly Combination[] = [{ name: 'all', filters: {} }, ...single, ...pairs]
const sorts = ['-created', 'created', '-updated', 'updated', '-amount', 'amount']

async function measure(ground: Ground): Promise<Outcome> {
  const { owner, say } = ground
  const seedS = await ground.loadOrders()
  const orders = await readRows(owner)
  const found: Timing[] = []
  for (const [at, combination] of combinations.entries()) {
    if (at % 100 === 0) say(`combination ${at} of ${combinations.length}`)
    found.push(...(await pagesOf(ground, orders, combination)))
  }
  return outcome(found, seedS)
}

interface Timing {
  readonly combination: string
  readonly sort: string
  readonly page: 'first' | 'thousandth'
  readonly ms: readonly number[]
}

/** The first page and the thousandth in each order; of shorter lists one near their end. */
async function pagesOf(
  { database }: Ground,
  orders: OrderRows,
  { name, filters }: Combination,
): Promise<readonly Timing[]> {
  const visible = filters['phone'] === undefined && filters['idNumber'] === undefined
  const matches = visible ? matching(orders, filters) : undefined
  const total = matches?.reduce((sum, match) => sum + match, 0) ?? 0
  const deep = Math.min((deepPage - 1) * pageSize, Math.floor(total * 0.9))
  const timings: Timing[] = []
  for (const sort of sorts) {
    const page = async (skip: number): Promise<readonly number[]> => {
      const count = pageSize + 1
      const right =
        matches && expected(orders, matches, { sort, skip: Math.max(0, skip - 1), count })
      const before = skip > 0 ? right?.[0] : undefined
      const cursor = before && cursorBehind(orderList, { sort, filters }, before)
      const shown = right?.slice(skip > 0 ? 1 : 0).slice(0, pageSize)
      return await timed(database, { filters, sort, ...(cursor ? { cursor } : {}) }, shown)
    }
    timings.push({ combination: name, sort, page: 'first', ms: await page(0) })
    if (deep > 0)
      timings.push({ combination: name, sort, page: 'thousandth', ms: await page(deep) })
  }
  return timings
}

async function timed(
  database: Database,
  request: Omit<ListRequest, 'limit'>,
  shown: readonly OrderRow[] | undefined,
): Promise<readonly number[]> {
  const ms: number[] = []
  for (let repeat = 0; repeat < repeats; repeat++) {
    const startedMs = performance.now()
    const found = await listPage<{ readonly id: string }>(
      database,
      orderList,
      { ...request, limit: pageSize },
      { condition: sql`true` },
    )
    ms.push(performance.now() - startedMs)
    assert(found.ok, 'the list answers')
    const ids = found.value.items.map(({ id }) => id)
    if (shown)
      assert.deepEqual(
        ids,
        shown.map(({ id }) => id),
        JSON.stringify(request.sort),
      )
  }
  return ms
}

function outcome(found: readonly Timing[], seedS: number): Outcome {
  const figures = (['first', 'thousandth'] as const).flatMap((which): Figure[] => {
    const ms = found
      .filter((each) => each.page === which)
      .flatMap((each) => each.ms)
      .toSorted((a, b) => a - b)
    const target = { atMost: pageMsMax }
    return [
      { name: `${which} page, p50`, value: percentile(ms, 0.5), unit: 'ms' },
      { name: `${which} page, p99`, value: percentile(ms, 0.99), unit: 'ms', target },
      { name: `${which} page, slowest`, value: percentile(ms, 1), unit: 'ms' },
    ]
  })
  const medians = found
    .map(({ ms, ...each }) => ({
      ...each,
      ms: percentile(
        ms.toSorted((a, b) => a - b),
        0.5,
      ),
    }))
    .toSorted((a, b) => b.ms - a.ms)
  const above = medians.filter(({ ms }) => ms > pageMsMax).length
  return {
    figures: [...figures, { name: 'loading the orders', value: seedS, unit: 's' }],
    details: { asked: found.length, medianAboveTarget: above, slowest: medians.slice(0, 50) },
  }
}
