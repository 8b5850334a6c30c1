/** A loan that runs. Amounts are minor units, days those of the business zone. */
import { Type, type Static } from 'typebox'
import type { BusinessDate, Instant } from '#kernel/clock'
import { Minor, Text } from '#kernel/http'
import type { Id } from '#kernel/id'
import { rateText, minorJson } from '#kernel/money'
import type { Book, Fact } from '../book/index.ts'
import { components, type Policy } from '../rows/index.ts'
import { rateOf, Ratio, type LoanTerms } from '../terms/index.ts'

/** Accounts of one loan. All are assets but the last. */
export const ownAccounts = ['principal', 'interest', 'fee', 'penalty', 'suspense'] as const
/** Accounts that loans of a product share. */
export const sharedAccounts = [
  'clearing',
  'interest_income',
  'fee_income',
  'penalty_income',
  'waivers',
  'losses',
  'recoveries',
] as const
export type OwnAccount = (typeof ownAccounts)[number]
export type LoanAccount = OwnAccount | (typeof sharedAccounts)[number]

export const isOwn = (account: LoanAccount): account is OwnAccount =>
  ownAccounts.some((own) => own === account)

/** 贷款本金, 应收利息, 应收费用, 应收罚息, 暂收款: `LOAN_PRINCIPAL` … in the chart of accounts. */
export const accountTypeOf = (account: OwnAccount): string => `LOAN_${account.toUpperCase()}`

export const ownAccountNo = (contractNo: string, account: OwnAccount): string =>
  `loan:${contractNo}:${account}`

const strict = { additionalProperties: false }

/** What is agreed beside the terms, as it is kept with the contract. */
export const LoanPolicy = Type.Object(
  {
    allocation: Type.Array(Type.Enum([...components]), {
      minItems: components.length,
      maxItems: components.length,
      uniqueItems: true,
    }),
    allocates: Type.Enum(['row', 'component']),
    penalty: Type.Object(
      {
        dailyRate: Ratio,
        on: Type.Enum(['principal', 'due']),
        graceDays: Type.Integer({ minimum: 0, maximum: 366 }),
        lateFee: Minor,
      },
      strict,
    ),
    settlementFees: Type.Array(Ratio, { maxItems: 120 }),
  },
  strict,
)
export type LoanPolicy = Static<typeof LoanPolicy>

/** Account numbers of the ledger, by what they are for. */
export const SharedAccounts = Type.Object(
  Object.fromEntries(sharedAccounts.map((name) => [name, Text(64)])) as Record<
    (typeof sharedAccounts)[number],
    ReturnType<typeof Text>
  >,
  strict,
)
export type SharedAccounts = Static<typeof SharedAccounts>

export interface NewContract {
  readonly contractNo: string
  /** The module whose loan it is, and its order there. */
  readonly product: string
  readonly orderNo: string | null
  readonly terms: LoanTerms
  readonly policy: LoanPolicy
  readonly accounts: SharedAccounts
}

export interface Contract extends NewContract {
  readonly bucket: number
  readonly id: Id<'loan-contract'>
  readonly version: number
  /** How many facts it has. */
  readonly facts: number
  readonly book: Book
  readonly openedAt: Instant
}

export interface RecordedFact {
  readonly seq: number
  readonly reference: string
  readonly fact: Fact | undefined
  readonly takesBack: number | null
  readonly happenedOn: BusinessDate
  readonly recordedBy: string
  readonly recordedAt: Instant
}

export const policyOf = ({ penalty, settlementFees, ...rest }: LoanPolicy): Policy => ({
  ...rest,
  penalty: {
    ...penalty,
    dailyRate: rateOf(penalty.dailyRate),
    lateFee: BigInt(penalty.lateFee),
  },
  settlementFees: settlementFees.map(rateOf),
})

/** A fact as JSON, but for its day and amount, which have columns of their own. */
export function detailOf(fact: Fact) {
  switch (fact.kind) {
    case 'rate_changed':
      return { annualRate: rateText(fact.annualRate) }
    case 'received':
      return { excess: fact.excess }
    case 'waived':
      return { component: fact.component }
    case 'disbursed':
    case 'settled':
    case 'refunded':
    case 'charged_off':
    case 'recovered':
      return {}
  }
}

export const amountOf = (fact: Fact): bigint | null => ('amount' in fact ? fact.amount : null)

/** Two requests with one reference must be the same. */
export const contentOf = (fact: Fact): string =>
  JSON.stringify([fact.kind, fact.on, minorJson(amountOf(fact) ?? 0n), detailOf(fact)])

/** A fact as it lies in its row. */
export interface FactRow {
  readonly kind: string
  readonly happenedOn: BusinessDate
  readonly amount: bigint | null
  readonly detail: Readonly<Record<string, string>>
}

export function factOf({ kind, happenedOn: on, amount, detail }: FactRow): Fact {
  // A row holds what `detailOf` wrote.
  const given = { kind, on, ...detail, ...(amount === null ? {} : { amount }) } as unknown as Fact
  if (given.kind !== 'rate_changed') return given
  return { ...given, annualRate: rateOf(detail['annualRate'] ?? '') }
}
