import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { after, before, test } from 'node:test'
import { addressOf, connect, Refusal, Unanswered, type Operation } from './client.ts'

interface Seen {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

let server: Server
let baseUrl = ''
let answer: (response: ServerResponse) => void
let seen: Seen

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  const { method, url, headers } = request
  seen = { method, url, headers, body }
  answer(response)
}

before(async () => {
  server = createServer((request, response) => void serve(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  baseUrl = `http://127.0.0.1:${address.port}`
})

after(() => {
  server.closeAllConnections()
  server.close()
})

const json = (status: number, body: unknown) => (response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

const read: Operation = { method: 'GET', path: '/orders/{no}', sends: 'nothing', answers: 'json' }
const write: Operation = { method: 'POST', path: '/orders', sends: 'json', answers: 'json' }

test('parameters and query are written into the address', () => {
  const input = { params: { no: 'A/1 ü' }, query: { state: [1, 2], at: undefined, q: 'a b' } }
  assert.equal(
    addressOf('/orders/{no}/history', input),
    '/orders/A%2F1%20%C3%BC/history?state=1&state=2&q=a+b',
  )
})

test('a read carries the token and no key', async () => {
  answer = json(200, { no: 'A1' })
  const client = connect({ baseUrl }).as({ kind: 'bearer', token: 't1' })
  assert.deepEqual(await client.call(read, { params: { no: 'A1' } }), { no: 'A1' })
  assert.equal(seen.url, '/orders/A1')
  assert.equal(seen.headers.authorization, 'Bearer t1')
  assert.equal(seen.headers['idempotency-key'], undefined)
})

test('a write makes a key for itself, another each time', async () => {
  answer = json(200, {})
  const client = connect({ baseUrl })
  await client.call(write, { body: { a: 1 } })
  const first = seen
  await client.call(write, { body: { a: 1 } })
  assert.equal(first.body, '{"a":1}')
  assert.equal(first.headers['content-type'], 'application/json')
  assert.match(String(first.headers['idempotency-key']), /^[0-9a-f]{32}$/u)
  assert.notEqual(first.headers['idempotency-key'], seen.headers['idempotency-key'])
})

test('a write keeps the key it is given, and a cookie session sends its CSRF token', async () => {
  answer = json(200, {})
  const client = connect({ baseUrl, credentials: { kind: 'cookie', csrfToken: 'c1' } })
  await client.call(write, { body: {} }, { idempotencyKey: 'k1' })
  assert.equal(seen.headers['idempotency-key'], 'k1')
  assert.equal(seen.headers['x-csrf-token'], 'c1')
  assert.equal(seen.headers.authorization, undefined)
})

test('a form is sent as a form, a file comes back as a blob, and nothing as nothing', async () => {
  answer = (response) => response.writeHead(200, { 'content-type': 'image/png' }).end('png')
  const form = new FormData()
  form.set('note', 'x')
  const upload = { ...write, sends: 'form', answers: 'file' } as const
  const blob = await connect({ baseUrl }).call<Blob>(upload, { body: form })
  assert.match(String(seen.headers['content-type']), /^multipart\/form-data; boundary=/u)
  assert.equal(await blob.text(), 'png')
  answer = (response) => response.writeHead(204).end()
  assert.equal(await connect({ baseUrl }).call({ ...read, answers: 'nothing' }, {}), undefined)
})

test('a refusal is an error with its code and facts', async () => {
  const facts = { currentState: 40010, allowed: ['materials_audit_pass'] }
  answer = json(409, { code: 'state_conflict', status: 409, detail: 'it is 40010', ...facts })
  const refused = connect({ baseUrl }).call(write, {})
  await assert.rejects(refused, (problem) => {
    assert.ok(problem instanceof Refusal)
    assert.equal(problem.code, 'state_conflict')
    assert.equal(problem.problem['currentState'], 40010)
    return true
  })
})

// prettier-ignore
const silences: readonly (readonly [what: string, answer: (response: ServerResponse) => void, Operation])[] = [
  ['a failing server',                json(500, { code: 'internal_error', detail: 'a bug' }),  write],
  ['a gateway without a problem',     (response) => response.writeHead(502).end('<html>'),     write],
  ['a refusal that is no problem',    (response) => response.writeHead(404).end('not here'),   write],
  ['an answer that breaks off',       (response) => response.writeHead(200).end('{"a":'),      write],
  ['a connection that breaks off',    (response) => response.destroy(),                        write],
  ['a server that says nothing',      () => undefined,                                         write],
]

test('without a definite answer the call stays unanswered, and tells the key to repeat with', async () => {
  for (const [what, silence, operation] of silences) {
    answer = silence
    const call = connect({ baseUrl, timeLimitMs: 200 }).call(operation, { body: {} })
    await assert.rejects(
      call,
      (problem) => problem instanceof Unanswered && /^\w{32}$/u.test(problem.idempotencyKey ?? ''),
      what,
    )
  }
})
