import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { outcome, plain, testServer, type Answer } from './testing.ts'

const around = mkdtempSync(`${tmpdir()}/liushui-pages-`)
const folder = `${around}/served`
after(() => rmSync(around, { recursive: true, force: true }))
const page = '<!doctype html><title>流水</title>'
const script = `export const words = ${JSON.stringify('liushui '.repeat(2_000))}\n`
mkdirSync(`${folder}/assets`, { recursive: true })
writeFileSync(`${folder}/index.html`, page)
writeFileSync(`${folder}/assets/index-1a2b.js`, script)
writeFileSync(`${folder}/assets/photo-1a2b.png`, Buffer.alloc(5_000))
writeFileSync(`${folder}/favicon.svg`, '<svg xmlns="http://www.w3.org/2000/svg"/>')
writeFileSync(`${folder}/../liushui-not-served.txt`, 'x')

const { app, call } = await testServer(
  [
    plain('GET', '/api/v1/notes', {
      work: {
        kind: 'raw',
        run: async (_request, reply) => await reply.send({ text: 'liushui '.repeat(1_000) }),
      },
    }),
    plain('POST', '/api/v1/notes'),
  ],
  { consoleDirectory: folder },
)

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

test('an address of the console is its first page, however deep', async () => {
  for (const url of ['/', '/orders', '/orders/A-1?tab=history', '/lifecycles/auto-loan/8']) {
    const answer = await call(`GET ${url}`, { headers: browser })
    assert.deepEqual([answer.statusCode, answer.body], [200, page], url)
    assert.match(String(answer.headers['content-type']), /text\/html; charset=utf-8/u)
    assert.equal(answer.headers['cache-control'], 'no-cache')
  }
})

// prettier-ignore
const noPages: readonly [string, string][] = [
  ['GET /api/v1/nowhere', '404 route_not_found'],
  ['GET /api', '404 route_not_found'],
  ['GET /rpc/x', '404 route_not_found'],
  ['GET /callback?x=1', '404 route_not_found'],
  ['POST /orders', '404 route_not_found'],
  ['DELETE /nowhere', '404 route_not_found'],
  ['PUT /api/v1/notes', '405 method_not_allowed'],
]

test('a wrong address of the API is a problem even to a browser', async () => {
  for (const [request, wanted] of noPages) {
    assert.equal(outcome(await call(request, { headers: browser })), wanted, request)
  }
})

test('a program that asks for a wrong path gets no page', async () => {
  for (const path of ['/orders', '/assets/index-old.js']) {
    const headers = { accept: '*/*' }
    assert.equal(outcome(await call(`GET ${path}`, { headers })), '404 route_not_found', path)
  }
})

test('nothing outside the folder is served', async () => {
  const paths = [
    '/../liushui-not-served.txt',
    '/%2e%2e/liushui-not-served.txt',
    '/..%2f..%2fetc/passwd',
  ]
  for (const path of paths) {
    const answer = await call(`GET ${path}`)
    assert.ok(answer.statusCode >= 400, `${path} answers ${answer.statusCode}`)
  }
})

test('files whose name carries their hash are kept for ever, the page is asked for each time', async () => {
  const asset = await call('GET /assets/index-1a2b.js')
  assert.equal(asset.headers['cache-control'], 'public, max-age=31536000, immutable')
  const icon = await call('GET /favicon.svg')
  assert.equal(icon.headers['cache-control'], 'no-cache')
  const known = { headers: { 'if-none-match': String(icon.headers['etag']) } }
  assert.equal((await call('GET /favicon.svg', known)).statusCode, 304)
})

test('answers of the API are kept by nobody', async () => {
  for (const request of [
    'GET /api/v1/notes',
    'POST /api/v1/notes',
    'GET /api/v1/nowhere',
    'GET /healthz',
  ]) {
    assert.equal((await call(request)).headers['cache-control'], 'no-store', request)
  }
})

