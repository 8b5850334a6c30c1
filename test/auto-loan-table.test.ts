/** Every state against every event of version 8, through the real service. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roles } from '#kernel/auth'
import { sql } from '#kernel/db'
import { eventsOf, definitionsIn } from '#kernel/lifecycle'
import type { Json } from '#kernel/problem'
import { applyEvents } from '#products/auto-loan'
import {
  actorOf,
  callOf,
  create,
  openAutoLoan,
  payloads,
  imageSha256,
  upload,
  waysTo,
  walk,
  type DemoName,
} from '#test/auto-loan'

const house = await openAutoLoan()
const { kernel } = house

type Row = readonly [event: string, role: string, ...ways: (readonly [from: number, to: number])[]]

// Specification 1.3, 1.3a and 1.4, row by row.
// prettier-ignore
const table: readonly Row[] = [
  ['create_order',                'dealer'],
  ['submit_order',                'dealer',          [0, 10010]],
  ['save_user_work_info',         'credit-auditor',  [10010, 10010]],
  ['save_user_basic_info',        'credit-auditor',  [10010, 10010]],
  ['save_user_driver_license',    'credit-auditor',  [10010, 10010]],
  ['save_user_coborrower_info',   'credit-auditor',  [10010, 10010]],
  ['can_aegis_update_order',      'credit-auditor',  [10010, 10010]],
  ['reject_qualification_audit',  'credit-auditor',  [10010, 10030]],
  ['qualification_audit_pass',    'credit-auditor',  [10010, 10050]],
  ['can_refund',                  'finance-ops',     [10030, 10030], [40030, 40030]],
  ['cancel',                      'dealer',          [0, 99999], [10010, 99999], [10030, 99999],
                                                     [10050, 99999], [40020, 99999], [40030, 99999],
                                                     [40050, 99999], [40130, 99999], [40150, 99999]],
  ['submit_materials_audit',      'dealer',          [10050, 40010]],
  ['return_materials_audit',      'credit-auditor',  [40010, 40020]],
  ['reject_materials_audit',      'credit-auditor',  [40010, 40030]],
  ['materials_audit_pass',        'credit-auditor',  [40010, 40050]],
  ['save_images_info',            'dealer',          [40020, 40020]],
  ['save_coborrow_info',          'dealer',          [40020, 40020]],
  ['save_user_id_card',           'dealer',          [40020, 40020]],
  ['save_user_info',              'dealer',          [40020, 40020]],
  ['resubmit_materials_audit',    'dealer',          [40020, 40010]],
  ['save_product',                'dealer',          [40050, 40050]],
  ['product_confirmed',           'dealer',          [40050, 40110]],
  ['auto_launch_compass_routing', 'system',          [40050, 40110]],
  ['fund_final_audit_fail',       'fund-router',     [40110, 40130]],
  ['fund_final_audit_pass',       'fund-router',     [40110, 40150]],
  ['retry_fund_routing',          'fund-router',     [40130, 40110]],
  ['reselect_product',            'fund-router',     [40130, 40050]],
  ['skip_current_lending_bank',   'fund-router',     [40150, 40110], [50350, 40110]],
  ['reset_loan_audit',            'lending-auditor', [40150, 40150]],
  ['submit_lend_preaudit',        'lending-auditor', [40150, 40150]],
  ['contract_signed',             'lending-auditor', [40150, 50250]],
  ['loan_material_audit',         'lending-auditor', [40150, 50310]],
  ['down_payment_done',           'finance-ops',     [50250, 30050]],
  ['return_contract_audit',       'lending-auditor', [50250, 40150]],
  ['pass_loan_material_audit',    'lending-auditor', [30050, 50350], [50310, 50350]],
  ['return_loan_material_audit',  'lending-auditor', [50310, 40150], [30050, 40150]],
  ['submit_fund_loan',            'finance-ops',     [50350, 60010]],
  ['loaned',                      'system',          [50350, 60050], [60010, 60050]],
  ['fund_loan_failed',            'system',          [60010, 50350]],
  ['pay_off',                     'system',          [60050, 60150]],
]

/** Legal rows whose guard does not hold for the plain order of this test. */
const held: Readonly<Record<string, string>> = {
  '10030 can_refund': 'deposit_refundable',
  '40030 can_refund': 'deposit_refundable',
  '60050 pay_off': 'all_settled',
}

