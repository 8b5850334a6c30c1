/** One leg becomes two entries, each hashed over the one before it on its account. */
import { hash } from 'node:crypto'
import { assert } from '../problem/index.ts'
import { accountIn, type Draft } from './draft.ts'
import type { Account, Entry, Journal, Leg, Side } from './model.ts'

/** What an entry on this side does to the account's balance. */
export const effect = (account: Account, direction: Side, amount: bigint): bigint =>
  direction === account.normalSide ? amount : -amount

/** Whether an entry on this side takes money out of the account. */
export const takes = (account: Account, direction: Side): boolean =>
  direction !== account.normalSide

type Hashed = Omit<Entry, 'hash' | 'bucket'>

/** No text of the ledger holds it: commands are refused that try. */
const separator = '\u001f'

/**
 * SHA-256 over the hash before it and every field of the entry. `liushui verify` computes the same
 * inside PostgreSQL from what is stored: a field that was changed, an entry that was taken out or
 * put in shows.
 */
export function entryHash(before: Buffer, entry: Hashed): Buffer {
  const text = [
    entry.accountNo,
    entry.sequence,
    entry.id,
    entry.journalId,
    entry.bizType,
    entry.bizNo,
    entry.direction,
    entry.amount,
    entry.balanceAfter,
    entry.counterparty,
    entry.effectiveDate,
    entry.bookedDate,
    entry.transTime.getTime(),
  ].join(separator)
  before.copy(scratch)
  const length = before.length + scratch.write(text, before.length)
  return hash('sha256', scratch.subarray(0, length), 'buffer')
}

/** Longer than the hash and all texts of an entry can be, of 4 bytes a character. */
const scratch = Buffer.allocUnsafe(4_096)

/** The hash that the first entry of an account stands on. */
export const openingHash = (accountNo: string): Buffer => hash('sha256', accountNo, 'buffer')

/** Writes both entries of a leg into the open layer. Everything was checked before. */
export function book(draft: Draft, journal: Journal, leg: Leg): void {
  enter(draft, journal, {
    no: leg.debit,
    other: leg.credit,
    direction: 'debit',
    amount: leg.amount,
  })
  enter(draft, journal, {
    no: leg.credit,
    other: leg.debit,
    direction: 'credit',
    amount: leg.amount,
  })
}

interface Line {
  readonly no: string
  readonly other: string
  readonly direction: Side
  readonly amount: bigint
}

function enter(draft: Draft, journal: Journal, { no, other, direction, amount }: Line): void {
  const account = accountIn(draft, no)
  assert(account, `account ${no} was checked before`)
  const balance = account.balance + effect(account, direction, amount)
  const sequence = account.sequence + 1n
  const fields = {
    accountNo: no,
    sequence,
    id: draft.books.nextId(),
    journalId: journal.id,
    bizNo: journal.bizNo,
    bizType: journal.bizType,
    direction,
    amount,
    balanceAfter: balance,
    counterparty: other,
    effectiveDate: journal.effectiveDate,
    bookedDate: journal.bookedDate,
    transTime: journal.bookedAt,
  }
  const hashed = entryHash(account.hash, fields)
  draft.open.entries.push({ ...fields, bucket: account.bucket, hash: hashed })
  draft.open.accounts.set(no, {
    ...account,
    balance,
    sequence,
    hash: hashed,
    lastAt: fields.transTime,
  })
}
