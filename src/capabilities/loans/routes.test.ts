import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHouse } from '#test/house'

const house = await testHouse()

const terms = {
  currency: 'CNY',
  principal: 1_200_000,
  annualRate: '0.12',
  method: 'equal_instalment',
  periods: 12,
}

test('terms go in and a schedule comes out, and its resolved terms give the same one', async () => {
  const client = await house.person(['finance-ops'])
  const first = await client.post('/api/v1/loans/schedule', terms)
  assert.equal(first.status, 200)
  assert.equal(first.body.instalments.length, 12)
  assert.deepEqual(first.body.totals, {
    principal: 1_200_000,
    interest: 79_423,
    fee: 0,
    total: 1_279_423,
  })
  assert.equal(first.body.terms.firstDueOn, '2026-02-01')
  const again = await client.post('/api/v1/loans/schedule', first.body.terms)
  assert.deepEqual(again.body, first.body)
})

test('an amount beyond 2^53 keeps its last fen', async () => {
  const client = await house.person(['finance-ops'])
  const principal = '900719925474099999'
  const answer = await client.post('/api/v1/loans/schedule', {
    ...terms,
    principal,
    annualRate: '0',
  })
  assert.equal(answer.body.totals.principal, principal)
})

test('terms that do not fit are refused by field', async () => {
  const client = await house.person(['finance-ops'])
  const answer = await client.post('/api/v1/loans/schedule', { ...terms, downPayment: '1' })
  assert.equal(answer.status, 422)
  assert.equal(answer.body.code, 'loan_terms_invalid')
  assert.equal(answer.body.field, 'downPayment')
})
