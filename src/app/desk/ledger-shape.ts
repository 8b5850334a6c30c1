/** What the ledger's routes take and answer, and how the ledger's own rows become that. */
import { Type } from 'typebox'
import type { Role } from '#kernel/auth'
import type { Zone } from '#kernel/clock'
import { Currency, DateTime, Day, Minor, PositiveMinor } from '#kernel/http'
import type {
  AccountView,
  EntryView,
  HoldView,
  Journal,
  JournalView,
  Leg,
  Outcome,
} from '#kernel/ledger'
import { assert, type Result } from '#kernel/problem'
import { minorJson, parseMinor } from '#kernel/money'
import { Line, strict } from './shape.ts'

/** In which the day of an entry is told. */
export const ledgerZone: Zone = 'Asia/Shanghai'

export const readers: readonly Role[] = ['admin', 'finance-ops', 'auditor']
export const writers: readonly Role[] = ['admin', 'finance-ops']

export const base = '/api/v1/ledger'
/** Journals that come over HTTP share one room of numbers, whoever sends them. */
export const apiCaller = 'api'

export const wordMax = 64
export const AccountNo = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$' })
export const Word = Line(wordMax)
export const Side = Type.Enum(['debit', 'credit'])
const NullableText = Type.Union([Type.String(), Type.Null()])

export const ByAccount = Type.Object({ no: AccountNo })

export const AccountAnswer = Type.Object({
  accountNo: Type.String(),
  name: Type.String(),
  accountType: Type.String(),
  owner: NullableText,
  merchantNo: NullableText,
  isTiancai: Type.Boolean(),
  currency: Currency,
  normalSide: Side,
  mayGoNegative: Type.Boolean(),
  status: Type.Enum(['normal', 'frozen', 'closed']),
  balance: Minor,
  frozen: Minor,
  available: Minor,
  sequence: Minor,
  lastAt: DateTime,
  openedAt: DateTime,
})

export const accountAnswer = (account: AccountView) => ({
  ...account,
  balance: minorJson(account.balance),
  frozen: minorJson(account.frozen),
  available: minorJson(account.available),
  sequence: minorJson(account.sequence),
  lastAt: account.lastAt.toISOString(),
  openedAt: account.openedAt.toISOString(),
})

export const EntryAnswer = Type.Object({
  sequence: Minor,
  id: Type.String(),
  journalId: Type.String(),
  bizNo: Type.String(),
  bizType: Type.String(),
  direction: Side,
  amount: Minor,
  balanceAfter: Minor,
  counterparty: Type.String(),
  effectiveDate: Day,
  bookedDate: Day,
  transTime: DateTime,
  hash: Type.String({ description: 'SHA-256 over the entry and the hash before it, in hex' }),
})

export const entryAnswer = ({ accountNo: _no, ...entry }: EntryView) => ({
  ...entry,
  sequence: minorJson(entry.sequence),
  id: String(entry.id),
  journalId: String(entry.journalId),
  amount: minorJson(entry.amount),
  balanceAfter: minorJson(entry.balanceAfter),
  transTime: entry.transTime.toISOString(),
  hash: entry.hash.toString('hex'),
})

export const TransferBody = Type.Object(
  {
    debit: AccountNo,
    credit: AccountNo,
    amount: PositiveMinor,
    mode: Type.Optional(
      Type.Enum(['exact', 'up_to'], { description: 'up_to: as much as possible (exact)' }),
    ),
  },
  strict,
)

export const LegAnswer = Type.Object({
  debit: Type.String(),
  credit: Type.String(),
  amount: Minor,
  reversed: Minor,
})

export const Kind = Type.Enum(['post', 'hold', 'post_hold', 'void_hold', 'reverse'])

export const JournalAnswer = Type.Object({
  id: Type.String(),
  kind: Kind,
  caller: Type.String(),
  bizType: Type.String(),
  bizNo: Type.String(),
  effectiveDate: Day,
  bookedAt: DateTime,
  memo: NullableText,
  metadata: Type.Unknown(),
  legs: Type.Array(LegAnswer),
})

export const journalViewAnswer = ({
  debits,
  credits,
  amounts,
  reversed,
  ...rest
}: JournalView) => ({
  ...rest,
  id: String(rest.id),
  bookedAt: rest.bookedAt.toISOString(),
  legs: amounts.map((amount, at) => ({
    debit: debits[at] ?? '',
    credit: credits[at] ?? '',
    amount: minorJson(amount),
    reversed: minorJson(reversed?.[at] ?? 0n),
  })),
})

export const journalAnswer = ({ legs, reversed, ...journal }: Journal) => ({
  id: String(journal.id),
  kind: journal.kind,
  caller: journal.caller,
  bizType: journal.bizType,
  bizNo: journal.bizNo,
  effectiveDate: journal.effectiveDate,
  bookedAt: journal.bookedAt.toISOString(),
  memo: journal.memo,
  metadata: journal.metadata,
  legs: legs.map((leg: Leg, at) => ({
    debit: leg.debit,
    credit: leg.credit,
    amount: minorJson(leg.amount),
    reversed: minorJson(reversed[at] ?? 0n),
  })),
})

export const Posted = Type.Object({
  replayed: Type.Boolean({ description: 'the bizNo was there: this is the recorded result' }),
  journal: JournalAnswer,
})

export const postedAnswer = (outcome: Outcome) =>
  outcome.ok
    ? {
        ok: true as const,
        value: {
          replayed: outcome.value.replayed,
          journal: journalAnswer(outcome.value.journal),
        },
      }
    : outcome

export const HoldAnswer = Type.Object({
  id: Type.String(),
  caller: Type.String(),
  bizType: Type.String(),
  bizNo: Type.String(),
  accountNo: Type.String(),
  amount: Minor,
  posted: Minor,
  status: Type.Enum(['open', 'posted', 'voided', 'expired']),
  expiresAt: Type.Union([DateTime, Type.Null()]),
})

export const holdAnswer = (hold: HoldView) => ({
  ...hold,
  amount: minorJson(hold.amount),
  posted: minorJson(hold.posted),
  expiresAt: hold.expiresAt?.toISOString() ?? null,
})

/** What a schema has let through. */
export function minorOf(given: number | string): bigint {
  const amount: Result<bigint, string> = parseMinor(given)
  assert(amount.ok, 'the schema lets only whole minor units through')
  return amount.value
}

export const minorIf = (given: number | string | undefined): bigint | undefined =>
  given === undefined ? undefined : minorOf(given)
