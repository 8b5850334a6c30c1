/**
 * 期初余额 brought in from a file: as journals against one account of opening balances for each
 * currency, which is empty again since the file must balance. Until the period closes it can be
 * undone.
 */
import { record } from '../audit/index.ts'
import { subjectOf, type Deed } from '../auth/index.ts'
import type { BusinessDate } from '../clock/index.ts'
import { sql, type Tx } from '../db/index.ts'
import { newId, type Id } from '../id/index.ts'
import { accept, assert, refuse, type Result } from '../problem/index.ts'
import { openAccounts } from './accounts.ts'
import { defineAccountTypes } from './chart.ts'
import { previewOpening, sideOf, type OpeningLine, type OpeningPreview } from './opening-file.ts'
import { commandsMax, post, type PostOptions } from './post.ts'
import type { Command, PostJournal, Reverse } from './model.ts'
import type { ledgerProblems } from './refusal.ts'

export interface BringIn {
  readonly text: string
  /** From which day the balances count: mostly the first one of the new books. */
  readonly effectiveDate: BusinessDate
  /** Everything is done and taken back again: what would be refused is refused. */
  readonly dryRun: boolean
}

export interface BroughtIn {
  readonly id: Id<'opening'>
  readonly preview: OpeningPreview
}

type OpeningRefusal = keyof typeof ledgerProblems

const caller = 'ledger'
const linesPerJournal = 500
const openingType = {
  accountType: 'OPENING_BALANCES',
  nameZh: '期初余额',
  nameEn: 'Opening balances',
  category: 'equity',
} as const

/** Refuses a file with faults, one that does not balance, and one that was brought in before. */
export async function bringInOpening(
  tx: Tx,
  { text, effectiveDate, dryRun }: BringIn,
  { deed, options }: { readonly deed: Deed; readonly options: PostOptions },
): Promise<Result<BroughtIn, OpeningRefusal>> {
  const preview = await previewOpening(tx, text)
  const wrong = faultOf(preview)
  if (wrong) return wrong
  const id = newId<'opening'>()
  const { actor, at, requestId } = deed
  await tx.run(sql`savepoint opening`)
  const kept = await tx.run(sql`
    insert into ledger.opening (id, effective_date, sha256, lines, status, brought_by, brought_at)
    values (${id}, ${effectiveDate}, ${preview.sha256}, ${preview.lines.length}, 'brought',
      ${subjectOf(actor)}, ${at})
    on conflict (sha256) where status = 'brought' do nothing`)
  if (kept === 0) return refuse('opening_exists', 'This very file was brought in before.')
  await openCounterAccounts(tx, preview, deed)
  const refused = await postAll(tx, journalsOf(id, preview.lines, effectiveDate), options)
  if (refused) return refused
  const [actorName, subject] = [subjectOf(actor), `opening:${id}`]
  const after = { effectiveDate, sha256: preview.sha256, lines: preview.lines.length }
  await record(tx, [
    { at, actor: actorName, action: 'ledger.opening-bring', subject, after, requestId },
  ])
  if (dryRun) await tx.run(sql`rollback to savepoint opening`)
  return accept({ id, preview })
}

function faultOf({ faults, totals }: OpeningPreview) {
  const [first] = faults
  if (first) {
    const all = faults.map(({ line, detail }) => ({ line, detail }))
    return refuse('opening_invalid', `Line ${first.line}: ${first.detail}`, { faults: all })
  }
  const odd = totals.find(({ debit, credit }) => debit !== credit)
  if (odd === undefined) return undefined
  const { currency, debit, credit } = odd
  const said = totals.map((total) => ({
    currency: total.currency,
    debit: String(total.debit),
    credit: String(total.credit),
  }))
  const detail = `${currency}: debits are ${debit}, credits ${credit}, in minor units.`
  return refuse('opening_not_balanced', detail, { totals: said })
}

const counterAccount = (currency: string): string => `OPENING:${currency}`

