import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeOf, matchingStep, newTotpSecret, stepAt, totpUri } from './one-time-code.ts'

/** The ASCII secret of RFC 6238, appendix B, in base32. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

const vectors: readonly (readonly [seconds: number, code: string])[] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
]

test('codes are those of RFC 6238, appendix B', () => {
  for (const [seconds, code] of vectors) {
    assert.equal(codeOf(secret, stepAt(new Date(seconds * 1_000))), code)
  }
})

test('a code is good for its own step and one beside it, and tells which step it was', () => {
  const at = (seconds: number) => new Date(seconds * 1_000)
  const code = codeOf(secret, 100)
  const cases: readonly (readonly [seconds: number, step: number | undefined])[] = [
    [98 * 30 + 29, undefined],
    [99 * 30, 100],
    [100 * 30, 100],
    [101 * 30 + 29, 100],
    [102 * 30, undefined],
  ]
  for (const [seconds, step] of cases) assert.equal(matchingStep(secret, code, at(seconds)), step)
})

test('what is not six digits is no code', () => {
  const at = new Date(59_000)
  for (const wrong of ['', '28708', '2870820', '28708２', '······', '000000']) {
    assert.equal(matchingStep(secret, wrong, at), undefined)
  }
})

test('a new secret has 160 bits in base32 and is never the same', () => {
  const [one, other] = [newTotpSecret(), newTotpSecret()]
  assert.match(one, /^[A-Z2-7]{32}$/u)
  assert.notEqual(one, other)
  assert.match(codeOf(one, 1), /^\d{6}$/u)
})

test('the picture that an app scans names us and the user', () => {
  const uri = new URL(totpUri('wang@dealer', secret))
  assert.equal(uri.protocol, 'otpauth:')
  assert.equal(decodeURIComponent(uri.pathname), '/Liushui:wang@dealer')
  assert.equal(uri.searchParams.get('secret'), secret)
})
