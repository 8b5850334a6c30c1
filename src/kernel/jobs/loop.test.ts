import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openLog } from '#kernel/log'
import { openLoop, type Loop } from './loop.ts'
import { onWake, wake } from './wake.ts'

const lines: string[] = []
const log = openLog('warn', { write: (line) => void lines.push(line) })
const soon = { interval: 5, timeout: 5_000 }

const running: Loop[] = []
function open(pauseMs: number, round: () => Promise<boolean>): Loop {
  const loop = openLoop({ name: 'test', pauseMs, log }, round)
  running.push(loop)
  return loop
}
afterEach(() => Promise.all(running.splice(0).map((loop) => loop.stop())))

test('a round that found something is followed by the next at once', async (t) => {
  let rounds = 0
  const loop = open(60_000, async () => ++rounds < 5)
  await t.waitFor(() => assert.equal(rounds, 5), soon)
  await sleep(30)
  assert.equal(rounds, 5)
  await loop.stop()
})

test('an idle loop looks again after its pause, or when it is woken', async (t) => {
  let rounds = 0
  const idle = open(20, async () => ++rounds < 0)
  await t.waitFor(() => assert.ok(rounds >= 3), soon)
  await idle.stop()
  let woken = 0
  const asleep = open(60_000, async () => ++woken < 0)
  const forget = onWake(() => asleep.wake())
  await t.waitFor(() => assert.equal(woken, 1), soon)
  wake()
  await t.waitFor(() => assert.equal(woken, 2), soon)
  forget()
  wake()
  await sleep(30)
  assert.equal(woken, 2)
  await asleep.stop()
})

test('what wakes it during a round is not lost', async (t) => {
  let rounds = 0
  const loop = open(60_000, async () => {
    rounds += 1
    if (rounds === 1) loop.wake()
    await sleep(10)
    return false
  })
  await t.waitFor(() => assert.equal(rounds, 2), soon)
  await loop.stop()
})

test('a round that fails is written down and does not end the loop', async (t) => {
  let rounds = 0
  const loop = open(5, async () => {
    rounds += 1
    if (rounds === 1) throw new Error('the database is away')
    return false
  })
  await t.waitFor(() => assert.ok(rounds >= 3), soon)
  await loop.stop()
  assert.equal(lines.length, 1)
  assert.match(lines[0] ?? '', /the database is away/u)
})

test('stopping waits for the round that runs, and no other begins', async () => {
  let state = 'idle'
  const loop = open(1, async () => {
    state = 'running'
    await sleep(50)
    state = 'done'
    return true
  })
  await sleep(5)
  await loop.stop()
  assert.equal(state, 'done')
})
