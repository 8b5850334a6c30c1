/** From the list's address to what `GET /auto-loan/orders` takes. Pure. */
import type { Query } from '../../api.ts'
import { minorOf } from '../../shared/amount.ts'
import type { AnyFields, ListDefinition } from '../../shared/list/state.ts'

const fields = {
  orderNo: 'one',
  state: 'many',
  dealerId: 'many',
  funderId: 'many',
  productId: 'many',
  createdFrom: 'one',
  createdTo: 'one',
  amountFrom: 'one',
  amountTo: 'one',
  phone: 'hidden',
  idNumber: 'hidden',
} as const

export const orderList = {
  name: 'auto-loan.orders',
  fields,
  sorts: ['-created', 'created', '-updated', 'updated', '-amount', 'amount'],
} as const satisfies ListDefinition<typeof fields>

/** Orders of this product are in a currency of two decimals. */
const exponent = 2

export function ask(given: AnyFields): Query {
  const { createdFrom, createdTo, amountFrom, amountTo, state, ...rest } = given
  const query = {
    ...rest,
    state: numbersOf(state),
    createdFrom: dayStart(createdFrom, 0),
    createdTo: dayStart(createdTo, 1),
    amountFrom: amountOf(amountFrom),
    amountTo: amountOf(amountTo),
  }
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
}

type Given = AnyFields[string]

/** A link from elsewhere may carry nonsense: what is no code is not asked for. */
function numbersOf(given: Given): readonly number[] | undefined {
  if (given === undefined) return undefined
  const codes = [given].flat().filter((code) => /^\d{1,9}$/u.test(code))
  return codes.length === 0 ? undefined : codes.map(Number)
}

const amountOf = (given: Given) =>
  typeof given === 'string' ? minorOf(given, exponent) : undefined

/** A day of the business zone as the instant it begins, or the one after it begins. */
function dayStart(day: Given, daysAfter: 0 | 1): string | undefined {
  if (typeof day !== 'string' || !/^\d{4}-\d{2}-\d{2}$/u.test(day)) return undefined
  const start = new Date(`${day}T00:00:00+08:00`)
  if (Number.isNaN(start.getTime())) return undefined
  start.setUTCDate(start.getUTCDate() + daysAfter)
  return start.toISOString()
}
