/** A command with several faults is refused by the one that stands first: every pair of them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bucketOf } from '../id/index.ts'
import { decide } from './decide.ts'
import { keyOf, type Books } from './draft.ts'
import { openingHash } from './entry.ts'
import type { Account, Journal, PostJournal, Transfer } from './model.ts'
import { precedence, type LedgerRefusal } from './refusal.ts'
import { pay } from './testing.ts'

const max = 2n ** 63n - 1n

const account = (accountNo: string, given: Partial<Account> = {}): readonly [string, Account] => [
  accountNo,
  {
    bucket: bucketOf(accountNo),
    accountNo,
    currency: 'CNY',
    normalSide: 'credit',
    mayGoNegative: false,
    status: 'normal',
    balance: 1_000n,
    frozen: 0n,
    sequence: 0n,
    hash: openingHash(accountNo),
    lastAt: new Date(0),
    ...given,
  },
]

const accounts = new Map([
  account('ann'),
  account('bob'),
  account('poor', { balance: 0n }),
  account('rich', { balance: max }),
  account('ice', { status: 'frozen' }),
  account('gone', { status: 'closed' }),
  account('dollar', { currency: 'USD' }),
])

interface Case {
  readonly command: PostJournal
  readonly openFrom: string | null
  /** What was booked under the same number before differs so. */
  readonly recorded: Readonly<Record<string, string>>
}

const with_ =
  (given: Partial<PostJournal>) =>
  (one: Case): Case => ({
    ...one,
    command: { ...one.command, ...given },
  })
const more =
  (transfer: Partial<Transfer>) =>
  (one: Case): Case => {
    const added = { debit: 'ann', credit: 'bob', amount: 1n, mode: 'exact', ...transfer } as const
    return with_({ transfers: [...one.command.transfers, added] })(one)
  }
/** The first transfer: what its balances allow is asked before those of the others. */
const first =
  (transfer: Partial<Transfer>) =>
  (one: Case): Case => {
    const [given, ...others] = one.command.transfers
    return given ? with_({ transfers: [{ ...given, ...transfer }, ...others] })(one) : one
  }
const recorded =
  (field: string) =>
  (one: Case): Case => ({
    ...one,
    recorded: { ...one.recorded, [field]: 'other' },
  })

const crowded = (one: Case): Case => {
  const added = Array.from({ length: 1_000 }, () => pay('x', ['ann', 'bob', 1n]).transfers).flat()
  return with_({ transfers: [...one.command.transfers, ...added] })(one)
}

/** Faults of the same group cannot be had together. */
type Fault = readonly [code: LedgerRefusal, group: string, (one: Case) => Case]

// prettier-ignore
const faults: readonly Fault[] = [
  ['caller_invalid',                       'caller',   with_({ caller: '' })],
  ['biz_type_invalid',                     'type',     with_({ bizType: 'a\u001fb' })],
  ['biz_no_invalid',                       'number',   with_({ bizNo: 'x'.repeat(65) })],
  ['account_no_invalid',                   'no',       more({ debit: '-ann' })],
  ['effective_date_invalid',               'day',      with_({ effectiveDate: '2026-02-30' })],
  ['memo_invalid',                         'memo',     with_({ memo: 'a\u0000' })],
  ['metadata_invalid',                     'metadata', with_({ metadata: { text: 'x'.repeat(5_000) } })],
  ['journal_too_large',                    'size',     crowded],
  ['amount_not_positive',                  'zero',     more({ amount: 0n })],
  ['amount_too_large',                     'huge',     more({ amount: max + 1n })],
  ['same_account',                         'same',     more({ credit: 'ann' })],
  ['exists_with_different_kind',           'kind',     recorded('kind')],
  ['exists_with_different_transfers',      'legs',     recorded('transfers')],
  ['exists_with_different_effective_date', 'date',     recorded('effective_date')],
  ['exists_with_different_memo',           'said',     recorded('memo')],
  ['exists_with_different_metadata',       'data',     recorded('metadata')],
  ['period_closed',                        'period',   (one) => ({ ...one, openFrom: '2026-01-02' })],
  ['account_not_found',                    'nobody',   more({ credit: 'nobody' })],
  ['currency_mismatch',                    'dollar',   more({ credit: 'dollar' })],
  ['account_closed',                       'gone',     more({ credit: 'gone' })],
  ['account_frozen',                       'ice',      more({ debit: 'ice' })],
  ['insufficient_available',               'poor',     first({ debit: 'poor' })],
  ['balance_too_large',                    'rich',     first({ credit: 'rich' })],
  ['chain_open',                           'chain',    with_({ linked: true })],
]

function answerOf({ command, openFrom, recorded: differing }: Case): string {
  const journals = new Map<string, Journal>()
  if (Object.keys(differing).length > 0) journals.set(...before(command, differing))
  let id = 0n
  const books: Books = {
    accounts,
    journals,
    holds: new Map(),
    now: new Date('2026-01-01T02:00:00Z'),
    dayOf: () => '2026-01-01',
    openFrom,
    nextId: () => (id += 1n),
    newHoldId: () => 'hold',
  }
  const [outcome] = decide(books, [[command]]).results.flat()
  return outcome?.ok === false ? outcome.problem.code : 'ok'
}

/** The same command as it was booked once, but for these fields. */
function before(
  command: PostJournal,
  differing: Readonly<Record<string, string>>,
): readonly [string, Journal] {
  const legs = command.transfers
  const content = () => ({
    kind: 'post',
    transfers: legs.map((leg) => `${leg.debit}>${leg.credit}:${leg.amount}:${leg.mode}`).join(','),
    effective_date: command.effectiveDate,
    memo: command.memo ?? '',
    metadata: JSON.stringify(command.metadata),
    ...differing,
  })
  const { kind, caller, bizType, bizNo, effectiveDate, memo, metadata } = command
  const at = { effectiveDate, bookedDate: effectiveDate, bookedAt: new Date(0) }
  const said = { kind, caller, bizType, bizNo, memo, metadata, content, legsSayAll: true }
  const journal = { bucket: 0, id: 1n, ...at, ...said, legs, reversed: legs.map(() => 0n) }
  return [keyOf(caller, bizType, bizNo), journal]
}

const sound: Case = {
  command: pay('no-1', ['ann', 'bob', 5n]),
  openFrom: null,
  recorded: {},
}

test('each fault alone is refused by its own name, and without one the command is booked', () => {
  assert.equal(answerOf(sound), 'ok')
  assert.deepEqual(
    faults.map(([, , spoil]) => answerOf(spoil(sound))),
    faults.map(([code]) => code),
  )
})

test('of any two faults the one that stands first in the table is the answer', () => {
  const wrong: string[] = []
  for (const [one, group, spoil] of faults) {
    for (const [other, otherGroup, spoilMore] of faults) {
      if (group === otherGroup) continue
      const expected = precedence.find((code) => code === one || code === other)
      const answer = answerOf(spoilMore(spoil(sound)))
      if (answer !== expected) wrong.push(`${one} with ${other}: ${answer}`)
    }
  }
  assert.deepEqual(wrong, [])
})
