import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSandbox } from '../server.ts'
import { signatureFault, signatureHeaders, type Headers } from '../signature.ts'
import { repayPlan } from './plan.ts'

const secretOf = (funder: string): string => `sandbox-${funder}`
const soon = { interval: 10, timeout: 8_000 }

/** Liushui's side of the callbacks: takes them down, answers what the test says. */
interface Told {
  readonly path: string
  readonly text: string
  readonly body: Record<string, unknown>
  readonly headers: Headers
}
let told: Told[] = []
let answers: string[] = []
const listener = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    const text = Buffer.concat(parts).toString()
    told.push({ path: request.url ?? '', text, body: JSON.parse(text), headers: request.headers })
    response.end(answers.shift() ?? '{"code":"SUCCESS"}')
  })
})
await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
const address = listener.address()
const liushuiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
const sandbox = await openSandbox({ liushuiUrl, usualDelayMs: 30, secretOf })
const url = await sandbox.listen({ port: 0, host: '127.0.0.1' })
after(async () => {
  await sandbox.close()
  listener.closeAllConnections()
  listener.close()
})
beforeEach(async () => {
  told = []
  answers = []
  await post('/sandbox/reset', {})
})

interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
}

async function send(method: string, path: string, body = '', headers = {}): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(body === '' ? {} : { 'content-type': 'application/json' }),
      ...signatureHeaders('sandbox-BANK_A', { method, path, body }),
      ...headers,
    },
    ...(body === '' ? {} : { body }),
    signal: AbortSignal.timeout(700),
  })
  const answered: unknown = await response.json()
  return { status: response.status, body: Object(answered) }
}
const post = (path: string, body: object) => send('POST', path, JSON.stringify(body))
const get = (path: string) => send('GET', path)

const application = (applicationNo: string, amount = 10_500_000) => ({
  applicationNo,
  orderNo: 'AF20260101000017',
  product: 'P36',
  amount,
  term: 36,
  region: '310000',
  carType: 'new',
  applicant: { nameMasked: '张*', idNumberHash: 'ab12', age: 33 },
  callbackUrl: '/callback/funder/BANK_A',
})
const loan = (loanRequestNo: string, applicationNo = 'FA-elsewhere', amount = 10_500_000) => ({
  loanRequestNo,
  applicationNo,
  orderNo: 'AF20260101000017',
  amount,
  term: 36,
  payee: { dealerNo: 'D001', name: '某某车行' },
  callbackUrl: '/callback/funder/BANK_A',
})
const base = '/funder/BANK_A'
const next = (behaviour: string, delayMs?: number) =>
  post('/sandbox/next', {
    partner: 'funder:BANK_A',
    behaviour,
    ...(delayMs === undefined ? {} : { delayMs }),
  })

test('an application is accepted, approved, told by a signed callback and found by query', async (t) => {
  const accepted = await post(`${base}/applications`, application('FA1'))
  assert.deepEqual(accepted, { status: 202, body: { applicationNo: 'FA1', status: 'ACCEPTED' } })
  await t.waitFor(() => assert.equal(told.length, 1), soon)
  const [callback] = told
  assert.ok(callback)
  const message = { method: 'POST', path: '/callback/funder/BANK_A', body: callback.text }
  assert.equal(signatureFault('sandbox-BANK_A', message, callback.headers), undefined)
  const { sign, ...said } = callback.body
  assert.match(String(sign), /^[0-9a-f]{64}$/u)
  const terms = { approvedAmount: 10_500_000, approvedTerm: 36, monthlyRate: '0.0075' }
  assert.deepEqual(said, {
    applicationNo: 'FA1',
    orderNo: 'AF20260101000017',
    result: 'PASS',
    amount: 10_500_000,
    term: 36,
    ...terms,
  })
  const found = await get(`${base}/applications/FA1`)
  assert.deepEqual(found.body, { applicationNo: 'FA1', status: 'PASS', ...terms })
})

