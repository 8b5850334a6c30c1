import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { after, before, test } from 'node:test'
import { openFiles, s3Store, type Files, type FileTerms } from './index.ts'

/** A server that speaks as much S3 as the store needs, and checks every signature. */
const accessKeyId = 'AKTEST'
const secretAccessKey = 'a secret of the test'
const region = 'cn-test'
const objects = new Map<string, Buffer>()
const requests: string[] = []
let failures = 0

const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => answer(request, response, Buffer.concat(parts)))
})
let files: Files
let endpoint = ''

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  files = openFiles(s3Store({ endpoint, region, bucket: 'photos', accessKeyId, secretAccessKey }))
})
after(() => server.close())

function answer(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  const key = new URL(request.url ?? '/', 'http://s3').pathname
  requests.push(`${request.method} ${key}`)
  if (!signedRight(request, body)) return refuse(response, 403, 'SignatureDoesNotMatch')
  if (!key.startsWith('/photos/')) return refuse(response, 404, 'NoSuchBucket')
  if (failures > 0) {
    failures -= 1
    return refuse(response, 503, 'SlowDown')
  }
  if (request.method === 'PUT') {
    objects.set(key, body)
    response.end()
    return
  }
  const found = objects.get(key)
  if (found === undefined) return refuse(response, 404, 'NoSuchKey')
  response.setHeader('content-length', found.length)
  response.end(request.method === 'HEAD' ? undefined : found)
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.statusCode = status
  response.setHeader('content-type', 'application/xml')
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`)
}

const hex = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')
const hmac = (key: Buffer | string, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest()

/** AWS signature version 4, recomputed from what arrived. */
function signedRight(request: IncomingMessage, body: Buffer): boolean {
  const given =
    // prettier-ignore
    /Credential=([^/]+)\/(\d+)\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)/u
      .exec(request.headers.authorization ?? '')
  if (!given) return false
  const [, id, day = '', where = '', signedHeaders = '', signature] = given
  if (id !== accessKeyId || where !== region) return false
  if (request.headers['x-amz-content-sha256'] !== hex(body)) return false
  const url = new URL(request.url ?? '/', 'http://s3')
  const headers = signedHeaders
    .split(';')
    .map((name) => `${name}:${String(request.headers[name])}\n`)
  const canonical = [
    request.method,
    url.pathname,
    [...url.searchParams]
      .map(([name, value]) => `${name}=${value}`)
      .toSorted()
      .join('&'),
    headers.join(''),
    signedHeaders,
    hex(body),
  ].join('\n')
  const scope = `${day}/${where}/s3/aws4_request`
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, hex(canonical)].join('\n')
  const dayKey = hmac(hmac(hmac(`AWS4${secretAccessKey}`, day), where), 's3')
  return hmac(hmac(dayKey, 'aws4_request'), text).toString('hex') === signature
}

const pdf = (text: string): Buffer => Buffer.from(`%PDF-1.7 ${text}`)
const terms: FileTerms = {
  name: '合同.pdf',
  sizeMax: 100_000,
  typesAllowed: ['application/pdf'],
}
const keyOf = (bytes: Buffer): string => `/photos/${hex(bytes).slice(0, 2)}/${hex(bytes)}`

test('a document is kept in the bucket under its hash and comes back as it was', async () => {
  const contract = pdf('合同'.repeat(5_000))
  const kept = await files.put(contract, terms)
  assert.equal(kept.ok && kept.value.sha256, hex(contract))
  assert.deepEqual(objects.get(keyOf(contract)), contract)
  const stream = await files.open(hex(contract))
  assert.deepEqual(Buffer.concat((await stream?.toArray()) ?? []), contract)
  assert.equal(await files.verify(hex(contract)), true)
})

test('what is in the bucket already is not sent again', async () => {
  const contract = pdf('once')
  await files.put(contract, terms)
  await files.put(contract, terms)
  const sent = requests.filter((request) => request === `PUT ${keyOf(contract)}`)
  assert.equal(sent.length, 1)
})

test('what is refused never reaches the bucket', async () => {
  const before = requests.length
  const refused = await files.put(Buffer.from('plain text'), terms)
  assert.equal(!refused.ok && refused.problem.code, 'file_type_not_allowed')
  assert.equal(requests.length, before)
})

test('a server that is busy for a moment is asked again', async () => {
  failures = 1
  const contract = pdf('busy')
  assert.ok((await files.put(contract, terms)).ok)
  assert.deepEqual(objects.get(keyOf(contract)), contract)
})

test('a missing document is not found; a refused key is no such answer', async () => {
  assert.equal(await files.open(hex('never stored')), undefined)
  const config = { endpoint, region, bucket: 'photos', accessKeyId, secretAccessKey: 'wrong' }
  const stranger = openFiles(s3Store(config))
  await assert.rejects(stranger.open(hex('never stored')))
  await assert.rejects(stranger.put(pdf('stranger'), terms))
})
