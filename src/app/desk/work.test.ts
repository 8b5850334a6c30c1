import assert from 'node:assert/strict'
import { test } from 'node:test'
import { raiseAlarm } from '#kernel/jobs'
import { apply, create, openAutoLoan, until, walk } from '#test/auto-loan'
import type { Person } from '#test/house'

const loans = await openAutoLoan()
const { kernel, clock } = loans

interface Item {
  readonly orderNo: string
  readonly state: number
  readonly since: string
  readonly limitAt: string | null
  readonly late: boolean
  readonly mayTake: boolean
  readonly taken: { readonly name: string; readonly mine: boolean; readonly until: string } | null
}

async function work(who: Person | undefined, query = ''): Promise<readonly Item[]> {
  const answer = await who?.get(`/api/v1/work${query}`)
  assert.equal(answer?.status, 200, JSON.stringify(answer?.body))
  return answer.body.items
}

const numbers = (items: readonly Item[]): readonly string[] => items.map(({ orderNo }) => orderNo)
let keys = 0
const post = (who: Person | undefined, path: string) => {
  assert.ok(who)
  return who.post(`/api/v1/work/${path}`, {}, { 'idempotency-key': `work ${(keys += 1)}` })
}
const take = (who: Person | undefined, orderNo: string) => post(who, `auto-loan/${orderNo}/take`)
const release = (who: Person | undefined, orderNo: string) =>
  post(who, `auto-loan/${orderNo}/release`)

/** New orders that wait for the credit auditor, a minute apart. */
async function submitted(count: number): Promise<readonly string[]> {
  const orders: string[] = []
  for (let at = 0; at < count; at++) {
    const [orderNo = ''] = await create(kernel)
    await walk(kernel, orderNo, until('submit_order'))
    orders.push(orderNo)
    clock.advance(60_000)
  }
  return orders
}

/** Takes everything that waits out of the others' way. */
async function cleared(): Promise<void> {
  for (const { orderNo, state } of await work(await loans.signIn('auditor'), '?limit=200')) {
    if (state === 10010) {
      await apply(kernel, orderNo, 'reject_qualification_audit', { role: 'credit-auditor' })
    }
  }
}

test('what waits longest for my role comes first, with its limit, and late when that is over', async () => {
  const [first, second] = await submitted(2)
  const before = await work(await loans.signIn('credit'))
  assert.deepEqual(numbers(before), [first, second])
  const [oldest] = before
  assert.equal(oldest?.state, 10010)
  assert.equal(oldest.late, false)
  const limitMs = Date.parse(oldest.limitAt ?? '') - Date.parse(oldest.since)
  // It was submitted on a Monday: a working day later is Tuesday.
  assert.equal(limitMs, 24 * 3_600_000)
  clock.advance(24 * 3_600_000 - 90_000)
  const later = await work(await loans.signIn('credit'))
  assert.deepEqual(
    later.map(({ late }) => late),
    [true, false],
  )
})

test('an order waits for who can lead it on, not for who could only give it up', async () => {
  const [waiting] = await submitted(1)
  const [draft] = await create(kernel)
  const mine = numbers(await work(await loans.signIn('dealer')))
  assert.ok(draft && mine.includes(draft))
  assert.ok(waiting && !mine.includes(waiting))
  assert.deepEqual(numbers(await work(await loans.signIn('lending'))), [])
})

test('a dealer sees and takes its own orders, and never those of another', async () => {
  const [draft = ''] = await create(kernel)
  const [own, other] = await Promise.all([loans.signIn('dealer'), loans.signIn('dealer2')])
  assert.ok(numbers(await work(own)).includes(draft))
  assert.deepEqual(numbers(await work(other)), [])
  const refused = await take(other, draft)
  assert.equal(refused.status, 404)
  assert.equal(refused.body.code, 'work_not_found')
  assert.equal((await take(own, draft)).status, 200)
})

test('an auditor looks at everybody’s work and takes none of it', async () => {
  const auditor = await loans.signIn('auditor')
  const all = await work(auditor)
  assert.ok(all.length > 1)
  assert.ok(all.every(({ mayTake }) => !mayTake))
  const some = await work(auditor, '?role=credit-auditor')
  assert.ok(some.length > 0 && some.length < all.length)
  assert.equal((await take(auditor, some[0]?.orderNo ?? '')).status, 403)
  const stranger = await work(await loans.signIn('lending'), '?role=credit-auditor')
  assert.deepEqual(stranger, [])
})