test('a withdrawn application is paid out no more, and may be withdrawn twice', async (t) => {
  await post(`${base}/applications`, application('FAW'))
  await t.waitFor(() => assert.equal(told.length, 1), soon)
  for (const _ of [1, 2]) {
    const withdrawn = await post(`${base}/applications/FAW/withdraw`, { applicationNo: 'FAW' })
    assert.deepEqual(withdrawn.body, { applicationNo: 'FAW', status: 'ACCEPTED' })
  }
  const refused = await post(`${base}/loans`, { ...loan('LRW'), applicationNo: 'FAW' })
  assert.equal(refused.body['code'], 'APPLICATION_WITHDRAWN')
  const unknown = await post(`${base}/applications/NOBODY/withdraw`, {})
  assert.deepEqual([unknown.status, unknown.body['code']], [404, 'NOT_FOUND'])
})

test('a loan is paid out with a contract and a plan whose principals add up', async (t) => {
  await post(`${base}/loans`, loan('LR1'))
  await t.waitFor(() => assert.equal(told.length, 1), soon)
  const found = await get(`${base}/loans/LR1`)
  assert.equal(found.body['status'], 'LOANED')
  assert.equal(found.body['contractNo'], 'BANK_A-LR1')
  assert.match(String(found.body['loanDate']), /^\d{4}-\d\d-\d\d$/u)
  const plan = found.body['repayPlan'] as { principal: number }[]
  assert.equal(plan.length, 36)
  assert.equal(
    plan.reduce((sum, { principal }) => sum + principal, 0),
    10_500_000,
  )
  assert.equal(told[0]?.body['result'], 'LOANED')
  assert.deepEqual(told[0]?.body['repayPlan'], plan)
})

test('a repeated number is answered as the first time and not done twice', async (t) => {
  const first = await post(`${base}/loans`, loan('LR1'))
  const second = await post(`${base}/loans`, loan('LR1'))
  assert.deepEqual(second, first)
  const other = await post(`${base}/loans`, loan('LR1', 'FA-elsewhere', 1))
  assert.deepEqual([other.status, other.body['code']], [409, 'REQUEST_CONFLICT'])
  await t.waitFor(() => assert.equal(told.length, 1), soon)
  await sleep(100)
  assert.equal(told.length, 1)
})

test('what was never received is definitely not there', async () => {
  for (const kind of ['applications', 'loans']) {
    const answer = await get(`${base}/${kind}/nobody`)
    assert.deepEqual([answer.status, answer.body['code']], [404, 'NOT_FOUND'])
  }
})

test('a loan needs an application that passed, and not more than it allowed', async (t) => {
  await post(`${base}/applications`, application('FA13', 10_500_013))
  await t.waitFor(() => assert.equal(told.length, 1), soon)
  const failed = await post(`${base}/loans`, loan('LR1', 'FA13'))
  assert.deepEqual([failed.status, failed.body['code']], [400, 'APPLICATION_NOT_PASSED'])
  await post(`${base}/applications`, application('FA1'))
  await t.waitFor(() => assert.equal(told.length, 2), soon)
  const more = await post(`${base}/loans`, loan('LR1', 'FA1', 10_500_001))
  assert.deepEqual([more.status, more.body['code']], [400, 'AMOUNT_EXCEEDS_APPROVAL'])
  assert.equal((await post(`${base}/loans`, loan('LR1', 'FA1'))).status, 202)
})

test('an amount that ends in 13 is refused, after it was accepted', async (t) => {
  await post(`${base}/applications`, application('FA13', 10_500_013))
  await post(`${base}/loans`, loan('LR13', 'FA-elsewhere', 10_500_013))
  await t.waitFor(() => assert.equal(told.length, 2), soon)
  const results = told.map(({ body }) => `${String(body['result'])} ${String(body['reasonCode'])}`)
  assert.deepEqual(results.toSorted(), ['FAIL CREDIT_SCORE_LOW', 'LOAN_FAILED ACCOUNT_REJECTED'])
  assert.equal((await get(`${base}/loans/LR13`)).body['status'], 'LOAN_FAILED')
})

