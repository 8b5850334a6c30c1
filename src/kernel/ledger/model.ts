/**
 * The nouns of the ledger. Pure: nothing here knows a database.
 * Source: 001 §5.2 (account, account_transaction); specification 6.5.
 */
import type { BusinessDate, Instant } from '../clock/index.ts'
import type { Currency } from '../money/index.ts'
import type { Json } from '../problem/index.ts'

export type Side = 'debit' | 'credit'

/** 正常, 冻结 (money may come in, none may go out), 注销. */
export type AccountStatus = 'normal' | 'frozen' | 'closed'

export interface Account {
  readonly bucket: number
  readonly accountNo: string
  readonly currency: Currency
  /** The side on which the balance grows: credit for what we owe, debit for what we own. */
  readonly normalSide: Side
  /** Internal accounts may; a customer's may not. */
  readonly mayGoNegative: boolean
  readonly status: AccountStatus
  /** On the normal side: entries there add, entries on the other side take away. */
  readonly balance: bigint
  /** What open holds reserve. */
  readonly frozen: bigint
  /** Entries so far: the last one's number. */
  readonly sequence: bigint
  /** Hash of the last entry; that of the account itself before the first. */
  readonly hash: Buffer
  /** When the last entry was booked: times of an account never go back. */
  readonly lastAt: Instant
}

/** Debits one account and credits another with the same amount, in one currency. */
export interface Transfer {
  readonly debit: string
  readonly credit: string
  readonly amount: bigint
  /** `up_to`: as much as possible, at most the amount; a transfer of nothing is then no fault. */
  readonly mode: 'exact' | 'up_to'
}

interface Keyed {
  /** Who asks: with bizType it makes a bizNo unique. */
  readonly caller: string
  readonly bizType: string
  readonly bizNo: string
  readonly effectiveDate: BusinessDate
  readonly memo: string | null
  readonly metadata: Json
  /** Succeeds or fails together with the command that follows in the list. */
  readonly linked: boolean
}

/** 凭证: transfers that happen all or not at all. */
export interface PostJournal extends Keyed {
  readonly kind: 'post'
  readonly transfers: readonly Transfer[]
}

/** Reserves an amount of an account until it is posted, voided or expires. */
export interface Reserve extends Keyed {
  readonly kind: 'hold'
  readonly accountNo: string
  readonly amount: bigint
  /** Null: it stays until it is posted or voided. */
  readonly expiresAt: Instant | null
}

/** Posts a hold to another account, in full or in part; what is left of it is released. */
export interface PostHold extends Keyed {
  readonly kind: 'post_hold'
  readonly holdBizNo: string
  readonly holdBizType: string
  readonly to: string
  /** Null: all of it. */
  readonly amount: bigint | null
}

export interface VoidHold extends Keyed {
  readonly kind: 'void_hold'
  readonly holdBizNo: string
  readonly holdBizType: string
}

/** Mirrors the recorded legs of a journal, in full or in their recorded proportions. */
export interface Reverse extends Keyed {
  readonly kind: 'reverse'
  readonly originalBizNo: string
  readonly originalBizType: string
  /** Of the journal's total; null: all that has not been reversed yet. */
  readonly amount: bigint | null
}

export type Command = PostJournal | Reserve | PostHold | VoidHold | Reverse

/** One side of a transfer as it was recorded. */
export interface Leg {
  readonly debit: string
  readonly credit: string
  readonly amount: bigint
}

/** What is remembered of a command that succeeded. */
export interface Journal {
  readonly bucket: number
  readonly id: bigint
  readonly kind: Command['kind']
  readonly caller: string
  readonly bizType: string
  readonly bizNo: string
  readonly effectiveDate: BusinessDate
  readonly bookedDate: BusinessDate
  readonly bookedAt: Instant
  readonly memo: string | null
  readonly metadata: Json
  /** What was asked, field by field: a repeated bizNo is compared with it. */
  readonly content: () => Content
  /** Every transfer moved exactly what was asked: nothing else has to be stored of it. */
  readonly legsSayAll: boolean
  readonly legs: readonly Leg[]
  /** Of the legs, leg by leg, by later reversals. */
  readonly reversed: readonly bigint[]
}

/** The command as flat text fields, so that a difference has a name. */
export type Content = Readonly<Record<string, string>>

export type HoldStatus = 'open' | 'posted' | 'voided' | 'expired'

export interface Hold {
  readonly bucket: number
  /** UUID: whoever holds it needs no other number to post or void. */
  readonly id: string
  readonly caller: string
  readonly bizType: string
  readonly bizNo: string
  readonly accountNo: string
  readonly amount: bigint
  readonly posted: bigint
  readonly status: HoldStatus
  readonly expiresAt: Instant | null
}

/** 流水: one line of an account. Never changed. */
export interface Entry {
  readonly bucket: number
  readonly accountNo: string
  readonly sequence: bigint
  readonly id: bigint
  readonly journalId: bigint
  readonly bizNo: string
  readonly bizType: string
  readonly direction: Side
  readonly amount: bigint
  readonly balanceAfter: bigint
  readonly counterparty: string
  /** 起息日: the day from which the amount counts. */
  readonly effectiveDate: BusinessDate
  /** 记账日: the business day of transTime. */
  readonly bookedDate: BusinessDate
  readonly transTime: Instant
  readonly hash: Buffer
}

export const available = (account: Account): bigint => account.balance - account.frozen
