/** How the book of a loan follows from its facts. Pure. Source: specification 6.2, 6.3. */
import type { BusinessDate } from '#kernel/clock'
import { fraction, rateFraction, rounded, times } from '#kernel/money'
import { accept, assert, refuse, type Result } from '#kernel/problem'
import { aged, earnedOf, none, spread, sumAmounts, total, unpaidOf } from '../rows/index.ts'
import type { Amounts, Policy, Row, Spending } from '../rows/index.ts'
import { instalmentsOf, type Instalment } from '../schedule/index.ts'
import type { Prepayment, Terms } from '../terms/index.ts'
import type { Book, Excess, Fact } from './model.ts'

export type BookRefusal =
  | 'loan_closed'
  | 'settlement_short'
  | 'amount_too_much'
  | 'loan_not_charged_off'

/** Nothing has been lent yet: the rows come with the first disbursement. */
export const newBook = (terms: Terms, policy: Policy): Book => ({
  terms: { ...terms, disbursements: [], prepayments: [], rateChanges: [] },
  policy,
  rows: [],
  asOf: terms.disbursedOn,
  lent: 0n,
  received: 0n,
  refunded: 0n,
  prepaid: 0n,
  recovered: 0n,
  state: 'running',
})

/**
 * The book of all these facts, counted up to that day. When a fact is found or taken back later,
 * those that came after it still happened: a waiver then waives what there is to waive, and a
 * settlement that is short now is a payment. Refused is only what can no longer be true.
 */
export function replay(
  empty: Book,
  facts: readonly Fact[],
  until: BusinessDate,
): Result<Book, BookRefusal> {
  let book = empty
  for (const fact of facts.toSorted((a, b) => (a.on < b.on ? -1 : Number(a.on > b.on)))) {
    const counting = counted(book, fact.on)
    const next = happened(counting, stillTrue(counting, fact))
    if (!next.ok) return next
    book = next.value
  }
  return accept(counted(book, until))
}

function stillTrue(book: Book, fact: Fact): Fact {
  if (fact.kind === 'settled' && (book.state !== 'running' || fact.amount < quoted(book).amount)) {
    return { kind: 'received', on: fact.on, amount: fact.amount, excess: 'suspense' }
  }
  if (fact.kind !== 'waived') return fact
  const due = quoted(book).overdue[fact.component]
  return { ...fact, amount: due < fact.amount ? due : fact.amount }
}

/** Days pass: what falls due takes what is in suspense, what is overdue grows late. */
export function counted(book: Book, until: BusinessDate): Book {
  let now = book
  while (now.asOf < until) {
    const { asOf, rows } = now
    const due = rows.filter((row) => row.dueOn > asOf && row.dueOn < until).map((row) => row.dueOn)
    const stop = due.toSorted()[0] ?? until
    const stretch = { from: asOf, to: stop }
    const older = rows.map((row) => aged(row, now.policy, now.terms.rounding, stretch))
    now = suspenseUsed({ ...now, rows: older, asOf: stop })
  }
  return now
}

/** One more fact, of the day up to which the book is counted or of a later one. */
export function happened(before: Book, fact: Fact): Result<Book, BookRefusal> {
  assert(fact.on >= before.asOf, `a fact of ${fact.on} comes after ${before.asOf}: replay`)
  const book = counted(before, fact.on)
  if (book.state !== 'running' && !isAfterlife(fact)) {
    return refuse('loan_closed', `the loan is ${book.state}: nothing of the kind can happen to it`)
  }
  switch (fact.kind) {
    case 'disbursed':
      return accept(lentMore(book, fact))
    case 'rate_changed': {
      const rateChanges = [...book.terms.rateChanges, { on: fact.on, annualRate: fact.annualRate }]
      return accept(replanned(book, { ...book.terms, rateChanges }))
    }
    case 'received':
      return accept(received(book, fact.amount, fact.excess))
    case 'settled':
      return settled(book, fact.amount)
    case 'waived':
      return waived(book, fact)
    case 'refunded':
      return refunded(book, fact.amount)
    case 'charged_off':
      return accept(chargedOff(book))
    case 'recovered':
      if (book.state === 'charged_off') {
        return accept({ ...book, recovered: book.recovered + fact.amount })
      }
      return refuse('loan_not_charged_off', 'what is recovered was charged off before')
  }
}

/** What may come when a loan is over: money that goes back, and money that comes after all. */
const isAfterlife = (fact: Fact): boolean =>
  fact.kind === 'refunded' ||
  fact.kind === 'recovered' ||
  fact.kind === 'received' ||
  (fact.kind === 'waived' && fact.amount === 0n)

