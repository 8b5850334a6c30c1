import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { pageQuery } from '#kernel/http'
import { endOfPage, startOfPage } from './cursor.ts'

const things = {
  name: 'things',
  query: Type.Object(
    { ...pageQuery, colour: Type.Optional(Type.Enum(['red', 'blue'])) },
    { additionalProperties: false },
  ),
  after: Type.String({ pattern: '^[0-9]{3}$' }),
}

const all = Array.from({ length: 25 }, (_, at) => String(at).padStart(3, '0'))
const view = { keyOf: (no: string) => no, show: (no: string) => ({ no }) }

/** A list over `all`, as a route would make it. */
function page(query: { cursor?: string; limit?: number; colour?: 'red' | 'blue' }) {
  const start = startOfPage(things, query)
  if (!start.ok) return start.problem.code
  const { after = '', limit } = start.value
  const found = all.filter((no) => no > after).slice(0, limit + 1)
  return { ...endOfPage(start.value, found, view), filter: start.value.filter }
}

test('pages follow each other to the end, with nothing twice and nothing left out', () => {
  for (const limit of [1, 7, 12, 24, 25, 26]) {
    const seen: string[] = []
    let cursor: string | undefined
    for (let pages = 1; pages <= all.length; pages++) {
      const found = page({ limit, ...(cursor === undefined ? {} : { cursor }) })
      assert.ok(typeof found === 'object')
      seen.push(...found.items.map(({ no }) => no))
      if (found.nextCursor === null) break
      cursor = found.nextCursor
    }
    assert.deepEqual(seen, all, `pages of ${limit}`)
  }
})

test('a cursor brings its filter along, alone or beside the same one', () => {
  const first = page({ colour: 'red', limit: 5 })
  assert.ok(typeof first === 'object' && first.nextCursor)
  const cursor = first.nextCursor
  for (const query of [{ cursor }, { cursor, colour: 'red' as const }]) {
    const next = page(query)
    assert.deepEqual(typeof next === 'object' && next.filter, { colour: 'red' })
  }
  assert.equal(page({ cursor, colour: 'blue' }), 'cursor_invalid')
})

test('a cursor that was not made for this list is refused', () => {
  const written = (kept: unknown) => Buffer.from(JSON.stringify(kept)).toString('base64url')
  const wrong = [
    '',
    'nonsense',
    written(null),
    written(['things']),
    written(['others', {}, '001']),
    written(['things', { colour: 'green' }, '001']),
    written(['things', { taste: 'sweet' }, '001']),
    written(['things', null, '001']),
    written(['things', {}, 1]),
    written(['things', {}, "1' or true"]),
    written(['things', {}, null]),
  ]
  for (const cursor of wrong) assert.equal(page({ cursor }), 'cursor_invalid', cursor)
})
