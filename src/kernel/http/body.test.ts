import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { outcome, plain, testServer } from './testing.ts'

const { app } = await testServer([
  plain('POST', '/notes', { body: Type.Object({ text: Type.String() }) }),
  plain('POST', '/signed', {
    work: {
      kind: 'raw',
      run: async (request, reply) => await reply.send({ signed: request.rawText }),
    },
  }),
])

const post = (body: string | Buffer, type = 'application/json', url = '/notes') =>
  app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload: body })

const gbk = Buffer.from([...Buffer.from('{"text":"'), 0xd5, 0xc5, ...Buffer.from('"}')])
const json = '{"text":"张三"}'

// prettier-ignore
const table: readonly [string, string | Buffer, string, string][] = [
  ['JSON', json, 'application/json', '200'],
  ['JSON that names its encoding', json, 'application/json; charset=UTF-8', '200'],
  ['an encoding in quotes', json, 'application/json;charset="utf8"', '200'],
  ['JSON behind a byte order mark', `\ufeff${json}`, 'application/json', '200'],
  ['another encoding, said so', gbk, 'application/json; charset=GBK', '415 content_type_unsupported'],
  ['UTF-16, said so', Buffer.from(json, 'utf16le'), 'application/json; charset=utf-16', '415 content_type_unsupported'],
  ['another encoding, not said', gbk, 'application/json', '400 request_invalid'],
  ['half a character at the end', Buffer.from(json).subarray(0, -4), 'application/json', '400 request_invalid'],
  ['half a character, escaped', '{"text":"\\ud800"}', 'application/json', '400 request_invalid'],
  ['a whole character, escaped', '{"text":"\\ud83d\\ude97"}', 'application/json', '200'],
  ['half a character as a name', '{"text":"a","\\udc00":1}', 'application/json', '400 request_invalid'],
  ['text that is JSON', json, 'text/plain', '415 content_type_unsupported'],
  ['a form', 'text=a', 'application/x-www-form-urlencoded', '415 content_type_unsupported'],
  ['no content type that is one', json, 'json', '415 content_type_unsupported'],
  ['a name that reaches into the language', '{"text":"a","__proto__":{"admin":true}}', 'application/json', '400 json_invalid'],
  ['two values', '{"text":"a"} {"text":"b"}', 'application/json', '400 json_invalid'],
  ['a number beyond all numbers', '{"text":1e999}', 'application/json', '400 request_invalid'],
  ['a list in place of an object', '[{"text":"a"}]', 'application/json', '400 request_invalid'],
]

test('a body is JSON in UTF-8, whatever it is called', async () => {
  for (const [what, body, type, wanted] of table) {
    const answer = await post(body, type)
    assert.equal(outcome(answer), wanted, `${what}: ${answer.body}`)
  }
})

test('Chinese text arrives as it was sent', async () => {
  const answer = await post(json)
  assert.deepEqual(answer.json(), { body: { text: '张三' } })
})

test('a refusal of an encoding says which one is right', async () => {
  assert.match((await post(gbk, 'application/json; charset=GBK')).body, /UTF-8, not GBK/u)
  assert.match((await post(gbk)).body, /must be UTF-8/u)
  assert.match((await post(json, 'text/plain')).body, /takes application\/json/u)
})

test('what a partner signed is there byte for byte', async () => {
  const odd = '{ "b" : 1.0,\n"a":"\\u5f20" }'
  const answer = await post(odd, 'application/json', '/signed')
  assert.deepEqual(answer.json(), { signed: odd })
})
