/** Random questions to a random trail, against a filter that anybody can read. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { record, search, type AuditEntry, type AuditLine, type AuditSearch } from './index.ts'
import { testDatabase } from '#test/database'

const { database } = await testDatabase()

const minute = (minutes: number): Date => new Date(Date.UTC(2026, 0, 5, 9, minutes))
const few = (word: string, count: number) =>
  fc.nat({ max: count - 1 }).map((number) => `${word}:${number}`)

const members = {
  actor: few('user', 3),
  action: fc.constantFrom('auth.sign-in', 'order.edit', 'secret.unmask'),
  subject: few('order', 4),
  requestId: few('request', 6),
}
const entry: fc.Arbitrary<AuditEntry> = fc.record({
  ...members,
  at: fc.nat({ max: 20 }).map(minute),
})

// One trail for all questions: 400 entries, of which many fall on one minute.
const trail = fc.sample(entry, { numRuns: 400, seed: 7 })
await database.transaction((tx) => record(tx, trail))

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined })

const question: fc.Arbitrary<AuditSearch> = fc.record({
  actor: maybe(members.actor),
  action: maybe(members.action),
  subject: maybe(members.subject),
  requestId: maybe(members.requestId),
  from: maybe(fc.nat({ max: 21 }).map(minute)),
  to: maybe(fc.nat({ max: 21 }).map(minute)),
})

function answers(wanted: AuditSearch, line: AuditEntry | AuditLine): boolean {
  const words = (['actor', 'action', 'subject', 'requestId'] as const).every(
    (name) => wanted[name] === undefined || wanted[name] === line[name],
  )
  const after = wanted.from === undefined || line.at >= wanted.from
  return words && after && (wanted.to === undefined || line.at < wanted.to)
}

async function allPages(wanted: AuditSearch, limit: number): Promise<readonly AuditLine[]> {
  const lines: AuditLine[] = []
  let cursor: string | undefined
  do {
    const page = await search(database, wanted, { cursor, limit })
    assert.ok(page.ok)
    assert.ok(page.value.items.length <= limit)
    lines.push(...page.value.items)
    cursor = page.value.nextCursor
  } while (cursor !== undefined)
  return lines
}

test('every question finds exactly what fits it, each once, the newest first', async () => {
  await fc.assert(
    fc.asyncProperty(question, fc.integer({ min: 20, max: 200 }), async (wanted, limit) => {
      const lines = await allPages(wanted, limit)
      assert.ok(lines.every((line) => answers(wanted, line)))
      assert.equal(lines.length, trail.filter((each) => answers(wanted, each)).length)
      assert.equal(new Set(lines.map(({ id }) => id)).size, lines.length)
      const keys = lines.map(({ at, id }) => `${at.toISOString()} ${id}`)
      assert.deepEqual(keys, keys.toSorted().toReversed())
    }),
    { numRuns: 60 },
  )
})