const settle = { reference: 'R-1', receivedOn: '2026-01-06' }

/** An order in this state, with an image; it is taken there by its events. */
async function orderIn(state: number): Promise<string> {
  const [orderNo = ''] = await create(kernel)
  const settled = state === 60150
  await upload(await house.as('dealer'), orderNo, 'other')
  await walk(kernel, orderNo, waysTo[settled ? 60050 : state] ?? [])
  if (!settled) return orderNo
  const finance = await house.as('finance')
  const instalments = Array.from({ length: 36 }, (_, at) => ({ no: at + 1 }))
  const paid = await finance.post(`/api/v1/auto-loan/orders/${orderNo}/repayments`, {
    ...settle,
    instalments,
  })
  assert.equal(paid.body.settled, true)
  await walk(kernel, orderNo, [['pay_off', 'system']])
  return orderNo
}

function payloadOf(event: string, orderNo: string): Json {
  if (event === 'fund_loan_failed') return { loanRequestNo: `${orderNo}-L1` }
  if (event === 'save_images_info') return { images: [{ kind: 'other', sha256: imageSha256 }] }
  return payloads[event] ?? {}
}

test('the table of this test names every event of version 8, and nothing else', async () => {
  const definition = await definitionsIn(kernel.database).pinned(kernel.database, 'auto-loan', '8')
  assert.deepEqual(new Set(eventsOf(definition)), new Set(table.map(([event]) => event)))
})

for (const state of [...Object.keys(waysTo).map(Number), 60150]) {
  test(`state ${state}: each of the ${table.length} events does what the document says`, async () => {
    const orderNo = await orderIn(state)
    const calls = table.map(([event, role]) =>
      callOf(kernel, orderNo, event, { role, payload: payloadOf(event, orderNo), dryRun: true }),
    )
    const answers = await kernel.database.transaction((tx) => applyEvents(kernel)(tx, calls))
    const legal = table
      .filter(
        ([event, , ...ways]) => event !== 'create_order' && ways.some(([from]) => from === state),
      )
      .map(([event]) => event)
    for (const [at, [event, , ...ways]] of table.entries()) {
      const answer = answers[at]
      const way = ways.find(([from]) => from === state)
      const guard = held[`${state} ${event}`]
      if (way === undefined) {
        assert.ok(answer && !answer.ok, `${event} must be refused`)
        assert.equal(answer.problem.code, 'state_conflict', event)
        assert.equal(answer.problem.facts?.['currentState'], state)
        assert.deepEqual(
          Array.from(Object(answer.problem.facts)['allowed'], String).toSorted(),
          legal.toSorted(),
        )
      } else if (guard !== undefined) {
        assert.ok(answer && !answer.ok, event)
        assert.equal(answer.problem.facts?.['guard'], guard)
      } else {
        assert.ok(answer?.ok, `${event}: ${JSON.stringify(answer)}`)
        assert.deepEqual([answer.value.from, answer.value.to], way)
      }
    }
  })
}

/** The state's own field gets its code; a move may name more. */
const fieldOf: Readonly<Record<number, readonly string[]>> = {
  40110: ['compassStatus'],
  40130: ['compassStatus'],
  40150: ['lendAuditStatus'],
  50310: ['lendAuditStatus'],
}

function fieldsOf(event: string, to: number): readonly string[] {
  if (event === 'fund_final_audit_pass') return ['lendAuditStatus', 'compassStatus']
  const audited = [10010, 10030, 10050, 40010, 40020, 40030, 40050].includes(to)
  return audited ? ['creditAuditStatus'] : (fieldOf[to] ?? [])
}