test('who takes an order holds it: the others hear who and how long, until it is given back', async () => {
  const [orderNo = ''] = await submitted(1)
  const [one, other] = await Promise.all([loans.signIn('credit'), loans.person(['credit-auditor'])])
  const taken = await take(one, orderNo)
  assert.equal(taken.status, 200)
  assert.equal(taken.body.taken.mine, true)
  assert.equal(Date.parse(taken.body.taken.until) - clock.now().getTime(), 3_600_000)
  const refused = await take(other, orderNo)
  assert.equal(refused.status, 409)
  assert.equal(refused.body.code, 'work_taken')
  assert.equal(refused.body.until, taken.body.taken.until)
  const seen = (await work(other)).find((item) => item.orderNo === orderNo)
  assert.equal(seen?.taken?.mine, false)
  assert.equal((await release(other, orderNo)).body.code, 'work_not_yours')
  assert.deepEqual(numbers(await work(one, '?mine=true')), [orderNo])
  assert.equal((await release(one, orderNo)).status, 200)
  assert.deepEqual(await work(one, '?mine=true'), [])
  assert.equal((await take(other, orderNo)).status, 200)
})

test('what was taken is free again when the time is over', async () => {
  const [orderNo = ''] = await submitted(1)
  assert.equal((await take(await loans.signIn('credit'), orderNo)).status, 200)
  clock.advance(3_600_000)
  assert.equal((await take(await loans.person(['credit-auditor']), orderNo)).status, 200)
})

test('an order that moves on is nobody’s any more, also when it comes back', async () => {
  await cleared()
  const [orderNo = ''] = await create(kernel)
  await walk(kernel, orderNo, until('submit_materials_audit'))
  const one = await loans.signIn('credit')
  assert.equal((await take(one, orderNo)).status, 200)
  clock.advance(1_000)
  await walk(kernel, orderNo, [
    ['return_materials_audit', 'credit-auditor'],
    ['resubmit_materials_audit', 'dealer'],
  ])
  assert.deepEqual(await work(one, '?mine=true'), [])
  const [back] = await work(one)
  assert.equal(back?.orderNo, orderNo)
  assert.equal(back.taken, null)
  await walk(kernel, orderNo, [['reject_materials_audit', 'credit-auditor']])
  assert.equal((await take(one, orderNo)).body.code, 'work_not_found')
})

test('two who ask for the next order at the same time get two different ones, the oldest two', async () => {
  await cleared()
  const orders = await submitted(8)
  const people = await Promise.all(
    Array.from({ length: 6 }, () => loans.person(['credit-auditor'])),
  )
  const answers = await Promise.all(people.map((who) => post(who, 'next')))
  const taken = answers.map(({ body }) => String(body.orderNo))
  assert.deepEqual(new Set(taken), new Set(orders.slice(0, 6)))
  assert.equal(new Set(taken).size, 6)
  const [first] = people
  assert.equal((await post(first, 'next')).body.orderNo, orders[6])
  assert.equal((await post(first, 'next')).body.orderNo, orders[7])
  const empty = await post(first, 'next')
  assert.equal(empty.status, 404)
  assert.equal(empty.body.code, 'work_empty')
  assert.equal(numbers(await work(first, '?mine=true')).length, 3)
})

test('pages follow each other without a gap, and a forged cursor is refused', async () => {
  await cleared()
  const orders = await submitted(5)
  const who = await loans.signIn('credit')
  const seen: string[] = []
  let query = '?limit=2'
  for (let page = 0; page < 3; page++) {
    const { body } = await who.get(`/api/v1/work${query}`)
    seen.push(...numbers(body.items))
    query = `?cursor=${body.nextCursor}&limit=2`
  }
  assert.deepEqual(seen, orders)
  const forge = (after: string) =>
    Buffer.from(JSON.stringify(['work', {}, after])).toString('base64url')
  for (const after of [
    'x',
    '2026-99-99T99:99:99.000Z auto-loan 1',
    '2026-01-01T00:00:00.000Z auto-loan 1',
    '2026-01-01T00:00:00.000Z nowhere 1',
  ]) {
    const answer = await who.get(`/api/v1/work?cursor=${forge(after)}`)
    assert.equal(answer.status, 400, after)
    assert.equal(answer.body.code, 'cursor_invalid')
  }
})

test('the side bar says how much waits for me, and a dealer hears of no alarm', async () => {
  await cleared()
  await submitted(3)
  await kernel.database.transaction((tx) =>
    raiseAlarm(tx, {
      code: 'test',
      severity: 'warning',
      owner: 'credit-auditor',
      subject: 'order:1',
      detail: 'look',
      at: clock.now(),
    }),
  )
  const badges = async (who: Person) => (await who.get('/api/v1/badges')).body
  const one = await loans.signIn('credit')
  assert.deepEqual(await badges(one), { work: 3, approvals: 0, alarms: 1 })
  assert.equal((await badges(await loans.signIn('dealer'))).alarms, 0)
  assert.equal((await badges(await loans.signIn('router'))).work, 0)
  assert.equal((await loans.stranger.get('/api/v1/badges')).status, 401)
})