function lentMore(book: Book, { on, amount }: { on: BusinessDate; amount: bigint }): Book {
  const disbursements = [...book.terms.disbursements, { on, amount }]
  const disbursedOn = book.lent === 0n ? on : book.terms.disbursedOn
  const terms = { ...book.terms, disbursements, disbursedOn, principal: book.lent + amount }
  return suspenseUsed(replanned({ ...book, lent: book.lent + amount }, terms))
}

/** Rows that begin later, and the running one, are planned anew; older ones keep what they said. */
function replanned(book: Book, terms: Terms): Book {
  const planned = rowsOf(terms)
  const kept = book.rows.filter((row) => row.dueOn <= book.asOf || row.closed !== undefined)
  const known = new Map(book.rows.map((row) => [row.no, row]))
  const fresh = planned
    .filter(({ no }) => !kept.some((row) => row.no === no))
    .map((row) => carried(row, known.get(row.no)))
  return { ...book, terms, rows: [...kept, ...fresh] }
}

/** What was paid of a row before it was planned anew stays paid, as far as it still asks for it. */
function carried(row: Row, before: Row | undefined): Row {
  if (before === undefined) return row
  const least = (asked: bigint, paid: bigint): bigint => (asked < paid ? asked : paid)
  const { fee, interest, principal } = before.paid
  const paid = {
    ...none,
    fee: least(row.fee, fee),
    interest: least(row.interest, interest),
    principal: least(row.principal, principal),
  }
  return { ...row, paid }
}

const rowsOf = (terms: Terms): readonly Row[] =>
  instalmentsOf(terms).map((one) => newRow('instalment', one))

const newRow = (
  kind: Row['kind'],
  { no, dueOn, principal, interest, fee, accrues }: Omit<Instalment, 'total' | 'balanceAfter'>,
): Row => ({
  no,
  kind,
  dueOn,
  principal,
  interest,
  fee,
  accrues,
  lateDays: 0n,
  isLate: false,
  paid: none,
  waived: none,
  writtenOff: none,
  closed: undefined,
})

const isDue =
  (on: BusinessDate) =>
  (row: Row): boolean =>
    row.dueOn <= on

/** What is still to be used of all that came in. */
export function suspenseOf(book: Book): bigint {
  const used = book.rows.reduce((sum, row) => sum + total(row.paid), book.prepaid)
  return book.received - used - book.refunded
}

function suspenseUsed(book: Book): Book {
  return spent(book, suspenseOf(book), isDue(book.asOf)).book
}

interface Spent {
  readonly book: Book
  readonly left: bigint
}

function spent(book: Book, amount: bigint, takes: (row: Row) => boolean): Spent {
  if (amount <= 0n) return { book, left: amount }
  const { policy, terms, asOf } = book
  const spending: Spending = {
    amount,
    on: asOf,
    side: 'paid',
    order: policy.allocation,
    by: policy.allocates,
  }
  const open = book.rows.filter(takes)
  const { rows, left } = spread(open, policy, terms.rounding, spending)
  return { book: closedWhenDone(withRows(book, rows)), left }
}

function withRows(book: Book, changed: readonly Row[]): Book {
  const byNo = new Map(changed.map((row) => [row.no, row]))
  return { ...book, rows: book.rows.map((row) => byNo.get(row.no) ?? row) }
}

/** A row that asks for nothing, as in a time of grace, keeps nobody waiting. */
function closedWhenDone(book: Book): Book {
  const { rows, policy, terms } = book
  const isDone = rows.every((row) => total(unpaidOf(row, policy, terms.rounding)) === 0n)
  return isDone && book.lent > 0n ? { ...book, state: 'settled' } : book
}

function received(before: Book, amount: bigint, excess: Excess): Book {
  const booked = { ...before, received: before.received + amount }
  if (booked.state !== 'running') return booked
  const { book, left } = spent(booked, suspenseOf(booked), isDue(booked.asOf))
  if (left <= 0n || book.state !== 'running' || excess === 'suspense') return book
  if (excess === 'next') return spent(book, left, () => true).book
  return prepaid(book, left, excess === 'shorten_term' ? 'instalment' : 'term')
}

/** Principal goes down at once, and the rows to come are planned anew. */
function prepaid(book: Book, left: bigint, keeps: Prepayment['keeps']): Book {
  const owed = principalToCome(book)
  const amount = left < owed ? left : owed
  if (amount === 0n) return book
  const prepayments = [...book.terms.prepayments, { on: book.asOf, amount, keeps }]
  const planned = replanned(
    { ...book, prepaid: book.prepaid + amount },
    { ...book.terms, prepayments },
  )
  return closedWhenDone(planned)
}