async function openCounterAccounts(tx: Tx, { totals }: OpeningPreview, { at }: Deed) {
  await defineAccountTypes(tx, [openingType], at)
  const accounts = totals.map(({ currency }) => ({
    accountNo: counterAccount(currency),
    name: openingType.nameZh,
    accountType: openingType.accountType,
    owner: null,
    merchantNo: null,
    isTiancai: false,
    currency,
    normalSide: 'credit' as const,
    mayGoNegative: true,
  }))
  const opened = await openAccounts(tx, accounts, at)
  assert(opened.ok, 'nobody else opens the accounts of opening balances')
}

/** Journals of so many lines, linked: all or none. */
function journalsOf(
  id: string,
  lines: readonly OpeningLine[],
  effectiveDate: BusinessDate,
): readonly PostJournal[] {
  const moved = lines.filter(({ balance }) => balance !== 0n)
  const parts = Array.from({ length: Math.ceil(moved.length / linesPerJournal) }, (_, at) =>
    moved.slice(at * linesPerJournal, (at + 1) * linesPerJournal),
  )
  return parts.map((part, at) => ({
    kind: 'post',
    caller,
    bizType: 'OPENING',
    bizNo: `${id}-${at}`,
    effectiveDate,
    memo: openingType.nameZh,
    metadata: { opening: id },
    linked: at < parts.length - 1,
    transfers: part.map((line) => {
      const { side, amount } = sideOf(line)
      const counter = counterAccount(line.currency)
      const pair =
        side === 'debit'
          ? { debit: line.accountNo, credit: counter }
          : { debit: counter, credit: line.accountNo }
      return { ...pair, amount, mode: 'exact' as const }
    }),
  }))
}

/** The first refusal, or nothing: the commands are one chain. */
async function postAll(tx: Tx, commands: readonly Command[], options: PostOptions) {
  assert(commands.length <= commandsMax, 'a file is no longer than a list of commands')
  const outcomes = await post(tx, commands, options)
  const refused = outcomes.filter((outcome) => !outcome.ok)
  return refused.find(({ problem }) => problem.code !== 'chain_member_failed') ?? refused[0]
}

interface Brought {
  readonly effectiveDate: BusinessDate
  readonly status: 'brought' | 'undone'
}

/** Reverses what was brought in; refused when its period has closed or the money has gone. */
export async function undoOpening(
  tx: Tx,
  { id, reason }: { readonly id: Id<'opening'>; readonly reason: string },
  { deed, options }: { readonly deed: Deed; readonly options: PostOptions },
): Promise<Result<null, OpeningRefusal>> {
  const { actor, at, requestId } = deed
  const found = await tx.row<Brought>(sql`
    select effective_date, status from ledger.opening where id = ${id} for update`)
  if (found === undefined) return refuse('opening_not_found', `There is no opening ${id}.`)
  if (found.status === 'undone') return refuse('opening_undone', `${id} was undone before.`)
  const originals = await tx.rows<{ bizNo: string }>(sql`
    select biz_no from ledger.journal
     where effective_date = ${found.effectiveDate} and caller = ${caller}
       and biz_type = 'OPENING' and biz_no like ${`${id}-%`} order by biz_no`)
  const reversals = originals.map(({ bizNo }, index): Reverse => ({
    kind: 'reverse',
    caller,
    bizType: 'OPENING_UNDO',
    bizNo,
    effectiveDate: found.effectiveDate,
    memo: reason,
    metadata: { opening: id },
    linked: index < originals.length - 1,
    originalBizType: 'OPENING',
    originalBizNo: bizNo,
    amount: null,
  }))
  const refused = await postAll(tx, reversals, options)
  if (refused) return refused
  await tx.run(sql`
    update ledger.opening set status = 'undone', undone_by = ${subjectOf(actor)}, undone_at = ${at}
     where id = ${id}`)
  const [actorName, subject] = [subjectOf(actor), `opening:${id}`]
  await record(tx, [
    { at, actor: actorName, action: 'ledger.opening-undo', subject, reason, requestId },
  ])
  return accept(null)
}
