import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { precedence, refusalTable } from './refusal.ts'

const file = new URL('../../../docs/generated/ledger-refusals.md', import.meta.url)

test('the documented order of precedence is the one that decides', () => {
  const found = readFileSync(file, 'utf8')
  assert.equal(found, refusalTable(), 'write it again: npm run generate')
})

test('every refusal has one number', () => {
  const rows = refusalTable()
    .split('\n')
    .filter((line) => /^\| \d/u.test(line))
  assert.deepEqual(
    rows.map((row) => row.split('|')[1]?.trim()),
    precedence.map((_, at) => String(at + 1)),
  )
})