const principalToCome = ({ rows, asOf, policy, terms }: Book): bigint =>
  rows
    .filter((row) => row.dueOn > asOf)
    .reduce((sum, row) => sum + unpaidOf(row, policy, terms.rounding).principal, 0n)

export interface Quote {
  /** All that is due and not paid, with penalties up to the day. */
  readonly overdue: Amounts
  /** The principal of the rows to come, the interest earned of the running one, and the fee. */
  readonly toCome: Amounts
  readonly suspense: bigint
  /** What has to be paid on that day for the loan to be over. */
  readonly amount: bigint
}

/** What an early settlement costs on the day up to which the book is counted. */
export function quoted(book: Book): Quote {
  const { rows, asOf, policy, terms } = book
  const overdue = sumAmounts(
    rows.filter(isDue(asOf)).map((row) => unpaidOf(row, policy, terms.rounding)),
  )
  const toCome: Amounts = {
    fee: settlementFee(book),
    penalty: 0n,
    interest: runningRows(book).reduce((sum, row) => sum + earnedUnpaid(book, row), 0n),
    principal: principalToCome(book),
  }
  const suspense = suspenseOf(book)
  const wanted = total(overdue) + total(toCome) - suspense
  return { overdue, toCome, suspense, amount: wanted > 0n ? wanted : 0n }
}

const runningRows = ({ rows, asOf }: Book): readonly Row[] =>
  rows.filter((row) => row.dueOn > asOf && row.closed === undefined)

const earnedUnpaid = ({ terms, asOf }: Book, row: Row): bigint =>
  earnedOf(row, terms, asOf) - row.paid.interest - row.waived.interest

function settlementFee(book: Book): bigint {
  const { policy, terms } = book
  const running = runningRows(book)[0]?.no ?? 0
  const rate = policy.settlementFees[Math.max(0, running - 1)] ?? policy.settlementFees.at(-1)
  if (rate === undefined) return 0n
  const exact = times(fraction(principalToCome(book), 1n), rateFraction(rate))
  return rounded(exact, terms.rounding.mode, terms.rounding.unit)
}

/** All rows to come become one that is due today. */
function settled(before: Book, amount: bigint): Result<Book, BookRefusal> {
  const quote = quoted(before)
  if (amount < quote.amount) {
    const detail = `${quote.amount} settles the loan on ${before.asOf}, not ${amount}`
    return refuse('settlement_short', detail, { wanted: String(quote.amount) })
  }
  const book = { ...before, received: before.received + amount }
  const closed = { on: book.asOf, by: 'settled_early' } as const
  const rows = book.rows.map((row) =>
    row.dueOn > book.asOf && row.closed === undefined ? { ...row, closed } : row,
  )
  const { fee, interest, principal } = quote.toCome
  const no = Math.max(0, ...rows.map((row) => row.no)) + 1
  const last = newRow('settlement', {
    no,
    dueOn: book.asOf,
    principal,
    interest,
    fee,
    accrues: [],
  })
  return accept(suspenseUsed({ ...book, rows: [...rows, last] }))
}

function waived(book: Book, fact: Extract<Fact, { kind: 'waived' }>): Result<Book, BookRefusal> {
  const { policy, terms, asOf } = book
  const spending: Spending = {
    amount: fact.amount,
    on: asOf,
    side: 'waived',
    order: [fact.component],
    by: 'component',
  }
  const due = book.rows.filter(isDue(asOf))
  const { rows, left } = spread(due, policy, terms.rounding, spending)
  if (left === 0n) return accept(closedWhenDone(withRows(book, rows)))
  const most = fact.amount - left
  return refuse(
    'amount_too_much',
    `at most ${most} of ${fact.component} is due, not ${fact.amount}`,
  )
}

function refunded(book: Book, amount: bigint): Result<Book, BookRefusal> {
  const most = suspenseOf(book)
  if (amount <= most) return accept({ ...book, refunded: book.refunded + amount })
  return refuse('amount_too_much', `at most ${most} is in suspense, not ${amount}`)
}

/** What is open is lost; principal to come with it, and interest only as far as it was earned. */
function chargedOff(book: Book): Book {
  const { policy, terms, asOf } = book
  const closed = { on: asOf, by: 'charged_off' } as const
  const rows = book.rows.map((row): Row => {
    if (row.closed !== undefined) return row
    const open = unpaidOf(row, policy, terms.rounding)
    const lost = row.dueOn <= asOf ? open : { ...none, principal: open.principal }
    const interest = row.dueOn <= asOf ? lost.interest : earnedUnpaid(book, row)
    return { ...row, writtenOff: { ...lost, interest }, closed }
  })
  return { ...book, rows, state: 'charged_off' }
}