for (const [event, role, ...ways] of table) {
  for (const [from, to] of ways) {
    if (held[`${from} ${event}`] !== undefined || event.startsWith('can_')) continue
    test(`${from} ${event} ${to}: one history row, the state, and its subsystem field`, async () => {
      const orderNo = await orderIn(from)
      const before = await rowsOf(orderNo)
      await walk(kernel, orderNo, [[event, role, payloadOf(event, orderNo)]])
      const after = await rowsOf(orderNo)
      assert.equal(after?.state, to)
      assert.equal(Number(after?.events), Number(before?.events) + 1)
      assert.equal(after?.rowVersion, Number(before?.rowVersion) + 1)
      const written = from === to ? [] : fieldsOf(event, to)
      for (const name of ['creditAuditStatus', 'compassStatus', 'lendAuditStatus'] as const) {
        const expected = written.includes(name) ? to : before?.[name]
        assert.equal(after?.[name], expected, name)
      }
    })
  }
}

test('each event by each role that may not: refused, and nothing is written', async () => {
  const everyone = [...roles, 'system']
  for (const [event, role, ...ways] of table) {
    const [from] = ways[0] ?? [0]
    const orderNo = await orderIn(from)
    const before = await rowsOf(orderNo)
    const also = event.startsWith('fund_final_audit') ? 'system' : role
    const others = everyone.filter((one) => one !== role && one !== also)
    const calls = others.map((one) =>
      callOf(kernel, orderNo, event, {
        role: one,
        // A dealer's role alone, of the house's own staff: the role is what is tested here.
        actor: { ...actorOf(one), party: undefined },
        payload: payloadOf(event, orderNo),
      }),
    )
    const answers = await kernel.database.transaction((tx) => applyEvents(kernel)(tx, calls))
    for (const [at, answer] of answers.entries()) {
      assert.ok(!answer.ok, `${event} by ${others[at]}`)
      assert.equal(answer.problem.code, 'actor_not_allowed', `${event} by ${others[at]}`)
    }
    assert.deepEqual(await rowsOf(orderNo), before)
  }
})

/** The people of the back office, and the role that each has. */
const staff: readonly (readonly [DemoName, string])[] = [
  ['dealer', 'dealer'],
  ['credit', 'credit-auditor'],
  ['router', 'fund-router'],
  ['lending', 'lending-auditor'],
  ['finance', 'finance-ops'],
  ['admin2', 'admin'],
  ['auditor', 'auditor'],
]

test('each event by each other person over HTTP: 403, and nothing is written', async () => {
  for (const [event, role, ...ways] of table) {
    const orderNo = await orderIn(ways[0]?.[0] ?? 0)
    const before = await rowsOf(orderNo)
    const body = { payload: payloadOf(event, orderNo) }
    for (const [who] of staff.filter(([, has]) => has !== role)) {
      const person = await house.as(who)
      const answer = await person.post(`/api/v1/auto-loan/orders/${orderNo}/events/${event}`, body)
      assert.equal(answer.status, 403, `${event} by ${who}: ${JSON.stringify(answer.body)}`)
      assert.equal(answer.body.code, 'actor_not_allowed')
    }
    assert.deepEqual(await rowsOf(orderNo), before)
  }
})

interface Rows {
  readonly state: number
  readonly rowVersion: number
  readonly creditAuditStatus: number | null
  readonly compassStatus: number | null
  readonly lendAuditStatus: number | null
  readonly events: bigint
}

/** How many history rows, and where the order is. */
const rowsOf = (orderNo: string) =>
  kernel.database.row<Rows>(sql`
    select o.state, o.row_version, o.credit_audit_status, o.compass_status, o.lend_audit_status,
           (select count(*) from auto_loan.order_event e
             where e.bucket = o.bucket and e.order_id = o.id) as events
      from auto_loan.auto_order o where order_no = ${orderNo}`)
