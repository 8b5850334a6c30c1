/** What the ledger's tests share: accounts, commands, and books that somebody keeps. */
import { fixedClock, type MovableClock } from '../clock/index.ts'
import type { Database } from '../db/index.ts'
import { assert } from '../problem/index.ts'
import { testDatabase, type TestDatabase } from '#test/database'
import { findAccount, openAccounts, type NewAccount } from './accounts.ts'
import { defineAccountTypes } from './chart.ts'
import type { Outcome } from './decide.ts'
import type { Command, PostJournal } from './model.ts'
import { post, type PostOptions } from './post.ts'

/**
 * A customer's account: what is there belongs to somebody else, and cannot be less than nothing.
 */
export const account = (accountNo: string, given: Partial<NewAccount> = {}): NewAccount => ({
  accountNo,
  name: accountNo,
  accountType: 'TEST',
  owner: null,
  merchantNo: null,
  isTiancai: false,
  currency: 'CNY',
  normalSide: 'credit',
  mayGoNegative: false,
  ...given,
})

export const base = {
  caller: 'test',
  bizType: 'TEST',
  effectiveDate: '2026-01-01',
  memo: null,
  metadata: null,
  linked: false,
}

/** [from, to, amount]: the first is debited, the second credited. */
export const pay = (
  bizNo: string,
  [debit, credit, amount]: readonly [string, string, bigint],
  given: Partial<PostJournal> = {},
): PostJournal => ({
  ...base,
  kind: 'post',
  bizNo,
  transfers: [{ debit, credit, amount, mode: 'exact' }],
  ...given,
})

export const hold = (
  bizNo: string,
  accountNo: string,
  amount: bigint,
  expiresAt: Date | null = null,
): Command => ({ ...base, kind: 'hold', bizNo, accountNo, amount, expiresAt })

export const codes = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.problem.code))

export interface TestBooks extends TestDatabase {
  readonly clock: MovableClock
  readonly options: PostOptions
  readonly run: (...commands: readonly Command[]) => Promise<readonly Outcome[]>
  /** Posts, and nothing may be refused. */
  readonly must: (...commands: readonly Command[]) => Promise<void>
  readonly balance: (accountNo: string) => Promise<bigint | undefined>
}

/** Books with an internal account `bank`, which may go below zero, and empty ones of customers. */
export async function testBooks(customers: readonly string[]): Promise<TestBooks> {
  const made = await testDatabase()
  const { database } = made
  const clock = fixedClock('2026-01-01T02:00:00Z')
  const options: PostOptions = { clock, zone: 'Asia/Shanghai' }
  await open(
    database,
    [account('bank', { mayGoNegative: true }), ...customers.map((no) => account(no))],
    clock,
  )
  const run = (...commands: readonly Command[]) =>
    database.transaction((tx) => post(tx, commands, options))
  return {
    ...made,
    clock,
    options,
    run,
    must: async (...commands) => {
      const refused = codes(await run(...commands)).filter((code) => code !== 'ok')
      assert(refused.length === 0, `refused: ${refused.join(', ')}`)
    },
    balance: async (no) => (await findAccount(database, no, clock.now()))?.balance,
  }
}

export async function open(
  database: Database,
  accounts: readonly NewAccount[],
  clock: MovableClock,
): Promise<void> {
  const type = {
    accountType: 'TEST',
    nameZh: '测试',
    nameEn: 'Test',
    category: 'liability',
  } as const
  const opened = await database.transaction(async (tx) => {
    await defineAccountTypes(tx, [type], clock.now())
    return await openAccounts(tx, accounts, clock.now())
  })
  assert(opened.ok, opened.ok ? '' : opened.problem.detail)
}
