/** What people do to the books by two: adjustments, closing of months; and what runs by itself. */
import { propose, type Deed, type Proposal, type ProposalKind } from '../auth/index.ts'
import { businessDate, type BusinessDate, type Clock, type Zone } from '../clock/index.ts'
import type { Database, Tx } from '../db/index.ts'
import type { Cron } from '../jobs/index.ts'
import { isCurrency } from '../money/index.ts'
import { accept, assert, refuse, type Json, type Result } from '../problem/index.ts'
import { newId } from '../id/index.ts'
import { findAccount } from './accounts.ts'
import { formFault, memoMax } from './form.ts'
import type { PostJournal, Transfer } from './model.ts'
import { beginClosing, finishClosing } from './period.ts'
import { post, type PostOptions } from './post.ts'
import type { LedgerRefusal } from './refusal.ts'
import { releaseExpiredHolds } from './status.ts'
import { verifyAndTell } from './verification-run.ts'

export interface Adjustment {
  readonly transfers: readonly Omit<Transfer, 'mode'>[]
  readonly effectiveDate: BusinessDate
  readonly reason: string
}

export const adjustmentKindName = 'ledger.adjustment'

/** 调账: proposed by one person, posted when another approves. Its bizNo is the proposal's id. */
export const adjustmentKind = (options: PostOptions): ProposalKind => ({
  kind: adjustmentKindName,
  title: { zh: '手工调账', en: 'Manual adjustment' },
  makers: ['finance-ops', 'admin'],
  checkers: ['finance-ops', 'admin'],
  async apply(tx, proposal) {
    const [outcome] = await post(tx, [journalOf(proposal)], options)
    assert(outcome, 'one command has one outcome')
    if (!outcome.ok) return outcome
    const { bizNo, bizType } = outcome.value.journal
    return accept({ bizNo, bizType })
  },
})

const journalOf = ({ id, payload, reason, makerId }: Proposal): PostJournal => ({
  ...adjustment({ ...decode(payload), reason }, id),
  metadata: { proposal: id, maker: makerId },
})

const adjustment = (
  { transfers, effectiveDate, reason }: Adjustment,
  bizNo: string,
): PostJournal => ({
  kind: 'post',
  caller: 'desk',
  bizType: 'ADJUSTMENT',
  bizNo,
  effectiveDate,
  memo: reason.slice(0, memoMax),
  metadata: null,
  linked: false,
  transfers: transfers.map((transfer) => ({ ...transfer, mode: 'exact' })),
})

/** Written by `proposeAdjustment`, so anything else in it is a bug of ours. */
function decode(payload: Json): Omit<Adjustment, 'reason'> {
  const { transfers, effectiveDate } = payload as {
    readonly transfers: readonly { debit: string; credit: string; amount: string }[]
    readonly effectiveDate: string
  }
  return {
    effectiveDate,
    transfers: transfers.map((leg) => ({ ...leg, amount: BigInt(leg.amount) })),
  }
}

/** Refuses what could not be posted today, so that nobody approves the impossible. */
export async function proposeAdjustment(
  tx: Tx,
  { transfers, effectiveDate, reason }: Adjustment,
  deed: Deed,
): Promise<Result<Proposal, LedgerRefusal | 'actor_not_allowed'>> {
  const fault = formFault(adjustment({ transfers, effectiveDate, reason }, newId()))
  if (fault) return fault
  for (const accountNo of transfers.flatMap(({ debit, credit }) => [debit, credit])) {
    if ((await findAccount(tx, accountNo, deed.at)) !== undefined) continue
    return refuse('account_not_found', `There is no account ${accountNo}.`, { accountNo })
  }
  const first = await findAccount(tx, transfers[0]?.debit ?? '', deed.at)
  const currency = first?.currency ?? ''
  assert(isCurrency(currency), 'an account has a currency')
  const amount = transfers.reduce((sum, leg) => sum + leg.amount, 0n)
  const legs = transfers.map((leg) => ({ ...leg, amount: String(leg.amount) }))
  const payload = { effectiveDate, transfers: legs }
  const subject = `account:${transfers[0]?.debit ?? ''}`
  const kind = adjustmentKind({ clock: { now: () => deed.at }, zone: 'UTC' })
  return await propose(tx, { kind, subject, payload, amount: { amount, currency }, reason }, deed)
}

/** 结账: a month is closed by two people. */
export const periodCloseKind = (zone: Zone): ProposalKind => ({
  kind: 'ledger.period-close',
  title: { zh: '会计期间结账', en: 'Close an accounting period' },
  makers: ['finance-ops', 'admin'],
  checkers: ['finance-ops', 'admin'],
  async apply(tx, proposal, checker) {
    const { period } = proposal.payload as { readonly period: string }
    const today = businessDate(checker.at, zone)
    const begun = await beginClosing(tx, { period, reason: proposal.reason, today }, checker)
    return begun.ok ? accept({ period }) : begun
  },
})

export const proposePeriodClose = (
  tx: Tx,
  {
    period,
    reason,
    zone,
  }: { readonly period: string; readonly reason: string; readonly zone: Zone },
  deed: Deed,
): Promise<Result<Proposal, 'actor_not_allowed'>> =>
  propose(
    tx,
    { kind: periodCloseKind(zone), subject: `period:${period}`, payload: { period }, reason },
    deed,
  )

/** Expired holds are released, closing months closed, and each night the books are verified. */
export const ledgerCrons = ({
  database,
  clock,
  zone,
}: {
  readonly database: Database
  readonly clock: Clock
  readonly zone: Zone
}): readonly Cron[] => [
  {
    name: 'ledger.release-holds',
    at: { everyMinutes: 1 },
    zone,
    run: async ({ now }) => void (await releaseExpiredHolds(database, now())),
  },
  {
    name: 'ledger.close-periods',
    at: { everyMinutes: 1 },
    zone,
    run: async ({ now }) => void (await finishClosing(database, now())),
  },
  {
    name: 'ledger.verify',
    at: '03:30',
    zone,
    run: async () => void (await verifyAndTell({ database, clock })),
  },
]