test('an amount that ends in 14 is in work for three queries', async () => {
  await post(`${base}/loans`, loan('LR14', 'FA-elsewhere', 10_500_014))
  await sleep(60)
  const statuses: unknown[] = []
  for (let query = 0; query < 4; query++) {
    statuses.push((await get(`${base}/loans/LR14`)).body['status'])
  }
  assert.deepEqual(statuses, ['PROCESSING', 'PROCESSING', 'PROCESSING', 'LOANED'])
  assert.deepEqual(told, [])
})

test('an amount that ends in 15 is accepted in silence: only a query finds out', async (t) => {
  await assert.rejects(post(`${base}/loans`, loan('LR15', 'FA-elsewhere', 10_500_015)), {
    name: 'TimeoutError',
  })
  await t.waitFor(async () => {
    assert.equal((await get(`${base}/loans/LR15`)).body['status'], 'LOANED')
  }, soon)
  assert.deepEqual(told, [])
})

test('a behaviour is for one request, in the order in which they were set', async (t) => {
  await next('refuse')
  assert.equal((await next('approve')).body['waiting'], 2)
  await post(`${base}/applications`, application('FA1'))
  await post(`${base}/applications`, application('FA2', 10_500_013))
  await post(`${base}/applications`, application('FA3'))
  await t.waitFor(() => assert.equal(told.length, 3), soon)
  const results = told.map(
    ({ body }) => `${String(body['applicationNo'])} ${String(body['result'])}`,
  )
  assert.deepEqual(results.toSorted(), ['FA1 FAIL', 'FA2 PASS', 'FA3 PASS'])
})

test('refused at once, or broken: nothing was accepted', async () => {
  await next('refuse_at_once')
  const refused = await post(`${base}/applications`, application('FA1'))
  assert.deepEqual([refused.status, refused.body['code']], [400, 'TERM_NOT_OFFERED'])
  await next('server_error')
  assert.equal((await post(`${base}/applications`, application('FA1'))).status, 500)
  assert.equal((await get(`${base}/applications/FA1`)).status, 404)
})

test('a late answer is in work until then', async (t) => {
  await next('answer_late', 400)
  await post(`${base}/applications`, application('FA1'))
  await sleep(100)
  assert.equal((await get(`${base}/applications/FA1`)).body['status'], 'PROCESSING')
  await t.waitFor(() => assert.equal(told.length, 1), soon)
  assert.equal((await get(`${base}/applications/FA1`)).body['status'], 'PASS')
})

test('answered twice: the same words, each time with a signature of its own', async (t) => {
  await next('answer_twice')
  await post(`${base}/loans`, loan('LR1'))
  await t.waitFor(() => assert.equal(told.length, 2), soon)
  assert.deepEqual(told[0]?.body, told[1]?.body)
  assert.notEqual(told[0]?.headers['x-nonce'], told[1]?.headers['x-nonce'])
})

test('a lost callback: only a query finds out', async (t) => {
  await next('lose_callback')
  await post(`${base}/loans`, loan('LR1'))
  await t.waitFor(async () => {
    assert.equal((await get(`${base}/loans/LR1`)).body['status'], 'LOANED')
  }, soon)
  await sleep(100)
  assert.deepEqual(told, [])
})

test('called back first, then cut off', async () => {
  await next('answer_then_drop')
  await assert.rejects(post(`${base}/loans`, loan('LR1')), /fetch failed/u)
  assert.equal(told.length, 1)
})

test('another amount in the callback than in the request', async (t) => {
  await next('wrong_amount')
  await post(`${base}/loans`, loan('LR1'))
  await t.waitFor(() => assert.equal(told[0]?.body['amount'], 10_500_001), soon)
})

test('a callback that is not answered with SUCCESS is sent again', async (t) => {
  answers = ['{"code":"BUSY"}', 'not even JSON']
  await post(`${base}/loans`, loan('LR1'))
  await t.waitFor(() => assert.equal(told.length, 3), soon)
})

