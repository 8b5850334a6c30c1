import assert from 'node:assert/strict'
import { once } from 'node:events'
import * as net from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { BrokenPromise } from '../problem/index.ts'
import { listen, onSocket, outcome, plain, testServer } from './testing.ts'

let waiting: (() => void) | undefined

const { app, call, logged, beside } = await testServer([
  plain('GET', '/notes/:no'),
  plain('PUT', '/notes/:no'),
  plain('POST', '/notes', { body: Type.Object({ text: Type.String() }) }),
  plain('POST', '/small', { bodyBytesMax: 10 }),
  plain('GET', '/slow', {
    work: {
      kind: 'raw',
      run: async (_request, reply) => {
        await new Promise<void>((resolve) => (waiting = resolve))
        return await reply.send({ served: true })
      },
    },
  }),
  plain('POST', '/upload', {
    consumes: 'multipart/form-data',
    work: {
      kind: 'raw',
      run: async (request, reply) => {
        const part = await request.file()
        const bytes = await part?.toBuffer()
        return await reply.send({ bytes: bytes?.length ?? 0 })
      },
    },
  }),
  plain('GET', '/broken', {
    work: { kind: 'raw', run: () => Promise.reject(new BrokenPromise('secret of ours')) },
  }),
  plain('GET', '/foreign', {
    work: {
      kind: 'raw',
      run: () => Promise.reject(Object.assign(new Error('bucket x'), { statusCode: 403 })),
    },
  }),
  plain('GET', '/away', {
    work: {
      kind: 'raw',
      run: () => Promise.reject(Object.assign(new Error('x'), { code: 'ECONNREFUSED' })),
    },
  }),
])
const port = await listen(app)

const get = (path: string, more = '') =>
  onSocket(port, `GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n${more}\r\n`)

function problemIn(text: string): { code: string; status: number; detail: string } {
  assert.match(text, /content-type: application\/problem\+json/i, text)
  return JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4).replace(/^[0-9a-f]+\r\n/u, ''))
}

// prettier-ignore
const malformed: readonly [string, () => Promise<string>, number, string][] = [
  ['a path that is no UTF-8', () => get('/notes/%E4%B8'), 400, 'request_invalid'],
  ['a path with a lonely per cent', () => get('/notes/%'), 400, 'request_invalid'],
  ['a path parameter without end', () => get(`/notes/${'9'.repeat(300)}`), 400, 'request_invalid'],
  ['headers that are too large', () => get('/notes/1', `x: ${'y'.repeat(20_000)}\r\n`), 431, 'headers_too_large'],
  ['what is no HTTP', () => onSocket(port, 'hello\r\n\r\n'), 400, 'request_invalid'],
  ['a length that is no number', () => get('/notes/1', 'content-length: many\r\n'), 400, 'request_invalid'],
  ['two lengths', () => get('/notes/1', 'content-length: 1\r\ncontent-length: 2\r\n'), 400, 'request_invalid'],
  ['a length beside chunks', () => get('/notes/1', 'content-length: 1\r\ntransfer-encoding: chunked\r\n'), 400, 'request_invalid'],
  ['a NUL in a header', () => get('/notes/1', 'x: a\0b\r\n'), 400, 'request_invalid'],
]

test('what is no proper request is told so, whatever is wrong with it', async () => {
  for (const [what, send, status, code] of malformed) {
    const text = await send()
    assert.match(text, new RegExp(`^HTTP/1.1 ${status} `, 'u'), what)
    const problem = problemIn(text)
    assert.deepEqual([problem.code, problem.status], [code, status], what)
    assert.ok(problem.detail.length > 0, what)
    assert.match(text, /cache-control: no-store/iu, what)
  }
})

test('a path that cannot be read is answered with its request id', async () => {
  const text = await get('/notes/%E4%B8')
  const id = /x-request-id: (\S+)/iu.exec(text)?.[1]
  assert.ok(id && text.includes(`"instance":"${id}"`))
})

test('a request that breaks off is no fault of the database', async () => {
  const socket = net.connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const head = 'POST /notes HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n'
  socket.write(`${head}content-length: 100\r\n\r\n{"text":`)
  await sleep(50)
  socket.destroy()
  await sleep(50)
  const { body } = await call('GET /metrics')
  assert.ok(!body.includes('route="/notes",status="5'), 'it is counted as our failure')
  assert.equal(logged.filter((line) => line.includes('request failed')).length, 0)
})

