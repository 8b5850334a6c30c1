/**
 * Commands on running loans, for lists: facts are recorded, days are closed, and what they move is
 * booked in the ledger by the same transaction.
 */
import {
  addDays,
  businessDate,
  type BusinessDate,
  type Clock,
  type Instant,
  type Zone,
} from '#kernel/clock'
import type { Tx } from '#kernel/db'
import { bucketOf, newId } from '#kernel/id'
import { publish } from '#kernel/jobs'
import { openAccounts, post, type NewAccount, type PostJournal } from '#kernel/ledger'
import { accept, all, assert, refuse, type Result } from '#kernel/problem'
import { counted, happened, replay, type Book, type BookRefusal, type Fact } from '../book/index.ts'
import { resolveTerms } from '../terms/index.ts'
import { newsOf } from './events.ts'
import { accountTypeOf, contentOf, isOwn, ownAccountNo, ownAccounts } from './model.ts'
import type { Contract, LoanAccount, NewContract, RecordedFact } from './model.ts'
import { movementsBetween, totalsOf } from './postings.ts'
import {
  emptyBook,
  findContracts,
  insertContracts,
  insertFacts,
  lockContracts,
  lockToClose,
  readFacts,
  saveContracts,
  standing,
  type NewFact,
  type Saving,
} from './store.ts'

export interface LoanRooms {
  readonly clock: Clock
  readonly zone: Zone
}

export type LoanRefusal =
  | BookRefusal
  | 'loan_terms_invalid'
  | 'loan_contract_exists'
  | 'loan_contract_not_found'
  | 'loan_fact_not_found'
  | 'loan_reference_reused'
  | 'loan_day_in_future'

const keyOf = (contractNo: string) => ({ bucket: bucketOf(contractNo), contractNo })

/**
 * Opens contracts, all or none, with the accounts of each; nothing is lent yet. Terms are pinned.
 * Refusals: `loan_terms_invalid`, `loan_contract_exists`. Source: specification 6.1, 6.3.
 */
export async function openContracts(
  tx: Tx,
  { clock }: LoanRooms,
  given: readonly NewContract[],
): Promise<Result<readonly Contract[], LoanRefusal>> {
  const checked = all(given.map(({ terms }) => resolveTerms(terms)))
  if (!checked.ok) return checked
  const [known] = await findContracts(
    tx,
    given.map(({ contractNo }) => keyOf(contractNo)),
  )
  if (known) return refuse('loan_contract_exists', `${known.contractNo} is there already`)
  const openedAt = clock.now()
  const contracts = given.map((one): Contract => ({
    ...one,
    ...keyOf(one.contractNo),
    id: newId(),
    version: 1,
    facts: 0,
    book: emptyBook(one),
    openedAt,
  }))
  await insertContracts(tx, contracts)
  const opened = await openAccounts(tx, contracts.flatMap(accountsOf), openedAt)
  assert(opened.ok, opened.ok ? '' : opened.problem.detail)
  return accept(contracts)
}

const accountsOf = ({ contractNo, terms, orderNo }: NewContract): readonly NewAccount[] =>
  ownAccounts.map((account) => ({
    accountNo: ownAccountNo(contractNo, account),
    name: `${contractNo} ${account}`,
    accountType: accountTypeOf(account),
    owner: orderNo,
    merchantNo: null,
    isTiancai: false,
    currency: terms.currency,
    normalSide: account === 'suspense' ? 'credit' : 'debit',
    mayGoNegative: false,
  }))

export interface Recording {
  readonly contractNo: string
  /** The same reference is the same fact: recording it again changes nothing. */
  readonly reference: string
  readonly fact: Fact | { readonly kind: 'taken_back'; readonly reference: string }
  readonly recordedBy: string
}

export interface Recorded {
  readonly contract: Contract
  readonly replayed: boolean
}

/**
 * Records what happened to loans, each with its own result, and books what follows from it. A fact
 * of a day that is closed already is counted from its own day: everything after it is worked out
 * again, and the difference is booked today. Refusals: see `loanProblems`.
 */
export async function recordFacts(
  tx: Tx,
  rooms: LoanRooms,
  recordings: readonly Recording[],
): Promise<readonly Result<Recorded, LoanRefusal>[]> {
  const at = rooms.clock.now()
  const today = businessDate(at, rooms.zone)
  const locked = await lockContracts(
    tx,
    recordings.map(({ contractNo }) => keyOf(contractNo)),
  )
  const work = new Map(locked.map((contract) => [contract.contractNo, contract]))
  const facts = new Map(await readFacts(tx, locked))
  const added: NewFact[] = []
  const results = recordings.map((one): Result<Recorded, LoanRefusal> => {
    const contract = work.get(one.contractNo)
    if (!contract) return refuse('loan_contract_not_found', `there is no loan ${one.contractNo}`)
    if (one.fact.kind !== 'taken_back' && one.fact.on > today) {
      return refuse('loan_day_in_future', `${one.fact.on} is after today, ${today}`)
    }
    const known = facts.get(contract.id) ?? []
    const decided = decide(contract, known, one, at)
    if (!decided.ok) return decided
    if (decided.value === undefined) return accept({ contract, replayed: true })
    const { book, fact } = decided.value
    const next = { ...contract, facts: fact.seq, book }
    work.set(one.contractNo, next)
    facts.set(contract.id, [...known, fact])
    added.push({ ...fact, bucket: contract.bucket, contractId: contract.id })
    return accept({ contract: next, replayed: false })
  })
  const saved = locked.flatMap((before): readonly Saving[] => {
    const after = work.get(before.contractNo) ?? before
    return after === before ? [] : [{ before, after: { ...after, version: before.version + 1 } }]
  })
  await insertFacts(tx, added)
  await written(tx, rooms, saved, (after) => `${after.contractNo}:${after.facts}`)
  return results
}

