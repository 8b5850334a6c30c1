import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  generatePassword,
  hashPassword,
  isOutdated,
  passwordFault,
  passwordLengthMax,
  passwordMatches,
} from './password.ts'

test('the right password matches its hash, and nothing else does', async () => {
  const kept = await hashPassword('correct horse 马')
  assert.match(kept, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/u)
  assert.equal(await passwordMatches('correct horse 马', kept), true)
  for (const wrong of ['correct horse', 'Correct horse 马', '', 'correct horse 马 ']) {
    assert.equal(await passwordMatches(wrong, kept), false)
  }
})

test('the same password is kept differently each time', async () => {
  assert.notEqual(await hashPassword('the same one'), await hashPassword('the same one'))
})

test('an accent typed as one character or as two is the same password', async () => {
  const kept = await hashPassword('caf\u00e9 au lait')
  assert.equal(await passwordMatches('cafe\u0301 au lait', kept), true)
})

test('a hash of another cost still matches and is told to be outdated', async () => {
  // A test vector of the reference implementation: password, somesalt, 2 passes, 64 MB.
  const kept =
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  assert.equal(await passwordMatches('password', kept), true)
  assert.equal(await passwordMatches('Password', kept), false)
  assert.equal(isOutdated(kept), true)
  assert.equal(isOutdated(await hashPassword('password')), false)
})

test('a weak password is refused with the rule that it breaks', () => {
  const cases: readonly (readonly [password: string, detail: RegExp | undefined])[] = [
    ['', /8 to 128/u],
    ['seven77', /8 to 128/u],
    ['x'.repeat(passwordLengthMax + 1), /8 to 128/u],
    ['Wang.Fang', /not the username/u],
    ['aaaaaaaaaaaa', /4 different/u],
    ['abcabcabcabc', /4 different/u],
    ['eight888', undefined],
    ['四个不同的汉字呢', undefined],
  ]
  for (const [password, detail] of cases) {
    const fault = passwordFault(password, 'wang.fang')
    if (detail === undefined) assert.equal(fault, undefined)
    else assert.match(fault?.problem.detail ?? '', detail)
  }
})

test('a generated password is long, readable, and passes its own rules', () => {
  const made = Array.from({ length: 50 }, () => generatePassword())
  assert.equal(new Set(made).size, 50)
  for (const password of made) {
    assert.match(password, /^[a-km-zA-HJ-NP-Z2-9]{20}$/u)
    assert.equal(passwordFault(password, 'admin'), undefined)
  }
})
