/** The books that the scenarios of the ledger post into, and what they post. */
import assert from 'node:assert/strict'
import { addDays, businessDate, systemClock } from '#kernel/clock'
import type { Database } from '#kernel/db'
import { defineAccountTypes, openAccounts, post, type PostJournal } from '#kernel/ledger'

export const payers = 500
export const options = { clock: systemClock, zone: 'Asia/Shanghai' } as const

/** Where several scenarios run, the books are opened once. */
const opened = new WeakMap<Database, Promise<void>>()

export function openBooks(database: Database): Promise<void> {
  const begun = opened.get(database) ?? open(database)
  opened.set(database, begun)
  return begun
}

async function open(database: Database): Promise<void> {
  const type = { accountType: 'B', nameZh: '测试', nameEn: 'B', category: 'liability' } as const
  const numbers = Array.from({ length: payers }, (_, at) => [`payer-${at}`, `payee-${at}`]).flat()
  const shared = { accountType: 'B', owner: null, merchantNo: null, isTiancai: false }
  const accounts = ['hot', ...numbers].map((accountNo) => ({
    ...shared,
    accountNo,
    name: accountNo,
    currency: 'CNY' as const,
    normalSide: 'credit' as const,
    mayGoNegative: !accountNo.startsWith('payee'),
  }))
  await database.transaction(async (tx) => {
    await defineAccountTypes(tx, [type], systemClock.now())
    assert.ok((await openAccounts(tx, accounts, systemClock.now())).ok)
  })
}

let made = 0
/** As nearly all transfers have it: the day on which they are booked. */
export const today = businessDate(systemClock.now(), options.zone)

/** One account pays them all, or 500 take turns. */
export type Spread = 'hot' | 'wide'

export const transfers = (count: number, spread: Spread): readonly PostJournal[] =>
  Array.from({ length: count }, () => {
    made += 1
    const no = String(made).padStart(10, '0')
    const debit = spread === 'hot' ? 'hot' : `payer-${(made * 31) % payers}`
    const credit = `payee-${(made * 17) % payers}`
    return {
      kind: 'post',
      caller: 'bench',
      bizType: 'SPLIT',
      bizNo: `B${today.replaceAll('-', '')}${no}`,
      effectiveDate: today,
      memo: null,
      metadata: null,
      linked: false,
      transfers: [{ debit, credit, amount: 100n, mode: 'exact' }],
    }
  })

/** One in a thousand counts from an earlier day. */
export const backdated = (commands: readonly PostJournal[]): readonly PostJournal[] =>
  commands.map((command, at) =>
    at % 1_000 === 0 ? { ...command, effectiveDate: addDays(today, -1 - (at % 30)) } : command,
  )

export async function postAll(database: Database, commands: readonly PostJournal[]): Promise<void> {
  const outcomes = await database.transaction((tx) => post(tx, commands, options))
  assert.ok(outcomes.every((outcome) => outcome.ok))
}