// prettier-ignore
const unanswered: readonly [string, string, string, string | undefined][] = [
  ['another method of a path', 'DELETE /notes/7', '405 method_not_allowed', 'GET, HEAD, PUT'],
  ['a question for the methods', 'OPTIONS /notes/7', '405 method_not_allowed', 'GET, HEAD, PUT'],
  ['a method that only writes', 'GET /notes', '405 method_not_allowed', 'POST'],
  ['a method that nobody knows', 'PROPFIND /notes/7', '405 method_not_allowed', 'GET, HEAD, PUT'],
  ['a path of nobody', 'GET /nowhere', '404 route_not_found', undefined],
  ['a path of nobody, to write', 'POST /nowhere', '404 route_not_found', undefined],
]

test('a path that knows the method not says which it knows', async () => {
  for (const [what, request, wanted, allow] of unanswered) {
    const answer = await call(request)
    assert.equal(outcome(answer), wanted, what)
    assert.equal(answer.headers['allow'], allow, what)
  }
})

test('HEAD answers as GET does, without the body', async () => {
  const [head, body] = [await call('HEAD /notes/7'), await call('GET /notes/7')]
  assert.deepEqual([head.statusCode, head.body], [200, ''])
  assert.equal(head.headers['content-length'], body.headers['content-length'])
})

test('a body larger than the route takes is refused with its limit', async () => {
  const answer = await call('POST /small', { body: { text: 'far too long' } })
  assert.equal(outcome(answer), '413 body_too_large')
  assert.equal((answer.json() as { limitBytes: number }).limitBytes, 10)
})

const part = 'content-disposition: form-data; name="file"; filename="a.png"\r\n\r\nbytes'

// prettier-ignore
const uploads: readonly [string, string, string, string][] = [
  ['an upload', 'multipart/form-data; boundary=x', `--x\r\n${part}\r\n--x--\r\n`, '200'],
  ['an upload without a boundary', 'multipart/form-data', `--x\r\n${part}\r\n--x--\r\n`, '400 request_invalid'],
  ['a boundary without end', `multipart/form-data; boundary=${'x'.repeat(300)}`, `--x\r\n${part}`, '400 request_invalid'],
  ['an upload that stops in the middle', 'multipart/form-data; boundary=x', `--x\r\n${part}`, '400 request_invalid'],
  ['no upload at all', 'application/json', '{}', '415 content_type_unsupported'],
]

test('a malformed upload is the mistake of who sent it', async () => {
  for (const [what, type, body, wanted] of uploads) {
    const answer = await app.inject({
      method: 'POST',
      url: '/upload',
      headers: { 'content-type': type },
      payload: body,
    })
    assert.equal(outcome(answer), wanted, `${what}: ${answer.body}`)
  }
})

test('a bug says nothing of how it is made, and is logged with the request id', async () => {
  for (const path of ['/broken', '/foreign']) {
    const answer = await call(`GET ${path}`)
    assert.equal(outcome(answer), '500 internal_error')
    assert.ok(!/secret|bucket/u.test(answer.body))
    const id = String(answer.headers['x-request-id'])
    assert.ok(logged.some((line) => line.includes(id)))
  }
})

test('a database that is away is told as such', async () => {
  assert.equal(outcome(await call('GET /away')), '503 database_away')
})

test('whoever comes on an open connection while the server closes is served', async () => {
  const other = await beside()
  const at = await listen(other)
  const socket = net.connect(at, '127.0.0.1')
  let heard = ''
  socket.on('data', (bytes) => (heard += bytes.toString()))
  await once(socket, 'connect')
  const ask = (path: string) => socket.write(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`)
  ask('/slow')
  while (waiting === undefined) await sleep(5)
  const closed = other.close()
  ask('/notes/1')
  await sleep(20)
  waiting()
  await once(socket, 'close')
  await closed
  assert.equal(heard.match(/HTTP\/1.1 200/gu)?.length, 2, heard)
  assert.match(heard, /connection: close/iu)
})
