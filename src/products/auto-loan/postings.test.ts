import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Effect } from './model.ts'
import type { Order } from './orders/index.ts'
import { newsOf } from './events.ts'
import { movementsOf } from './postings.ts'

const order = { orderNo: 'AF1', dealerId: 'D001', currency: 'CNY' } as Order
const at = new Date('2026-01-05T00:00:00Z')

const paid = {
  kind: 'loan.add',
  loan: { funderCode: 'BANK_A', amount: 10_500_000n },
  instalments: [],
} as unknown as Effect
const received = {
  kind: 'receipt.add',
  receipt: { kind: 'down_payment', amount: 4_500_000n, id: 'r1' },
} as unknown as Effect

test('each money fact is one named movement, from somebody to somebody', () => {
  assert.deepEqual(movementsOf(order, [paid, received]), [
    {
      name: 'loan_paid_out',
      from: 'funder:BANK_A',
      to: 'dealer',
      amount: 10_500_000n,
      currency: 'CNY',
      key: 'AF1',
    },
    {
      name: 'down_payment_received',
      from: 'customer',
      to: 'dealer',
      amount: 4_500_000n,
      currency: 'CNY',
      key: 'AF1:r1',
    },
  ])
})

test('others hear of what matters to them, with the money that moved, and of nothing else', () => {
  const [news] = newsOf(order, { event: 'loaned', to: 60050, at }, [paid])
  assert.equal(news?.type, 'auto-loan.loaned')
  assert.equal(news.subject, 'order:AF1')
  assert.match(JSON.stringify(news.payload), /"amount":10500000/u)
  assert.deepEqual(newsOf(order, { event: 'materials_audit_pass', to: 40050, at }, []), [])
})