// prettier-ignore
const refusals: readonly (readonly [string, () => Promise<Answer>, number, string])[] = [
  ['a bank that does not exist', () => get('/funder/BANK_Z/loans/1'),                                           404, 'FUNDER_UNKNOWN'],
  ['another bank\'s secret',     () => get('/funder/BANK_B/loans/1'),                                           401, 'SIGNATURE_INVALID'],
  ['no signature',               () => send('GET', `${base}/loans/1`, '', { 'X-Signature': '' }),               401, 'SIGNATURE_INVALID'],
  ['another time',               () => send('GET', `${base}/loans/1`, '', { 'X-Timestamp': '1' }),              401, 'SIGNATURE_INVALID'],
  ['a missing field',            () => post(`${base}/loans`, { ...loan('L'), payee: undefined }),               400, 'INVALID_REQUEST'],
  ['an amount with a decimal',   () => post(`${base}/loans`, loan('L', 'F', 0.5)),                              400, 'INVALID_REQUEST'],
  ['an amount as text',          () => post(`${base}/loans`, { ...loan('L'), amount: '100' }),                  400, 'INVALID_REQUEST'],
  ['a callback to nowhere',      () => post(`${base}/loans`, { ...loan('L'), callbackUrl: 'http://' }),         400, 'INVALID_REQUEST'],
  ['broken JSON',                () => send('POST', `${base}/loans`, '{'),                                      400, 'INVALID_REQUEST'],
  ['a route that is not there',  () => get(`${base}/repayments`),                                               404, 'NO_SUCH_ROUTE'],
  ['an unknown behaviour',       () => next('explode'),                                                         400, 'INVALID_REQUEST'],
]

for (const [name, attempt, status, code] of refusals) {
  test(`${name} is refused with ${code}`, async () => {
    const answer = await attempt()
    assert.deepEqual([answer.status, answer.body['code']], [status, code])
  })
}

test('a request that was recorded cannot be played again', async () => {
  const path = `${base}/loans/1`
  const headers = signatureHeaders('sandbox-BANK_A', { method: 'GET', path, body: '' })
  const first = await send('GET', path, '', headers)
  const second = await send('GET', path, '', headers)
  assert.deepEqual([first.body['code'], second.body['code']], ['NOT_FOUND', 'NONCE_USED'])
})

test('what was received and sent can be looked up, partner by partner', async (t) => {
  await next('answer_then_drop')
  await assert.rejects(post(`${base}/loans`, loan('LR1')))
  await t.waitFor(async () => {
    const { body } = await get('/sandbox/calls?partner=funder:BANK_A')
    const calls = (
      body['items'] as { direction: string; status: number | null; path: string }[]
    ).map(({ direction, path, status }) => `${direction} ${path} ${status}`)
    assert.deepEqual(calls.toSorted(), [
      'received /funder/BANK_A/loans null',
      'sent /callback/funder/BANK_A 200',
    ])
  }, soon)
  assert.deepEqual((await get('/sandbox/calls?partner=funder:BANK_B')).body['items'], [])
})

test('instalments are equal to the fen, but for the last; a plan ends where months end', () => {
  const plan = repayPlan(1_000_000, 12, 0.0075, '2026-01-31')
  assert.deepEqual(
    plan.slice(0, 3).map(({ dueOn }) => dueOn),
    ['2026-02-28', '2026-03-31', '2026-04-30'],
  )
  const totals = plan.map(({ principal, interest }) => principal + interest)
  assert.equal(new Set(totals.slice(0, -1)).size, 1)
  assert.equal(plan[0]?.interest, 7_500)
  assert.equal(
    plan.reduce((sum, { principal }) => sum + principal, 0),
    1_000_000,
  )
  assert.deepEqual(
    repayPlan(100, 3, 0, '2026-01-01').map(({ principal }) => principal),
    [33, 33, 34],
  )
})
