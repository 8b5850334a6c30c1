import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from './index.ts'

test('an empty environment is a whole configuration', () => {
  const read = readConfig({})
  assert.ok(read.ok)
  assert.deepEqual(
    [read.value.host, read.value.port, read.value.dataDirectory, read.value.databaseUrl],
    ['127.0.0.1', 3000, '.data', undefined],
  )
})

// prettier-ignore
const wrong: readonly [Record<string, string>, RegExp][] = [
  [{ PORT: 'http' }, /PORT must be a whole number, not "http"/],
  [{ PORT: '70000' }, /PORT must be at most 65535/],
  [{ DATABASE_URL: 'mysql://x/y' }, /DATABASE_URL must be a URL/],
  [{ REDIS_URL: 'localhost' }, /REDIS_URL must be a URL/],
  [{ LIUSHUI_LOG: 'loud' }, /LIUSHUI_LOG must be one of debug, info/],
  [{ LIUSHUI_SECRET_KEY: 'abc' }, /LIUSHUI_SECRET_KEY must be 32 bytes in hex/],
  [{ LIUSHUI_SECRET_KEYS_BEFORE: `${'a'.repeat(64)},b` }, /KEYS_BEFORE must be 32 bytes/],
  [{ LIUSHUI_DEMO: 'maybe' }, /LIUSHUI_DEMO must be 1 or 0/],
  [{ LIUSHUI_S3_ENDPOINT: 'http://s3' }, /LIUSHUI_S3_BUCKET is needed/],
  [{ LIUSHUI_ALARM_WEBHOOK_URL: 'http://x' }, /LIUSHUI_ALARM_WEBHOOK_SECRET must be whsec_/],
  [{ LIUSHUI_ALARM_WEBHOOK_URL: 'mail' }, /LIUSHUI_ALARM_WEBHOOK_URL must be a URL/],
]

test('what is wrong is named, with what would be right', () => {
  for (const [environment, says] of wrong) {
    const read = readConfig(environment)
    assert.equal(read.ok, false)
    assert.match(read.ok ? '' : read.problem.detail, says)
  }
})

test('every fault is told at once', () => {
  const read = readConfig({ PORT: 'x', LIUSHUI_DEMO: 'x' })
  assert.match(read.ok ? '' : read.problem.detail, /PORT.*; LIUSHUI_DEMO/)
})

test('an S3 store is whole or absent', () => {
  const read = readConfig({
    LIUSHUI_S3_ENDPOINT: 'http://127.0.0.1:9000',
    LIUSHUI_S3_BUCKET: 'papers',
    LIUSHUI_S3_ACCESS_KEY_ID: 'id',
    LIUSHUI_S3_SECRET_ACCESS_KEY: 'key',
  })
  assert.equal(read.ok && read.value.s3?.region, 'us-east-1')
})
