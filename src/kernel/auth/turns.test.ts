import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTurns } from './turns.ts'

/** Work that waits until it is told to end, and remembers how much of it ran at once. */
function workshop() {
  const running: string[] = []
  const log: string[] = []
  const ends = new Map<string, () => void>()
  let most = 0
  return {
    log,
    most: () => most,
    end: (label: string) => ends.get(label)?.(),
    work: (label: string) => async () => {
      running.push(label)
      most = Math.max(most, running.length)
      log.push(`start ${label}`)
      await new Promise<void>((resolve) => ends.set(label, resolve))
      running.splice(running.indexOf(label), 1)
      log.push(`end ${label}`)
      return label
    },
  }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

test('work under one name runs one after the other, in the order in which it came', async () => {
  const shop = workshop()
  const turns = openTurns({ atOnceMax: 5, waitingMax: 5 })
  const all = Promise.all([turns('wang', shop.work('1')), turns('wang', shop.work('2'))])
  await settle()
  assert.deepEqual(shop.log, ['start 1'])
  shop.end('1')
  await settle()
  shop.end('2')
  assert.deepEqual(await all, ['1', '2'])
  assert.deepEqual(shop.log, ['start 1', 'end 1', 'start 2', 'end 2'])
})

test('no more than the limit runs at once, and one name does not hold up another', async () => {
  const shop = workshop()
  const turns = openTurns({ atOnceMax: 2, waitingMax: 10 })
  void turns('wang', shop.work('w1'))
  void turns('wang', shop.work('w2'))
  void turns('li', shop.work('l1'))
  void turns('zhao', shop.work('z1'))
  await settle()
  assert.deepEqual(shop.log, ['start w1', 'start l1'])
  shop.end('l1')
  await settle()
  assert.equal(shop.log.at(-1), 'start z1')
  shop.end('w1')
  await settle()
  assert.equal(shop.log.at(-1), 'start w2')
  assert.equal(shop.most(), 2)
})

test('what cannot wait is turned away at once', async () => {
  const shop = workshop()
  const turns = openTurns({ atOnceMax: 1, waitingMax: 2 })
  void turns('wang', shop.work('1'))
  void turns('li', shop.work('2'))
  void turns('li', shop.work('3'))
  assert.equal(turns('zhao', shop.work('4')), undefined)
  shop.end('1')
  await settle()
  assert.notEqual(turns('zhao', shop.work('5')), undefined)
})

test('work that fails fails alone, and the next one has its turn', async () => {
  const turns = openTurns({ atOnceMax: 1, waitingMax: 5 })
  const failing = turns('wang', async () => {
    throw new Error('broken')
  })
  const following = turns('wang', async () => 'done')
  await assert.rejects(async () => await failing, /broken/u)
  assert.equal(await following, 'done')
})
