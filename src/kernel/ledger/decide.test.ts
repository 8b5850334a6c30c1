import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bucketOf } from '../id/index.ts'
import { decide } from './decide.ts'
import { emptyLayer, type Books, type Layer } from './draft.ts'
import { entryHash, openingHash } from './entry.ts'
import type { Account, Command } from './model.ts'
import { reserved, runNaively, type NaiveBooks } from './naive-ledger.ts'

/** A small seeded generator: the same seed gives the same commands for ever. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Random = ReturnType<typeof randomFrom>

const pick = <T>(random: Random, items: readonly [T, ...T[]]): T =>
  items[random(items.length)] ?? items[0]

// prettier-ignore
const kinds: readonly [string, Pick<Account, 'currency' | 'normalSide' | 'mayGoNegative' | 'status'>][] = [
  ['bank',    { currency: 'CNY', normalSide: 'debit',  mayGoNegative: true,  status: 'normal' }],
  ['capital', { currency: 'CNY', normalSide: 'credit', mayGoNegative: true,  status: 'normal' }],
  ['cash',    { currency: 'CNY', normalSide: 'debit',  mayGoNegative: false, status: 'normal' }],
  ['ann',     { currency: 'CNY', normalSide: 'credit', mayGoNegative: false, status: 'normal' }],
  ['bob',     { currency: 'CNY', normalSide: 'credit', mayGoNegative: false, status: 'normal' }],
  ['ice',     { currency: 'CNY', normalSide: 'credit', mayGoNegative: false, status: 'frozen' }],
  ['gone',    { currency: 'CNY', normalSide: 'credit', mayGoNegative: false, status: 'closed' }],
  ['dollar',  { currency: 'USD', normalSide: 'credit', mayGoNegative: true,  status: 'normal' }],
]
const names: [string, ...string[]] = ['nobody', ...kinds.map(([no]) => no)]
/** Mostly two that can pay each other, so that most commands get far. */
const usual: [string, ...string[]] = ['bank', 'capital', 'cash', 'ann', 'bob']

const someone = (random: Random): string =>
  random(12) === 0 ? pick(random, names) : pick(random, usual)

function amount(random: Random): bigint {
  if (random(60) === 0) return pick(random, [0n, -5n, 2n ** 63n, 2n ** 63n - 1n])
  return BigInt(random(1_000) + 1)
}

function commandOf(random: Random, now: number): Command {
  const number = (): string => `no-${random(160)}`
  const base = {
    caller: 'test',
    bizType: 'T',
    bizNo: number(),
    effectiveDate: '2026-01-01',
    memo: random(10) === 0 ? 'a memo' : null,
    metadata: null,
    linked: random(7) === 0,
  }
  const part = random(3) === 0 ? amount(random) : null
  switch (random(10)) {
    case 0:
    case 1: {
      const expiresAt = random(3) === 0 ? null : new Date(now + random(40) - 3)
      return {
        ...base,
        kind: 'hold',
        accountNo: someone(random),
        amount: amount(random),
        expiresAt,
      }
    }
    case 2: {
      const held = { holdBizType: 'T', holdBizNo: number() }
      return { ...base, ...held, kind: 'post_hold', to: someone(random), amount: part }
    }
    case 3:
      return { ...base, kind: 'void_hold', holdBizType: 'T', holdBizNo: number() }
    case 4:
      return {
        ...base,
        kind: 'reverse',
        originalBizType: 'T',
        originalBizNo: number(),
        amount: part,
      }
    default: {
      const transfers = Array.from({ length: random(40) === 0 ? 0 : random(3) + 1 }, () => ({
        debit: someone(random),
        credit: someone(random),
        amount: amount(random),
        mode: pick(random, ['exact', 'exact', 'up_to'] as const),
      }))
      return { ...base, kind: 'post', transfers }
    }
  }
}

/** A list, in which a command of before comes again now and then, as lost answers make it. */
function listOf(random: Random, size: number, { now, past }: { now: number; past: Command[] }) {
  return Array.from({ length: size }, () => {
    const again = random(12) === 0 ? past[random(Math.max(1, past.length))] : undefined
    const command = again ?? commandOf(random, now)
    past.push(command)
    return command
  })
}

const accountOf = ([accountNo, kind]: (typeof kinds)[number]): Account => ({
  bucket: bucketOf(accountNo),
  accountNo,
  ...kind,
  balance: 0n,
  frozen: 0n,
  sequence: 0n,
  hash: openingHash(accountNo),
  lastAt: new Date(0),
})

const freshNaive = (): NaiveBooks => ({
  accounts: new Map(
    kinds.map(([no, kind]) => [
      no,
      {
        currency: kind.currency,
        side: kind.normalSide,
        negative: kind.mayGoNegative,
        status: kind.status,
        balance: 0n,
      },
    ]),
  ),
  holds: new Map(),
  done: new Map(),
})

