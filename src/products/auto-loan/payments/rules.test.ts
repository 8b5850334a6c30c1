import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { asId } from '#kernel/id'
import type { Instalment, Receipt, Refund } from './model.ts'
import {
  earlySettlement,
  isSettled,
  owed,
  pay,
  refundFault,
  settleEarly,
  type PaymentFacts,
} from './rules.ts'

const instalment: Instalment = {
  bucket: 1,
  orderId: asId('0190'),
  no: 1,
  dueOn: '2026-02-15',
  principal: 94_619n,
  interest: 12_000n,
  penalty: 237n,
  principalPaid: 0n,
  interestPaid: 0n,
  penaltyPaid: 0n,
  settledOn: null,
  settledEarly: false,
}

test('money goes to the penalty first, then to interest, then to principal', () => {
  const part = pay(instalment, 237n + 100n, '2026-02-20').instalment
  assert.deepEqual([part.penaltyPaid, part.interestPaid, part.principalPaid], [237n, 100n, 0n])
  assert.equal(part.settledOn, null)
  const rest = pay(part, owed(part), '2026-02-21')
  assert.equal(rest.over, 0n)
  assert.equal(rest.instalment.settledOn, '2026-02-21')
})

test('however it is split, no fen is lost and nothing is overpaid', () => {
  const amounts = fc.array(fc.bigInt({ min: 0n, max: 60_000n }), { maxLength: 8 })
  fc.assert(
    fc.property(amounts, (parts) => {
      let one = instalment
      let over = 0n
      for (const amount of parts) {
        const paid = pay(one, amount, '2026-02-20')
        one = paid.instalment
        over += paid.over
      }
      const given = parts.reduce((sum, amount) => sum + amount, 0n)
      const taken = one.penaltyPaid + one.interestPaid + one.principalPaid
      assert.equal(taken + over, given)
      assert.ok(owed(one) >= 0n)
      assert.equal(isSettled(one), parts.length > 0 && owed(one) === 0n)
    }),
  )
})

const later: Instalment = { ...instalment, no: 2, dueOn: '2026-03-15', penalty: 0n }

test('early settlement: all that is due, later principal, and the fee on it', () => {
  const wanted = earlySettlement([instalment, later], '0.03', '2026-02-20')
  assert.equal(wanted, 94_619n + 12_000n + 237n + 94_619n + 2_839n)
  const closed = [instalment, later].map((one) => settleEarly(one, '2026-02-20'))
  assert.deepEqual(
    closed.map((one) => [one.settledOn, one.settledEarly, one.interestPaid]),
    [
      ['2026-02-20', false, 12_000n],
      ['2026-02-20', true, 0n],
    ],
  )
})

const receipt = { kind: 'deposit', amount: 100_000n } as Receipt
const refund = (state: Refund['state']) => ({ state, amount: 100_000n }) as Refund
const facts = (change: Partial<PaymentFacts>): PaymentFacts => ({
  receipts: [receipt],
  refunds: [],
  disbursements: [],
  loan: undefined,
  instalments: [],
  numbersTaken: new Map(),
  refundDays: 30,
  ...change,
})

const rejected = new Date('2026-01-01T00:00:00Z')
const soon = new Date('2026-01-30T23:59:59Z')
const late = new Date('2026-01-31T00:00:00Z')

// prettier-ignore
const refunds: readonly (readonly [string, PaymentFacts, Date | undefined, Date, RegExp | undefined])[] = [
  ['paid and fresh',             facts({}),                              rejected,  soon, undefined],
  ['thirty days after',          facts({}),                              rejected,  late, /30 days/u],
  ['never rejected',             facts({}),                              undefined, soon, /30 days/u],
  ['no deposit',                 facts({ receipts: [] }),                rejected,  soon, /no deposit/u],
  ['a refund that runs',         facts({ refunds: [refund('running')] }), rejected, soon, /running/u],
  ['a refund that was paid',     facts({ refunds: [refund('paid')] }),   rejected,  soon, /was refunded/u],
  ['a refund that failed',       facts({ refunds: [refund('failed')] }), rejected,  soon, undefined],
]

for (const [what, known, at, now, fault] of refunds) {
  test(`deposit refund, ${what}: ${fault === undefined ? 'may begin' : 'may not'}`, () => {
    const found = refundFault(known, at, now)
    if (fault === undefined) assert.equal(found, undefined)
    else assert.match(found?.detail ?? '', fault)
  })
}
