import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { Type } from 'typebox'
import { systemClock } from '#kernel/clock'
import { openLog } from '#kernel/log'
import { testDatabase } from '#test/database'
import { hmacSigner, openPartners, verifySignature, type ReceivedRequest } from './index.ts'

/** The sandbox as the program that it is: it shares the contract with us, and no code. */
const received: ReceivedRequest[] = []
const listener = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    const { method = '', url: path = '', headers } = request
    received.push({ method, path, headers, body: Buffer.concat(parts) })
    response.end('{"code":"SUCCESS"}')
  })
})
await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
const address = listener.address()
const port = typeof address === 'object' ? address?.port : 0
const sandbox = spawn(process.execPath, ['sandbox/main.ts'], {
  env: {
    ...process.env,
    SANDBOX_PORT: '0',
    SANDBOX_DELAY_MS: '10',
    LIUSHUI_URL: `http://127.0.0.1:${port}`,
    SANDBOX_SECRET_BANK_B: 'another secret',
  },
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
})
const [started] = await once(sandbox, 'message')
const baseUrl = String(Reflect.get(Object(started), 'url'))
after(() => {
  sandbox.kill()
  listener.closeAllConnections()
  listener.close()
})

const { database } = await testDatabase()
const partners = openPartners({ database, clock: systemClock, log: openLog('silent') })
const loan = {
  operation: 'request-loan',
  method: 'POST',
  path: '/funder/BANK_B/loans',
  body: {
    loanRequestNo: 'LR1',
    applicationNo: 'FA1',
    orderNo: 'AF1',
    amount: 10_500_000,
    term: 36,
    payee: { dealerNo: 'D1', name: '某某车行' },
    callbackUrl: '/callback/funder/BANK_B?source=test',
  },
  answer: Type.Object({ loanRequestNo: Type.String(), status: Type.Literal('ACCEPTED') }),
  subject: 'order:AF1',
  repeatable: true,
  failure: () => undefined,
} as const
const bank = (secret: string) => ({
  code: 'funder:BANK_B',
  baseUrl,
  timeLimitMs: 2_000,
  attemptsMax: 1,
  sign: hmacSigner(secret),
})

test('the bank understands our signature and refuses a wrong one', async () => {
  const wrong = await partners.call(bank('sandbox-BANK_B'), loan)
  assert.equal(wrong.kind === 'failed' && wrong.code, 'SIGNATURE_INVALID')
  const right = await partners.call(bank('another secret'), loan)
  assert.deepEqual(right, {
    kind: 'succeeded',
    answer: { loanRequestNo: 'LR1', status: 'ACCEPTED' },
  })
})

test('we understand the signature of its callback', async (t) => {
  await t.waitFor(() => assert.equal(received.length, 1), { interval: 20, timeout: 5_000 })
  const [callback] = received
  assert.ok(callback)
  assert.equal(callback.path, '/callback/funder/BANK_B?source=test')
  assert.equal(verifySignature(callback, 'another secret').ok, true)
  assert.equal(verifySignature(callback, 'sandbox-BANK_B').ok, false)
})

test('it ends when whoever started it is gone', async () => {
  const exit = once(sandbox, 'exit')
  sandbox.disconnect()
  const [code] = await exit
  assert.equal(code, 0)
})
