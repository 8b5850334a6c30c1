import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { nothingBefore, roundDigest, sealDigest, sha256, type SealContent } from './chain.ts'
import { digestOf, type StoredEntry } from './entry.ts'
import { asId } from '../id/index.ts'

const entry: StoredEntry = {
  bucket: 7,
  id: asId<'audit-entry'>('0194a2b0-0000-7000-8000-000000000001'),
  at: new Date('2026-01-05T09:00:00Z'),
  actor: 'user:1',
  action: 'order.edit',
  subject: 'order:AF1',
  before: null,
  after: '{"amount":5}',
  reason: null,
  requestId: 'r',
}

test('every member of an entry is under its digest', () => {
  const others: readonly Partial<StoredEntry>[] = [
    { bucket: 8 },
    { id: asId<'audit-entry'>('0194a2b0-0000-7000-8000-000000000002') },
    { at: new Date('2026-01-05T09:00:00.001Z') },
    { actor: 'user:2' },
    { action: 'order.read' },
    { subject: 'order:AF2' },
    { before: 'null' },
    { after: '{"amount": 5}' },
    { after: null },
    { reason: '' },
    { requestId: '' },
  ]
  assert.deepEqual(
    new Set(others.flatMap(Object.keys)),
    new Set(Object.keys(entry)),
    'all members are tried',
  )
  const digests = others.map((change) => digestOf({ ...entry, ...change }).toString('hex'))
  assert.equal(new Set([...digests, digestOf(entry).toString('hex')]).size, others.length + 1)
})

test('text that moves from one member to the next gives another digest', () => {
  const word = fc.string({ maxLength: 6, unit: fc.constantFrom('a', '"', ',', '\\', '[', ']') })
  fc.assert(
    fc.property(word, word, word, word, (a, b, c, d) => {
      const one = digestOf({ ...entry, actor: a, action: b })
      const other = digestOf({ ...entry, actor: c, action: d })
      assert.equal(one.equals(other), a === c && b === d)
    }),
  )
})

const digest = (text: string): Buffer => sha256().update(text).digest()

const seal: SealContent = {
  bucket: 7,
  round: 4n,
  entries: 2n,
  firstId: 'a',
  lastId: 'b',
  entriesDigest: digest('entries'),
  previous: nothingBefore,
}

test('every member of a seal is under its digest', () => {
  const others: readonly Partial<SealContent>[] = [
    { bucket: 8 },
    { round: 5n },
    { entries: 3n },
    { firstId: 'A' },
    { lastId: 'B' },
    { entriesDigest: digest('others') },
    { previous: digest('before') },
  ]
  assert.deepEqual(new Set(others.flatMap(Object.keys)), new Set(Object.keys(seal)))
  for (const change of others) {
    assert.ok(
      !sealDigest({ ...seal, ...change }).equals(sealDigest(seal)),
      JSON.stringify(Object.keys(change)),
    )
  }
})

const round = {
  round: 4n,
  at: new Date('2026-01-05T09:00:00Z'),
  fromXid: '10',
  toXid: '20',
  previous: nothingBefore,
  seals: [
    { bucket: 2, digest: digest('two') },
    { bucket: 10, digest: digest('ten') },
  ],
}

test('every member of a round is under its digest, and no seal can be left out or swapped', () => {
  const [two, ten] = round.seals
  assert.ok(two && ten)
  const others: readonly Partial<typeof round>[] = [
    { round: 5n },
    { at: new Date('2026-01-05T09:00:01Z') },
    { fromXid: '11' },
    { toXid: '21' },
    { previous: digest('before') },
    { seals: [two] },
    { seals: [] },
    { seals: [two, { ...ten, digest: digest('other') }] },
    {
      seals: [
        { ...two, digest: ten.digest },
        { ...ten, digest: two.digest },
      ],
    },
  ]
  assert.deepEqual(new Set(others.flatMap(Object.keys)), new Set(Object.keys(round)))
  const digests = others.map((change) => roundDigest({ ...round, ...change }).toString('hex'))
  assert.equal(new Set([...digests, roundDigest(round).toString('hex')]).size, others.length + 1)
})

test('the order in which the seals of a round are read makes no difference', () => {
  const turned = { ...round, seals: round.seals.toReversed() }
  assert.deepEqual(roundDigest(turned), roundDigest(round))
})