const unpack = (answer: Answer): string => {
  const encoding = answer.headers['content-encoding']
  if (encoding === 'br') return brotliDecompressSync(answer.rawPayload).toString()
  return (encoding === 'gzip' ? gunzipSync(answer.rawPayload) : answer.rawPayload).toString()
}

// prettier-ignore
const encodings: readonly [string, string | undefined][] = [
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['br;q=0.000', undefined],
  ['identity', undefined],
  ['', undefined],
]

test('scripts and the description travel in the encoding that the browser knows', async () => {
  for (const path of ['/assets/index-1a2b.js', '/openapi.json']) {
    const whole = (await call(`GET ${path}`)).body
    for (const [accepted, wanted] of encodings) {
      const answer = await call(`GET ${path}`, { headers: { 'accept-encoding': accepted } })
      assert.equal(answer.headers['content-encoding'], wanted, `${path} for ${accepted}`)
      assert.equal(answer.headers['vary'], 'accept-encoding', path)
      assert.equal(unpack(answer), whole, `${path} for ${accepted}`)
      if (wanted) assert.ok(answer.rawPayload.length < whole.length / 2, path)
      const length = answer.headers['content-length']
      if (length !== undefined) assert.equal(Number(length), answer.rawPayload.length)
    }
  }
})

test('what would not shrink, or holds what a caller wrote, travels as it is', async () => {
  for (const path of ['/assets/photo-1a2b.png', '/favicon.svg', '/api/v1/notes', '/healthz']) {
    const answer = await call(`GET ${path}`, { headers: { 'accept-encoding': 'gzip, br' } })
    assert.deepEqual(
      [answer.statusCode, answer.headers['content-encoding']],
      [200, undefined],
      path,
    )
  }
})

test('a part of a file and its head are those of the file itself', async () => {
  const headers = { 'accept-encoding': 'br' }
  const part = await call('GET /assets/index-1a2b.js', {
    headers: { ...headers, range: 'bytes=0-5' },
  })
  assert.deepEqual([part.statusCode, part.body], [206, script.slice(0, 6)])
  const head = await call('HEAD /assets/index-1a2b.js', { headers })
  assert.deepEqual([head.statusCode, head.body], [200, ''])
})

test('scripts run from our own files alone; the API page also by the hash of its one', async () => {
  const policyOf = (answer: Answer) => String(answer.headers['content-security-policy'])
  const console = policyOf(await call('GET /', { headers: browser }))
  assert.match(console, /script-src 'self'(;|$)/u)
  assert.match(console, /frame-ancestors 'none'/u)
  const docs = await call('GET /docs/', { headers: browser })
  const [, inline = ''] = /<script(?![^>]*src)[^>]*>([^]*?)<\/script>/u.exec(docs.body) ?? []
  assert.ok(inline.length > 0)
  const hash = createHash('sha256').update(inline).digest('base64')
  assert.ok(policyOf(docs).includes(`script-src 'self' 'sha256-${hash}';`), policyOf(docs))
  assert.ok(!policyOf(docs).includes('unsafe-eval'))
})

test('the API page and its script come from here, compressed, and the script is kept', async () => {
  assert.equal((await call('GET /docs')).headers['location'], '/docs/')
  const docs = (await call('GET /docs/')).body
  assert.ok(!/https?:\/\//u.test(docs), 'it names a foreign address')
  const headers = { 'accept-encoding': 'gzip' }
  const file = await call('GET /docs/js/scalar.js', { headers })
  assert.equal(file.headers['content-encoding'], 'gzip')
  assert.equal(file.headers['cache-control'], 'public, max-age=86400')
})

test('the API page refuses a host that is none', async () => {
  const answer = await app.inject({ url: '/docs', headers: { host: 'a b' } })
  assert.equal(outcome(answer), '400 request_invalid')
})

test('the type of a problem points to what it means', async () => {
  const problem = (await call('GET /api/v1/nowhere')).json() as { type: string; title: string }
  const [path = '', anchor] = problem.type.split('#')
  const { body } = await call(`GET ${path}`, { headers: browser })
  assert.ok(body.includes(`id="${anchor}"`))
  assert.ok(body.includes(problem.title))
})
