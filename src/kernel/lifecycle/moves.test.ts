import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decide } from './decide.ts'
import { moves } from './moves.ts'
import { engine, shipped, user } from './test-fixture.ts'

const { v8 } = await shipped()

test('a dealer sees every row of the state, and why some are not for dealers', () => {
  const possible = moves(v8, 40050, user('dealer'))
  assert.deepEqual(
    possible.map(({ event, kind, to, origin, allowed }) => [event, kind, to, origin, allowed]),
    [
      ['save_product', 'edit', 40050, 'document', true],
      ['auto_launch_compass_routing', 'transition', 40110, 'document', false],
      ['product_confirmed', 'transition', 40110, 'document', true],
      ['cancel', 'transition', 99999, 'amendment', true],
    ],
  )
  assert.deepEqual(possible[1]?.reason, {
    code: 'actor_not_allowed',
    zh: '仅限角色 system',
    en: 'only for system',
  })
  assert.equal(possible[0]?.reason, null)
})

test('labels stand in both languages, and the target has its name', () => {
  const [refund] = moves(v8, 10030, user('finance-ops'))
  assert.deepEqual(refund, {
    event: 'can_refund',
    kind: 'probe',
    to: 10030,
    toName: '初审拒绝',
    label: '初审拒绝，允许退款',
    labelEn: 'May the deposit be refunded?',
    origin: 'document',
    allowed: true,
    reason: null,
  })
})

test('a guard is asked only where the role allows, and its reason is passed on', () => {
  const asked: string[] = []
  const reason = { code: 'guard_failed', zh: '未收到首付', en: 'the down payment has not come in' }
  const possible = moves(v8, 50250, user('finance-ops'), (move) => {
    asked.push(`${move.event} ${move.guard}`)
    return reason
  })
  assert.deepEqual(asked, ['down_payment_done down_payment_received'])
  assert.deepEqual(possible[0]?.reason, reason)
  assert.equal(possible[0]?.allowed, false)
  assert.equal(possible[1]?.reason?.code, 'actor_not_allowed')
})

test('nothing leaves an end, and creating is offered by no order', () => {
  assert.deepEqual(moves(v8, 60150, user('dealer')), [])
  assert.deepEqual(
    moves(v8, 0, user('dealer')).map(({ event }) => event),
    ['submit_order', 'cancel'],
  )
})

test('what moves allows, decide accepts; what it forbids, decide refuses', () => {
  const actors = [user('dealer'), user('credit-auditor', 'fund-router'), engine, user()]
  for (const { code } of v8.states) {
    for (const actor of actors) {
      for (const { event, allowed } of moves(v8, code, actor)) {
        const decision = decide(v8, { order: { state: code, version: 1 }, event, actor })
        assert.equal(decision.ok, allowed, `${code} ${event}`)
      }
    }
  }
})
