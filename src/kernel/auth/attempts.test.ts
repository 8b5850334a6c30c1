import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from '../db/index.ts'
import { newId } from '../id/index.ts'
import {
  addressFailuresMax,
  attemptFailed,
  attemptSucceeded,
  beginAttempt,
  failuresMax,
  giveBack,
  lockMinutes,
} from './attempts.ts'
import { codeOfResult, openTestAuth } from './testing.ts'

const { database } = await openTestAuth()

const minuteMs = 60_000
const startMs = Date.parse('2026-03-02T01:00:00Z')
const atMinute = (minute: number): Date => new Date(startMs + minute * minuteMs)
const somebody = () => ({ username: `user-${newId()}`, address: `address-${newId()}` })

type Ends = 'wrong' | 'right' | 'unfinished'
interface Step {
  readonly waits: number
  readonly ends: Ends
}

const steps = fc.array(
  fc.record<Step>({
    waits: fc.integer({ min: 0, max: 18 }),
    ends: fc.constantFrom('wrong', 'wrong', 'wrong', 'wrong', 'right', 'unfinished'),
  }),
  { minLength: 10, maxLength: 40 },
)

/** Plays attempts one after the other; answers at which minute each was looked at, or refused. */
async function play(given: readonly Step[]) {
  const attempt = somebody()
  let minute = 0
  return await database.transaction(async (tx) => {
    const played: { minute: number; ends: Ends; refused: boolean }[] = []
    for (const { waits, ends } of given) {
      minute += waits
      const begun = await beginAttempt(tx, attempt, atMinute(minute))
      if (begun.ok && ends === 'right') await attemptSucceeded(tx, attempt.username)
      if (begun.ok && ends === 'unfinished') await giveBack(tx, attempt.username)
      played.push({ minute, ends, refused: !begun.ok })
    }
    return played
  })
}

test('in no fifteen minutes are more than five wrong guesses looked at without a right one', async () => {
  const property = fc.asyncProperty(steps, async (given) => {
    let guesses: number[] = []
    for (const { minute, ends, refused } of await play(given)) {
      if (!refused && ends === 'right') guesses = []
      if (!refused && ends === 'wrong') guesses.push(minute)
      const recent = guesses.filter((at) => at > minute - lockMinutes)
      assert.ok(recent.length <= failuresMax, `${recent.length} guesses until minute ${minute}`)
    }
  })
  await fc.assert(property, { numRuns: 60 })
})

test('nobody is locked out who did not fail five times, the last time within the quarter hour', async () => {
  const property = fc.asyncProperty(steps, async (given) => {
    let guesses: number[] = []
    for (const { minute, ends, refused } of await play(given)) {
      if (refused) {
        assert.ok(guesses.length >= failuresMax, `locked after ${guesses.length} guesses`)
        assert.ok((guesses.at(-1) ?? 0) > minute - lockMinutes, 'locked for too long')
      } else if (ends === 'right') guesses = []
      else if (ends === 'wrong') guesses.push(minute)
    }
  })
  await fc.assert(property, { numRuns: 60 })
})

test('the attempt that will lock says so before its password is looked at', async () => {
  const attempt = somebody()
  const locks = await database.transaction(async (tx) => {
    const all: boolean[] = []
    for (let count = 1; count <= failuresMax; count++) {
      const begun = await beginAttempt(tx, attempt, atMinute(0))
      all.push(begun.ok && begun.value.locks)
    }
    return all
  })
  assert.deepEqual(locks, [false, false, false, false, true])
})

test('a lock by name says how long, and does not touch another name', async () => {
  const attempt = somebody()
  await database.transaction(async (tx) => {
    for (let count = 1; count <= failuresMax; count++) await beginAttempt(tx, attempt, atMinute(0))
    const locked = await beginAttempt(tx, attempt, atMinute(1))
    assert.match(locked.ok ? '' : locked.problem.detail, /5 failures for 15 minutes/u)
    const other = { ...attempt, username: somebody().username }
    assert.equal(codeOfResult(await beginAttempt(tx, other, atMinute(1))), 'ok')
  })
})

test('an address is locked after many failures under any names, and is free again in time', async () => {
  const { address } = somebody()
  const begin = async (minute: number) =>
    codeOfResult(
      await database.transaction((tx) =>
        beginAttempt(tx, { ...somebody(), address }, atMinute(minute)),
      ),
    )
  await database.transaction(async (tx) => {
    for (let count = 1; count < addressFailuresMax; count++) {
      await attemptFailed(tx, { ...somebody(), address }, atMinute(0))
    }
  })
  assert.equal(await begin(1), 'ok')
  await database.transaction((tx) => attemptFailed(tx, { ...somebody(), address }, atMinute(1)))
  assert.equal(await begin(1), 'too_many_attempts')
  assert.equal(await begin(lockMinutes), 'too_many_attempts')
  assert.equal(await begin(1 + lockMinutes), 'ok')
})

test('an attempt from a locked address is not counted against the name it was tried on', async () => {
  const attempt = somebody()
  await database.transaction((tx) =>
    tx.run(sql`
      insert into auth.failed_attempt (subject, failures, last_at, locked_until)
      values (${`address:${attempt.address}`}, 1, ${atMinute(0)}, ${atMinute(10)})`),
  )
  const refused = await database.transaction((tx) => beginAttempt(tx, attempt, atMinute(1)))
  assert.equal(codeOfResult(refused), 'too_many_attempts')
  const counted = await database.row(
    sql`select failures from auth.failed_attempt where subject = ${`user:${attempt.username}`}`,
  )
  assert.equal(counted, undefined)
})

test('two who begin at once are counted as two', async () => {
  const attempt = somebody()
  await Promise.all(
    Array.from({ length: 4 }, () =>
      database.transaction((tx) => beginAttempt(tx, attempt, atMinute(0))),
    ),
  )
  const counted = await database.row<{ failures: number }>(
    sql`select failures from auth.failed_attempt where subject = ${`user:${attempt.username}`}`,
  )
  assert.equal(counted?.failures, 4)
})
