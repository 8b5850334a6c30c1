import assert from 'node:assert/strict'
import { test } from 'node:test'
import { optionOf, type ChartLook, type ChartPicture } from './chart-option.ts'

const colours: ChartLook = {
  text: '#111111',
  soft: '#222222',
  line: '#333333',
  surface: '#444444',
  font: 'serif',
  series: ['#555555', '#666666'],
}
const picture: ChartPicture = {
  kind: 'bars',
  labels: ['draft', 'signed'],
  series: [{ name: 'orders', values: [3, null] }],
  format: (value) => `${value} orders`,
}

/** A member of an option, by path. */
const at = (option: object, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, name) => (value as Record<string, unknown> | undefined)?.[name],
      option,
    )

test('bars lie with their names to the left, the first on top; columns stand', () => {
  const lying = optionOf(picture, colours)
  assert.equal(at(lying, 'yAxis.type'), 'category')
  assert.equal(at(lying, 'yAxis.inverse'), true)
  const standing = optionOf({ ...picture, kind: 'columns' }, colours)
  assert.equal(at(standing, 'xAxis.type'), 'category')
  assert.equal(at(standing, 'yAxis.type'), 'value')
})

test('what was not measured is a gap and not a nought', () => {
  const option = optionOf({ ...picture, kind: 'lines' }, colours)
  assert.deepEqual(at(option, 'series.0.data'), [3, null])
  const write = at(option, 'tooltip.valueFormatter') as (value: unknown) => string
  assert.deepEqual([write(3), write(null)], ['3 orders', '—'])
})

test('a funnel keeps the order of the steps, also where a later one is larger', () => {
  const option = optionOf(
    { ...picture, kind: 'funnel', series: [{ name: 'orders', values: [3, 5] }] },
    colours,
  )
  assert.equal(at(option, 'series.0.sort'), 'none')
  assert.deepEqual(at(option, 'series.0.data'), [
    { name: 'draft', value: 3 },
    { name: 'signed', value: 5 },
  ])
})

test('several series are told apart by a legend, one needs none', () => {
  assert.equal(at(optionOf(picture, colours), 'legend'), undefined)
  const two = { ...picture, series: [...picture.series, { name: 'lost', values: [1, 2] }] }
  assert.ok(at(optionOf(two, colours), 'legend'))
})

test('every colour comes from the look', () => {
  const text = JSON.stringify(optionOf(picture, colours))
  const used = new Set(text.match(/#[0-9a-f]{3,8}\b/gu))
  const known = [colours.text, colours.soft, colours.line, colours.surface, ...colours.series]
  assert.deepEqual(
    [...used].filter((colour) => !known.includes(colour)),
    [],
  )
})

test('steps hold their value until the next one, and lines run straight', () => {
  const drawn = (kind: 'lines' | 'steps') =>
    JSON.stringify(
      optionOf({ kind, labels: ['a', 'b'], series: [{ name: 'n', values: [1, 2] }] }, colours),
    )
  assert.match(drawn('steps'), /"step":"end"/u)
  assert.match(drawn('lines'), /"step":false/u)
})
