/** What is known of an order: personal data, images, plans, contracts, money; and who sees it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { search } from '#kernel/audit'
import { sql } from '#kernel/db'
import type { Json } from '#kernel/problem'
import {
  coBorrower,
  create,
  imageSha256,
  newOrder,
  openAutoLoan,
  png,
  upload,
  waysTo,
  walk,
  youngIdNumber,
  type DemoName,
} from '#test/auto-loan'

const house = await openAutoLoan()
const { kernel } = house
const base = '/api/v1/auto-loan/orders'

async function orderAt(state: number): Promise<string> {
  const [orderNo = ''] = await create(kernel)
  await walk(kernel, orderNo, waysTo[state] ?? [])
  return orderNo
}

const orderOf = async (orderNo: string, who: DemoName = 'credit') =>
  (await (await house.as(who)).get(`${base}/${orderNo}`)).body

const post = async (who: DemoName, path: string, body: object = {}) =>
  await (await house.as(who)).post(`${base}/${path}`, body)

const happens = (who: DemoName, orderNo: string, event: string, payload: Json = {}) =>
  post(who, `${orderNo}/events/${event}`, { payload })

test('personal data is masked for everybody, also for who may change it', async () => {
  const orderNo = await orderAt(10010)
  await walk(kernel, orderNo, [['save_user_coborrower_info', 'credit-auditor', coBorrower]])
  for (const who of ['dealer', 'credit', 'finance', 'auditor'] as const) {
    const { applicant, coBorrower: second } = await orderOf(orderNo, who)
    assert.equal(applicant.groups.identity.name, '张*')
    assert.equal(applicant.groups.identity.idNumber, '110105********2311')
    assert.equal(applicant.groups.basic.phone, '138****8000')
    assert.equal(applicant.groups.work.monthlyIncome, '***')
    assert.equal(second.groups.identity.name, '李*')
  }
})

test('one field in clear takes a reason and leaves a row in the audit trail', async () => {
  const orderNo = await orderAt(10010)
  const ask = { person: 'applicant', field: 'phone', reason: '电话核实' }
  const clear = await post('credit', `${orderNo}/unmask`, ask)
  assert.deepEqual(clear.body, { person: 'applicant', field: 'phone', value: '13800138000' })
  const page = await search(kernel.database, { action: 'secret.unmask' }, { limit: 10 })
  assert.ok(page.ok)
  const [row] = page.value.items
  assert.equal(row?.reason, '电话核实')
  assert.equal(row.subject, `order:${orderNo}`)
  assert.ok(!JSON.stringify(row).includes('13800138000'))
  const silent = await post('credit', `${orderNo}/unmask`, { ...ask, reason: ' ' })
  assert.deepEqual([silent.status, silent.body.code], [422, 'reason_required'])
  const dealer = await post('dealer', `${orderNo}/unmask`, ask)
  assert.equal(dealer.status, 403)
  const unknown = await post('credit', `${orderNo}/unmask`, { ...ask, field: 'shoeSize' })
  assert.deepEqual([unknown.status, unknown.body.code], [404, 'field_unknown'])
  const nobody = await post('credit', `${orderNo}/unmask`, { ...ask, person: 'co_borrower' })
  assert.deepEqual([nobody.status, nobody.body.code], [404, 'person_not_found'])
})

test('no table holds a name, phone or ID number in clear', async () => {
  const orderNo = await orderAt(10010)
  await happens('credit', orderNo, 'save_user_coborrower_info', coBorrower)
  await happens('credit', orderNo, 'reject_qualification_audit', {
    comment: '本人 13800138000 拒绝',
  })
  const tables = await kernel.database.rows<{ name: string }>(sql`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('auto_loan', 'jobs', 'http', 'audit', 'partner', 'lifecycle')`)
  assert.ok(tables.length > 25)
  for (const { name } of tables) {
    // A comment is an auditor's own words: it stays with the audit result, and history masks it.
    if (name === 'auto_loan.audit_result') continue
    const rows = await kernel.database.rows<{ text: string }>(
      sql`select t::text as text from ${sql.raw(name)} as t`,
    )
    for (const { text } of rows) {
      for (const clear of ['张三', '李四', '13800138000', '13900139000', youngIdNumber]) {
        assert.ok(!text.includes(clear), `${name} holds ${clear}`)
      }
    }
  }
})

test('only what changes has to be sent, and a corrected phone finds the order', async () => {
  const orderNo = await orderAt(40020)
  const phone = '13512345678'
  const saved = await happens('dealer', orderNo, 'save_user_info', { phone })
  assert.equal(saved.status, 200)
  const { applicant } = await orderOf(orderNo)
  assert.equal(applicant.groups.basic.phone, '135****5678')
  assert.equal(applicant.groups.work.unitName, '***')
  const dealer = await house.as('dealer')
  const found = await dealer.get(`${base}?phone=${encodeURIComponent('+86 135 1234 5678')}`)
  assert.deepEqual(
    found.body.items.map((row: { orderNo: string }) => row.orderNo),
    [orderNo],
  )
  const nothing = await happens('dealer', orderNo, 'save_user_info', {})
  assert.deepEqual([nothing.status, nothing.body.code], [400, 'event_payload_invalid'])
  const wrong = await happens('dealer', orderNo, 'save_user_id_card', {
    idNumber: '110105199003072312',
  })
  assert.match(wrong.body.detail, /check digit/u)
})

test('an erased person is unreadable, and no funder is asked for it', async () => {
  const orderNo = await orderAt(40050)
  const row = await kernel.database.row<{ applicantId: string }>(
    sql`select applicant_id from auto_loan.auto_order where order_no = ${orderNo}`,
  )
  assert.ok(row)
  const deed = { actor: 'user:1', reason: '客户要求', requestId: 'erase', at: kernel.clock.now() }
  await kernel.database.transaction((tx) => kernel.secrets.erase(tx, row.applicantId, deed))
  const { applicant } = await orderOf(orderNo)
  assert.deepEqual(applicant, { readable: false, groups: {} })
  const refused = await happens('dealer', orderNo, 'product_confirmed')
  assert.deepEqual([refused.status, refused.body.guard], [422, 'funder_eligible'])
})

test('an image is kept by its hash, seen by whom it concerns, and every look is recorded', async () => {
  const orderNo = await orderAt(10010)
  const dealer = await house.as('dealer')
  const first = await upload(dealer, orderNo, 'id_card_front')
  assert.equal(first.status, 201, JSON.stringify(first.body))
  assert.equal(first.body.sha256, imageSha256)
  const again = await upload(dealer, orderNo, 'id_card_front')
  assert.equal(again.body.id, first.body.id)
  const path = `${base}/${orderNo}/images/${first.body.id}`
  const credit = await house.as('credit')
  const response = await fetch(`${house.url}${path}`, {
    headers: { authorization: `Bearer ${credit.token}` },
  })
  assert.equal(response.headers.get('content-type'), 'image/png')
  assert.deepEqual(Buffer.from(await response.arrayBuffer()), png)
  const looks = await search(kernel.database, { action: 'auto-loan.image-view' }, { limit: 10 })
  assert.ok(looks.ok && looks.value.items[0]?.subject === `order:${orderNo}`)
  const foreign = await (await house.as('dealer2')).get(path)
  assert.deepEqual([foreign.status, foreign.body.code], [404, 'order_not_found'])
  const missing = await dealer.get(`${base}/${orderNo}/images/nothing`)
  assert.deepEqual([missing.status, missing.body.code], [404, 'image_not_found'])
})

test('an upload that is no image, has no file or an unknown kind is refused', async () => {
  const orderNo = await orderAt(10010)
  const dealer = await house.as('dealer')
  const script = await upload(dealer, orderNo, 'other', Buffer.from('<script>'))
  assert.deepEqual([script.status, script.body.code], [415, 'file_type_not_allowed'])
  const kind = await upload(dealer, orderNo, 'selfie')
  assert.deepEqual([kind.status, kind.body.code], [400, 'request_invalid'])
  const json = await dealer.post(`${base}/${orderNo}/images?kind=other`, {})
  assert.deepEqual([json.status, json.body.code], [400, 'file_missing'])
  const foreign = await upload(await house.as('dealer2'), orderNo, 'other')
  assert.equal(foreign.status, 404)
  const large = await upload(
    dealer,
    orderNo,
    'other',
    Buffer.concat([png, Buffer.alloc(10_000_001)]),
  )
  assert.deepEqual([large.status, large.body.code], [413, 'file_too_large'])
})

test('submitting hands in what was uploaded; a correction names its images', async () => {
  const orderNo = await orderAt(10050)
  await upload(await house.as('dealer'), orderNo, 'id_card_front')
  await happens('dealer', orderNo, 'submit_materials_audit')
  assert.notEqual((await orderOf(orderNo)).images[0].submittedAt, null)
  await walk(kernel, orderNo, [['return_materials_audit', 'credit-auditor']])
  const other = { images: [{ kind: 'car_photo', sha256: imageSha256 }] }
  const unknown = await happens('dealer', orderNo, 'save_images_info', other)
  assert.deepEqual([unknown.status, unknown.body.code], [400, 'event_payload_invalid'])
  await upload(await house.as('dealer'), orderNo, 'car_photo')
  assert.equal((await happens('dealer', orderNo, 'save_images_info', other)).status, 200)
  const { images } = await orderOf(orderNo)
  assert.ok(images.every(({ submittedAt }: { submittedAt: string | null }) => submittedAt !== null))
})

test('moves come with their reasons, in both languages', async () => {
  const orderNo = await orderAt(10030)
  const { moves } = await orderOf(orderNo, 'finance')
  const probe = moves.find(({ event }: { event: string }) => event === 'can_refund')
  assert.deepEqual([probe.allowed, probe.kind, probe.reason.code], [false, 'probe', 'guard_failed'])
  const cancel = moves.find(({ event }: { event: string }) => event === 'cancel')
  assert.deepEqual([cancel.allowed, cancel.reason.code], [false, 'actor_not_allowed'])
  assert.match(cancel.reason.zh, /仅限角色/u)
})

test('the machine is told with the schema of every payload, titles in both languages', async () => {
  const dealer = await house.as('dealer')
  const { body } = await dealer.get('/api/v1/auto-loan/lifecycle')
  assert.equal(body.version, '8')
  const { term } = body.payloads.save_product.properties
  assert.deepEqual([term['x-title-zh'], term['x-title-en']], ['期数（月）', 'Term (months)'])
  assert.equal(Object.keys(body.payloads).length, 40)
  const simple = await dealer.get('/api/v1/auto-loan/lifecycle?version=simple')
  assert.equal(simple.body.states.length, 6)
  const none = await dealer.get('/api/v1/auto-loan/lifecycle?version=9')
  assert.deepEqual([none.status, none.body.code], [404, 'definition_not_found'])
})

test('the list filters, sorts and pages; a cursor goes with its own filter only', async () => {
  for (let made = 0; made < 4; made++) await orderAt(40050)
  const credit = await house.as('credit')
  const first = await credit.get(`${base}?limit=2&sort=created&state=10030&state=10010`)
  assert.equal(first.body.items.length, 2)
  const { nextCursor } = first.body
  const second = await credit.get(`${base}?limit=2&cursor=${nextCursor}`)
  assert.equal(second.status, 200)
  const seen = [...first.body.items, ...second.body.items].map(({ orderNo }) => orderNo)
  assert.equal(new Set(seen).size, seen.length)
  const other = await credit.get(`${base}?limit=2&state=40050&cursor=${nextCursor}`)
  assert.deepEqual([other.status, other.body.code], [400, 'cursor_invalid'])
  const broken = await credit.get(`${base}?cursor=abc`)
  assert.deepEqual([broken.status, broken.body.code], [400, 'cursor_invalid'])
  const byId = await credit.get(`${base}?idNumber=${youngIdNumber}&amountFrom=1&limit=200`)
  assert.ok(byId.body.items.length > 3)
  const future = await credit.get(`${base}?createdFrom=2030-01-01T00:00:00Z`)
  assert.deepEqual(future.body.items, [])
})

test('only an active dealer brings orders', async () => {
  const unknown = await house.person(['dealer'], { kind: 'dealer', code: 'D999' })
  const refused = await unknown.post(base, newOrder)
  assert.deepEqual([refused.status, refused.body.code], [422, 'dealer_unknown'])
  const credit = await (await house.as('credit')).post(base, newOrder)
  assert.deepEqual([credit.status, credit.body.code], [403, 'actor_not_allowed'])
})

test('the catalogue is changed by administrators, and says what is wrong', async () => {
  const admin = await house.as('admin2')
  const put = (path: string, body: object) =>
    admin.send('PUT', `/api/v1/auto-loan/${path}`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const dealer = await put('dealers/D010', { name: '新车行', region: 'BJ', active: true })
  assert.equal(dealer.status, 200)
  const listed = await (await house.as('dealer')).get('/api/v1/auto-loan/dealers')
  assert.deepEqual(
    listed.body.items.map(({ code }: { code: string }) => code),
    ['D001'],
  )
  const { body } = await admin.get('/api/v1/auto-loan/products')
  const { code: _, ...product } = body.items[0]
  const wrong = await put('products/P_NEW', { ...product, yearRate: '-0.1' })
  assert.deepEqual([wrong.status, wrong.body.code], [400, 'product_invalid'])
  assert.equal((await put('products/P_NEW', product)).status, 200)
  const funders = await admin.get('/api/v1/auto-loan/funders')
  const { code: __, ...funder } = funders.body.items[0]
  const nowhere = await put('funders/BANK_D', { ...funder, baseUrl: 'ftp://bank' })
  assert.deepEqual([nowhere.status, nowhere.body.code], [400, 'funder_invalid'])
  const extra = await put('funders/BANK_D', { ...funder, colour: 'red' })
  assert.deepEqual([extra.status, extra.body.code], [400, 'request_invalid'])
  const secret = 'a new secret of BANK_D'
  assert.equal((await put('funders/BANK_D', { ...funder, secret, active: false })).status, 200)
  const shown = await admin.get('/api/v1/auto-loan/funders')
  assert.ok(!JSON.stringify(shown.body).includes(secret))
})
