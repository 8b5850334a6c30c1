import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hmacSigner, verifySignature, type ReceivedRequest } from './index.ts'

const at = new Date('2026-03-01T09:00:00Z')
const secret = 'sandbox-BANK_A'

/** As the bank signs it, in the lower case in which Node hands headers over. */
function signed(body = '{"result":"PASS"}'): ReceivedRequest {
  const request = { method: 'POST', path: '/callback/funder/BANK_A', body, at }
  const headers = Object.entries(hmacSigner(secret)(request)).map(
    ([name, value]): [string, string] => [name.toLowerCase(), value],
  )
  return { method: request.method, path: request.path, body, headers: Object.fromEntries(headers) }
}

const verdict = (request: ReceivedRequest, now = at, key = secret): string => {
  const result = verifySignature(request, key, now)
  return result.ok ? 'accepted' : result.problem.code
}
const minutes = (count: number): Date => new Date(at.getTime() + count * 60_000)
const withHeader = (name: string, value: string | undefined): ReceivedRequest => {
  const request = signed()
  return { ...request, headers: { ...request.headers, [name]: value } }
}

// prettier-ignore
const table: readonly (readonly [string, string, string])[] = [
  ['as it was signed',              verdict(signed()),                                              'accepted'],
  ['its bytes instead of its text', verdict({ ...signed('{"a":"é"}'), body: Buffer.from('{"a":"é"}') }), 'accepted'],
  ['a hex signature in capitals',   verdict(withCapitals()),                                        'accepted'],
  ['five minutes late',             verdict(signed(), minutes(5)),                                  'accepted'],
  ['six minutes late',              verdict(signed(), minutes(6)),                                  'signature_expired'],
  ['six minutes early',             verdict(signed(), minutes(-6)),                                 'signature_expired'],
  ['another body',                  verdict({ ...signed(), body: '{"result":"FAIL"}' }),            'signature_invalid'],
  ['another path',                  verdict({ ...signed(), path: '/callback/funder/BANK_B' }),      'signature_invalid'],
  ['another method',                verdict({ ...signed(), method: 'PUT' }),                        'signature_invalid'],
  ['another secret',                verdict(signed(), at, 'sandbox-BANK_B'),                        'signature_invalid'],
  ['another time',                  verdict(withHeader('x-timestamp', '1772355601')),               'signature_invalid'],
  ['another nonce',                 verdict(withHeader('x-nonce', 'n')),                            'signature_invalid'],
  ['no signature',                  verdict(withHeader('x-signature', undefined)),                  'signature_invalid'],
  ['half a signature',              verdict(withHeader('x-signature', 'abcdef')),                   'signature_invalid'],
  ['a time that is no number',      verdict(withHeader('x-timestamp', 'NaN')),                      'signature_invalid'],
  ['no nonce',                      verdict(withHeader('x-nonce', '')),                             'signature_invalid'],
]

function withCapitals(): ReceivedRequest {
  const request = signed()
  const signature = String(request.headers['x-signature']).toUpperCase()
  return { ...request, headers: { ...request.headers, 'x-signature': signature } }
}

for (const [name, result, expected] of table) {
  test(`a request, ${name}: ${expected}`, () => assert.equal(result, expected))
}

test('each signature has a value of its own', () => {
  const nonces = Array.from({ length: 50 }, () => signed().headers['x-nonce'])
  assert.equal(new Set(nonces).size, 50)
})