/** What the store would do: the changes become what the next list reads. */
function stored(kept: Layer, changes: Layer): void {
  for (const [no, account] of changes.accounts) kept.accounts.set(no, account)
  for (const [key, journal] of changes.journals) kept.journals.set(key, journal)
  for (const [key, hold] of changes.holds) kept.holds.set(key, hold)
  kept.entries.push(...changes.entries)
}

const seeds = 512
const commandsPerSeed = 512
const listMax = 24

function playSeed(seed: number): Layer {
  const random = randomFrom(seed)
  const naive = freshNaive()
  const kept = emptyLayer()
  for (const kind of kinds) kept.accounts.set(kind[0], accountOf(kind))
  let id = 0n
  const past: Command[] = []
  let now = Date.UTC(2026, 0, 1)
  for (let done = 0; done < commandsPerSeed;) {
    now += random(20)
    const size = Math.min(random(listMax) + 1, commandsPerSeed - done)
    const commands = listOf(random, size, { now, past })
    const books: Books = {
      ...kept,
      now: new Date(now),
      dayOf: () => '2026-01-01',
      openFrom: null,
      nextId: () => (id += 1n),
      newHoldId: () => `hold-${(id += 1n)}`,
    }
    const { results, changes } = decide(books, [commands])
    const answers = results
      .flat()
      .map((result) =>
        result.ok ? (result.value.replayed ? 'replayed' : 'posted') : result.problem.code,
      )
    assert.deepEqual(answers, runNaively(naive, commands, now), `seed ${seed}, command ${done}`)
    stored(kept, changes)
    done += size
  }
  for (const [no, account] of kept.accounts) {
    assert.equal(account.balance, naive.accounts.get(no)?.balance, `seed ${seed}, balance of ${no}`)
  }
  for (const [no, account] of kept.accounts) {
    const late = [...kept.holds.values()].filter(
      (hold) =>
        hold.accountNo === no &&
        hold.status === 'open' &&
        Number(hold.expiresAt ?? Infinity) <= now,
    )
    const counted = account.frozen - late.reduce((sum, hold) => sum + hold.amount, 0n)
    assert.equal(counted, reserved(naive, no, now), `seed ${seed}, reserved on ${no}`)
  }
  return kept
}

test(`the ledger and a naive model agree on every result and balance, ${seeds} × ${commandsPerSeed}`, () => {
  for (let seed = 1; seed <= seeds; seed++) {
    const { entries, accounts } = playSeed(seed)
    const sum = entries.reduce(
      (total, { direction, amount: one }) => total + (direction === 'debit' ? one : -one),
      0n,
    )
    assert.equal(sum, 0n, `seed ${seed}: debits and credits differ`)
    for (const account of accounts.values()) {
      assert.ok(account.mayGoNegative || account.balance >= account.frozen, `seed ${seed}`)
    }
  }
})

test('every entry stands on the one before it, and a changed field breaks the chain', () => {
  const { entries } = playSeed(7)
  const last = new Map<string, Buffer>()
  for (const entry of entries) {
    const before = last.get(entry.accountNo) ?? openingHash(entry.accountNo)
    assert.deepEqual(entryHash(before, entry), entry.hash)
    assert.notDeepEqual(entryHash(before, { ...entry, amount: entry.amount + 1n }), entry.hash)
    last.set(entry.accountNo, entry.hash)
  }
  assert.ok(entries.length > 100)
})

test('most refusals come up in these lists, so that agreeing on them means something', () => {
  const seen = new Set<string>()
  for (let seed = 1; seed <= 40; seed++) {
    const random = randomFrom(seed)
    const naive = freshNaive()
    const past: Command[] = []
    let now = Date.UTC(2026, 0, 1)
    for (let round = 0; round < 60; round++) {
      now += random(20)
      const list = listOf(random, 10, { now, past })
      for (const answer of runNaively(naive, list, now)) seen.add(answer)
    }
  }
  const wanted = `journal_empty amount_not_positive amount_too_large same_account
    exists_with_different_kind exists_with_different_transfers exists_with_different_amount
    exists_with_different_account exists_with_different_hold exists_with_different_original
    expires_in_the_past journal_not_found not_reversible already_reversed exceeds_original
    hold_not_found hold_already_posted hold_already_voided hold_expired exceeds_hold
    account_not_found currency_mismatch account_closed account_frozen insufficient_available
    chain_open chain_member_failed posted replayed`.split(/\s+/u)
  assert.deepEqual(
    wanted.filter((code) => !seen.has(code)),
    [],
  )
})
