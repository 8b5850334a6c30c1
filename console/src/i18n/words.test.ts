import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { en } from './en.ts'
import type { FeatureWords, WordTree } from './feature-words.ts'
import { zh } from './zh.ts'

/** The shared words, and those of each feature that has its own. */
const tables: FeatureWords<WordTree>[] = [{ name: 'shared', zh, en }]
const features = fileURLToPath(new URL('../features/', import.meta.url))
for await (const file of glob('*/words.ts', { cwd: features })) {
  // Each such file exports its table under this one name.
  const { words } = (await import(`${features}${file}`)) as { words: FeatureWords<WordTree> }
  tables.push(words)
}

function texts(words: object, at = ''): readonly (readonly [string, string])[] {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? texts(value, `${at}${name}.`)
      : [[`${at}${name}`, String(value)] as const],
  )
}

const placeholders = (text: string): string => (text.match(/\{\{\w+\}\}/gu) ?? []).toSorted().join()

test('both languages have the same words with the same places in them', () => {
  for (const table of tables) {
    const english = new Map(texts(table.en))
    const chinese = texts(table.zh)
    const keys = chinese.map(([key]) => key)
    assert.deepEqual([...english.keys()].toSorted(), keys.toSorted(), table.name)
    for (const [key, text] of chinese) {
      const places = placeholders(english.get(key) ?? '')
      assert.equal(placeholders(text), places, `${table.name}:${key}`)
    }
  }
})

test('no word is empty', () => {
  const all = tables.flatMap((table) => [...texts(table.zh), ...texts(table.en)])
  for (const [key, text] of all) assert.notEqual(text.trim(), '', key)
})

/** Words of English that Chinese uses too. */
const borrowed = /GPS|JSON|English|^—$/u

test('Chinese is Chinese, and English has no Chinese in it', () => {
  for (const [key, text] of tables.flatMap((table) => texts(table.zh))) {
    const said = text.replaceAll(/\{\{\w+\}\}/gu, '')
    assert.ok(/\p{Script=Han}/u.test(said) || borrowed.test(said), `${key}: ${text}`)
  }
  for (const [key, text] of tables.flatMap((table) => texts(table.en))) {
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
