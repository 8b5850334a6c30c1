import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { palettes } from './palettes.ts'

const css = await readFile(new URL('console.css', import.meta.url), 'utf8')

/** The variables of one look: what the dark one leaves out it has from the light one. */
function variables(selector: string): ReadonlyMap<string, string> {
  const from = css.indexOf(`${selector} {`)
  assert.ok(from >= 0, selector)
  const block = css.slice(from, css.indexOf('}', from))
  const found = [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/gu)]
  return new Map(found.map(([, name = '', colour = '']) => [name, colour]))
}

const looks = { light: variables(':root'), dark: variables(":root[data-look='dark']") }

test('antd and our own style sheet paint with the same colours, by day and by night', () => {
  for (const look of ['light', 'dark'] as const) {
    for (const [name, colour] of Object.entries(palettes[look])) {
      assert.equal(looks[look].get(name), colour, `${look} ${name}`)
    }
  }
})

test('the night has every colour that the day has', () => {
  assert.deepEqual([...looks.dark.keys()].toSorted(), [...looks.light.keys()].toSorted())
})

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(colour: string): number {
  const part = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

/** What is written on what. */
const pairs = [
  ...['text', 'text-soft', 'water', 'good', 'warn', 'bad'].flatMap((ink) =>
    ['surface', 'ground', 'raised'].map((ground) => [ink, ground] as const),
  ),
  ...['good', 'warn', 'bad', 'calm', 'blue', 'plum', 'amended'].map(
    (tone) => [tone, `${tone}-ground`] as const,
  ),
  ['on-ink', 'ink'],
  ['on-ink', 'ink-raised'],
  ['on-selected', 'selected'],
] as const

test('every word stands out from its ground by 4.5 to 1, the level AA of WCAG', () => {
  for (const look of ['light', 'dark'] as const) {
    for (const [ink, ground] of pairs) {
      const found = contrast(looks[look].get(ink) ?? '', looks[look].get(ground) ?? '')
      assert.ok(found >= 4.5, `${look}: ${ink} on ${ground} is ${found.toFixed(2)}`)
    }
  }
})

test('a line of a chart stands out from the card by 3 to 1', () => {
  for (const look of ['light', 'dark'] as const) {
    for (const [name, colour] of looks[look]) {
      if (!name.startsWith('series-')) continue
      const found = contrast(colour, looks[look].get('surface') ?? '')
      assert.ok(found >= 3, `${look} ${name} is ${found.toFixed(2)}`)
    }
  }
})
