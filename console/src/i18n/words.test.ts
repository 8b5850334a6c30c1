import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { en } from './en.ts'
import { zh } from './zh.ts'

function texts(words: object, at = ''): readonly (readonly [string, string])[] {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? texts(value, `${at}${name}.`)
      : [[`${at}${name}`, String(value)] as const],
  )
}

const placeholders = (text: string): string => (text.match(/\{\{\w+\}\}/gu) ?? []).toSorted().join()

test('both languages have the same words with the same places in them', () => {
  const english = new Map(texts(en))
  assert.deepEqual(
    [...english.keys()].toSorted(),
    texts(zh)
      .map(([key]) => key)
      .toSorted(),
  )
  for (const [key, text] of texts(zh)) {
    assert.equal(placeholders(text), placeholders(english.get(key) ?? ''), key)
  }
})

test('no word is empty', () => {
  for (const [key, text] of [...texts(zh), ...texts(en)]) assert.notEqual(text.trim(), '', key)
})

/** Words of English that Chinese uses too. */
const borrowed = /GPS|JSON|English|^—$/u

test('Chinese is Chinese, and English has no Chinese in it', () => {
  for (const [key, text] of texts(zh)) {
    const said = text.replaceAll(/\{\{\w+\}\}/gu, '')
    assert.ok(/\p{Script=Han}/u.test(said) || borrowed.test(said), `${key}: ${text}`)
  }
  for (const [key, text] of texts(en)) {
    assert.ok(!/\p{Script=Han}/u.test(text) || key === 'nav.language', `${key}: ${text}`)
  }
})

test('every role of the house and every refusal of the console’s pages has its word', async () => {
  const errors = await readFile(
    new URL('../../../docs/generated/errors.md', import.meta.url),
    'utf8',
  )
  const known = new Set(
    [...errors.matchAll(/`([a-z0-9_]+)` \| \d{3} \|/gu)].map(([, code]) => code),
  )
  const unknown = Object.keys(zh.problems).filter((code) => !known.has(code))
  assert.deepEqual(unknown, [], 'words for refusals that the server does not have')
})