interface Decision {
  readonly book: Book
  readonly fact: RecordedFact
}

function decide(
  { book, facts: count, ...contract }: Contract,
  known: readonly RecordedFact[],
  { reference, fact, recordedBy }: Recording,
  at: Instant,
): Result<Decision | undefined, LoanRefusal> {
  const same = known.find((one) => one.reference === reference)
  if (same) return isSame(same, fact, known) ? accept(undefined) : reused(reference)
  const base = { seq: count + 1, reference, recordedBy, recordedAt: at }
  if (fact.kind === 'taken_back') {
    const wrong = known.find((one) => one.reference === fact.reference && one.fact !== undefined)
    if (!wrong || known.some(({ takesBack }) => takesBack === wrong.seq)) {
      const detail = `${fact.reference} is no fact that could be taken back`
      return refuse('loan_fact_not_found', detail)
    }
    const { happenedOn } = wrong
    const taken = { ...base, fact: undefined, takesBack: wrong.seq, happenedOn }
    const again = replay(emptyBook(contract), standing([...known, taken]), book.asOf)
    return again.ok ? accept({ book: again.value, fact: taken }) : again
  }
  const added = { ...base, fact, takesBack: null, happenedOn: fact.on }
  const facts = standing([...known, added])
  const next =
    fact.on < book.asOf ? replay(emptyBook(contract), facts, book.asOf) : happened(book, fact)
  return next.ok ? accept({ book: next.value, fact: added }) : next
}

const reused = (reference: string) =>
  refuse('loan_reference_reused', `${reference} was recorded with other content`)

function isSame(
  known: RecordedFact,
  fact: Recording['fact'],
  facts: readonly RecordedFact[],
): boolean {
  if (fact.kind !== 'taken_back') {
    return known.fact !== undefined && contentOf(known.fact) === contentOf(fact)
  }
  return facts.find(({ seq }) => seq === known.takesBack)?.reference === fact.reference
}

/**
 * Counts running loans up to the end of a day, at most so many of them, day by day, each day with
 * journals of its own. Answers how many it counted: 0 when all are. It can be killed and called
 * again: a loan's day is counted by the transaction that books it.
 */
export async function closeDays(
  tx: Tx,
  rooms: LoanRooms,
  until: BusinessDate,
  most: number,
): Promise<number> {
  let work: readonly Contract[] = await lockToClose(tx, until, most)
  const count = work.length
  while (work.length > 0) {
    const saved = work.map((before): Saving => {
      const book = counted(before.book, addDays(before.book.asOf, 1))
      return { before, after: { ...before, version: before.version + 1, book } }
    })
    await written(tx, rooms, saved, (after) => `${after.contractNo}:D${after.book.asOf}`)
    work = saved
      .map(({ after }) => after)
      .filter(({ book }) => book.state === 'running' && book.asOf < until)
  }
  return count
}

/** Books, rows and journals of the same change; what others want to hear of it. */
async function written(
  tx: Tx,
  { clock, zone }: LoanRooms,
  saved: readonly Saving[],
  bizNoOf: (after: Contract) => string,
): Promise<void> {
  if (saved.length === 0) return
  const at = clock.now()
  const journals = saved.flatMap((one) => journalOf(one, bizNoOf(one.after)))
  await saveContracts(tx, saved, at)
  const outcomes = journals.length > 0 ? await post(tx, journals, { clock, zone }) : []
  const refused = outcomes.find((outcome) => !outcome.ok)
  assert(!refused || refused.ok, refused && !refused.ok ? refused.problem.detail : '')
  const news = saved.flatMap(({ before, after }) => newsOf(before, after, at))
  if (news.length > 0) await publish(tx, news)
}

function journalOf({ before, after }: Saving, bizNo: string): readonly PostJournal[] {
  const movements = movementsBetween(totalsOf(before.book), totalsOf(after.book))
  if (movements.length === 0) return []
  const numberOf = (account: LoanAccount): string => accountNoOf(after, account)
  return [
    {
      kind: 'post',
      caller: 'loans',
      bizType: 'LOAN',
      bizNo,
      effectiveDate: after.book.asOf,
      memo: null,
      metadata: after.orderNo === null ? null : { order: after.orderNo, product: after.product },
      linked: false,
      transfers: movements.map(({ debit, credit, amount }) => ({
        debit: numberOf(debit),
        credit: numberOf(credit),
        amount,
        mode: 'exact',
      })),
    },
  ]
}

const accountNoOf = ({ contractNo, accounts }: Contract, account: LoanAccount): string =>
  isOwn(account) ? ownAccountNo(contractNo, account) : accounts[account]
