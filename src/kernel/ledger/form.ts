/**
 * Faults that a command has by itself, whatever the books say. Everything that PostgreSQL or the
 * hash could stumble over is refused here, so that one bad command never spoils its neighbours.
 */
import { isBusinessDate, type BusinessDate } from '../clock/index.ts'
import { canonical, refuse, type Json, type Refused } from '../problem/index.ts'
import { amountMax, shapeFault } from './check.ts'
import type { Command } from './model.ts'
import type { LedgerRefusal } from './refusal.ts'

type Refusal = Refused<LedgerRefusal> | undefined

export const wordMax = 64
export const memoMax = 500
export const metadataMax = 4_096

/** Neither control characters (the hash separates its fields by one) nor halves of a pair. */
const word = /^[^\p{Cc}\p{Cs}]{1,64}$/u
const accountNumber = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/u

export const isAccountNo = (text: string): boolean => accountNumber.test(text)

/** Commands that have none: asked before they are looked up, and again when they are decided. */
const sound = new WeakSet<Command>()

export function formFault(command: Command): Refusal {
  if (sound.has(command)) return undefined
  const fault =
    wordFault(command) ?? accountNoFault(command) ?? restFault(command) ?? amounts(command)
  if (fault === undefined) sound.add(command)
  return fault
}

function wordFault(command: Command): Refusal {
  if (!word.test(command.caller)) return badWord('caller_invalid', command.caller)
  const type = typesOf(command).find((text) => !word.test(text))
  if (type !== undefined) return badWord('biz_type_invalid', type)
  const no = numbersOf(command).find((text) => !word.test(text))
  return no === undefined ? undefined : badWord('biz_no_invalid', no)
}

function badWord(code: LedgerRefusal, text: string): Refusal {
  const shown = JSON.stringify(text.slice(0, wordMax))
  const detail = `${shown} is not 1 to ${wordMax} characters without control characters.`
  return refuse(code, detail)
}

function typesOf(command: Command): readonly string[] {
  switch (command.kind) {
    case 'post':
    case 'hold':
      return [command.bizType]
    case 'post_hold':
    case 'void_hold':
      return [command.bizType, command.holdBizType]
    case 'reverse':
      return [command.bizType, command.originalBizType]
  }
}

function numbersOf(command: Command): readonly string[] {
  switch (command.kind) {
    case 'post':
    case 'hold':
      return [command.bizNo]
    case 'post_hold':
    case 'void_hold':
      return [command.bizNo, command.holdBizNo]
    case 'reverse':
      return [command.bizNo, command.originalBizNo]
  }
}

function accountNoFault(command: Command): Refusal {
  const bad = accountsNamed(command).find((no) => !isAccountNo(no))
  if (bad === undefined) return undefined
  const shown = JSON.stringify(bad.slice(0, wordMax))
  const right = `1 to ${wordMax} of A-Z a-z 0-9 _ - . : and begins with a letter or digit`
  return refuse('account_no_invalid', `${shown} is no account number: one is ${right}.`)
}

/** Accounts that the command names itself. */
export function accountsNamed(command: Command): readonly string[] {
  switch (command.kind) {
    case 'post':
      return command.transfers.flatMap(({ debit, credit }) => [debit, credit])
    case 'hold':
      return [command.accountNo]
    case 'post_hold':
      return [command.to]
    case 'void_hold':
    case 'reverse':
      return []
  }
}

function restFault({ effectiveDate, memo, metadata }: Command): Refusal {
  if (!isDay(effectiveDate)) {
    const shown = JSON.stringify(effectiveDate.slice(0, wordMax))
    return refuse('effective_date_invalid', `${shown} is no calendar day like 2026-01-31.`)
  }
  if (memo !== null && !isMemo(memo)) {
    return refuse('memo_invalid', `A memo is at most ${memoMax} characters, none of them U+0000.`)
  }
  if (metadata !== null && !isMetadata(metadata)) {
    const detail = `Metadata is at most ${metadataMax} characters of JSON, none of them U+0000.`
    return refuse('metadata_invalid', detail)
  }
  return undefined
}

const dayMin = '1900-01-01'
const knownMax = 1_000
const knownDays = new Set<BusinessDate>()

/** Nearly all commands carry the same few days, and asking the calendar is dear. */
export function isDay(text: string): boolean {
  if (knownDays.has(text)) return true
  if (!/^\d{4}-/u.test(text) || text < dayMin || !isBusinessDate(text)) return false
  if (knownDays.size >= knownMax) knownDays.clear()
  knownDays.add(text)
  return true
}

const isMemo = (memo: string): boolean =>
  memo.length <= memoMax && !memo.includes('\u0000') && memo.isWellFormed()

/** JSON escapes both; an escaped backslash before the u makes it harmless text. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/u

function isMetadata(metadata: Json): boolean {
  const text = canonical(metadata)
  return text.length <= metadataMax && !unstorable.test(text)
}

function amounts(command: Command): Refusal {
  if (command.kind === 'post') return shapeFault(command.transfers)
  if (command.kind === 'void_hold' || command.amount === null) return undefined
  const { amount } = command
  if (amount <= 0n) return refuse('amount_not_positive', `The amount ${amount} is not positive.`)
  if (amount <= amountMax) return undefined
  return refuse('amount_too_large', `The amount ${amount} exceeds ${amountMax}.`)
}
