import assert from 'node:assert/strict'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { after, test } from 'node:test'
import { newKey, openBytes, sealBytes } from './cipher.ts'
import { masterKeys, SecretKeyWrong } from './index.ts'
import { openKeyring } from './master.ts'

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'liushui-secret-'))
after(() => fs.rmSync(home, { recursive: true }))

const keyA = 'aa'.repeat(32)
const keyB = 'bb'.repeat(32)
let folders = 0

function keysOf(given: { secretKey?: string; secretKeysBefore?: string[]; folder?: string }) {
  const folder = given.folder ?? String(++folders)
  const dataDirectory = path.join(home, folder)
  const { secretKey, secretKeysBefore = [] } = given
  return masterKeys({ dataDirectory, secretKey, secretKeysBefore }).map((key) =>
    key.toString('hex'),
  )
}

test('without a key in the environment one is made, for its owner only, and found again', () => {
  const [made = '', ...others] = keysOf({ folder: 'generated' })
  assert.match(made, /^[0-9a-f]{64}$/u)
  assert.deepEqual(others, [])
  assert.deepEqual(keysOf({ folder: 'generated' }), [made])
  assert.deepEqual(fs.readdirSync(path.join(home, 'generated')), ['secret.key'])
  const { mode } = fs.statSync(path.join(home, 'generated', 'secret.key'))
  assert.equal(mode & 0o777, 0o600)
})

test('the environment has the first word, and makes no file', () => {
  assert.deepEqual(keysOf({ secretKey: keyA, secretKeysBefore: [keyB], folder: 'env' }), [
    keyA,
    keyB,
  ])
  assert.ok(!fs.existsSync(path.join(home, 'env')))
})

test('moving from the file to the environment keeps what was written before readable', () => {
  const [made = ''] = keysOf({ folder: 'moving' })
  assert.deepEqual(keysOf({ secretKey: keyA, folder: 'moving' }), [keyA, made])
  assert.deepEqual(keysOf({ secretKey: made.toUpperCase(), folder: 'moving' }), [made])
})

test('a damaged key file is named', () => {
  fs.mkdirSync(path.join(home, 'damaged'))
  fs.writeFileSync(path.join(home, 'damaged', 'secret.key'), 'abc')
  assert.throws(() => keysOf({ folder: 'damaged' }), /damaged\/secret\.key must hold one key: 64/u)
})

test('what is sealed opens with its key for its owner, and for nothing else', () => {
  const key = newKey()
  const sealed = sealBytes(key, 'person 1', Buffer.from('张三'))
  assert.equal(openBytes(key, 'person 1', sealed)?.toString(), '张三')
  assert.equal(openBytes(key, 'person 2', sealed), undefined)
  assert.equal(openBytes(newKey(), 'person 1', sealed), undefined)
  for (const at of sealed.keys()) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    assert.equal(openBytes(key, 'person 1', changed), undefined, `byte ${at}`)
  }
  assert.equal(openBytes(key, 'person 1', sealed.subarray(0, 20)), undefined)
})

test('the same text is never sealed the same way twice', () => {
  const key = newKey()
  const texts = Array.from({ length: 50 }, () =>
    sealBytes(key, 'p', Buffer.from('x')).toString('hex'),
  )
  assert.equal(new Set(texts).size, texts.length)
})

test('a keyring writes with the first key and reads with all', () => {
  const a = Buffer.from(keyA, 'hex')
  const b = Buffer.from(keyB, 'hex')
  const key = newKey()
  const before = openKeyring([a]).wrap('person 1', key)
  const both = openKeyring([b, a])
  assert.deepEqual(both.unwrap('person 1', before), key)
  assert.equal(both.wrap('person 1', key).masterId, both.newest)
  assert.deepEqual(both.older, [before.masterId])
})

test('a missing master key is named, with the setting that takes it', () => {
  const wrapped = openKeyring([Buffer.from(keyA, 'hex')]).wrap('person 1', newKey())
  const other = openKeyring([Buffer.from(keyB, 'hex')])
  assert.throws(
    () => other.unwrap('person 1', wrapped),
    (problem) =>
      problem instanceof SecretKeyWrong &&
      problem.message.includes(`encrypted with master key ${wrapped.masterId}`) &&
      problem.message.includes(`given are ${other.newest}`) &&
      /set LIUSHUI_SECRET_KEY .* LIUSHUI_SECRET_KEYS_BEFORE/u.test(problem.message) &&
      !problem.message.includes(keyB),
  )
})

test('a master key of the wrong length is our own mistake', () => {
  assert.throws(() => openKeyring([Buffer.alloc(16)]), /32 bytes/u)
  assert.throws(() => openKeyring([]), /there is a master key/u)
})
