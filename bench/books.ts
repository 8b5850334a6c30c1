/** The books that the scenarios of the ledger post into, and what they post. */
import assert from 'node:assert/strict'
import { systemClock } from '#kernel/clock'
import type { Database } from '#kernel/db'
import { defineAccountTypes, openAccounts, post, type PostJournal } from '#kernel/ledger'

const payers = 500
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
      bizNo: `B20260101${no}`,
      effectiveDate: '2026-01-01',
      memo: null,
      metadata: null,
      linked: false,
      transfers: [{ debit, credit, amount: 100n, mode: 'exact' }],
    }
  })

export async function postAll(database: Database, commands: readonly PostJournal[]): Promise<void> {
  const outcomes = await database.transaction((tx) => post(tx, commands, options))
  assert.ok(outcomes.every((outcome) => outcome.ok))
}
