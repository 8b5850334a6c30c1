/**
 * Decides a list of commands over books that were read under lock. Pure: the same books and
 * commands
 * always give the same results, entries and balances. Writing them down is the store's work.
 */
import type { Instant } from '../clock/index.ts'
import { accept, refuse, type Refused, type Result } from '../problem/index.ts'
import { bucket } from './bucket.ts'
import { accountFault, balanceFault, movable } from './check.ts'
import { contentOf, difference } from './content.ts'
import {
  accountIn,
  clear,
  emptyLayer,
  journalIn,
  keyOf,
  settle,
  type Books,
  type Draft,
  type Layer,
} from './draft.ts'
import { book } from './entry.ts'
import { formFault } from './form.ts'
import { postHold, releaseExpired, reserve, voidHold } from './hold.ts'
import type { Command, Journal, Leg, PostJournal } from './model.ts'
import type { LedgerRefusal } from './refusal.ts'
import { reversal } from './reverse.ts'

/** What the ledger answers for a command that succeeded, now or when it was first asked. */
export interface Posted {
  readonly journal: Journal
  /** The bizNo was there with the same content: nothing was written this time. */
  readonly replayed: boolean
}

export type Outcome = Result<Posted, LedgerRefusal>

export interface Decided {
  /** For each list, for each of its commands. */
  readonly results: readonly (readonly Outcome[])[]
  /** What is to be written; accounts and holds in their last state. */
  readonly changes: Layer
}

/** Lists are decided one after the other; a chain never reaches from one list into the next. */
export function decide(books: Books, lists: readonly (readonly Command[])[]): Decided {
  const steps = decideInSteps(books, lists, { first: Infinity, most: Infinity })
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** Commands of the first step; each further one has twice as many, up to the most. */
export interface Steps {
  readonly first: number
  readonly most: number
}

/**
 * The same, and a pause after every so many commands: what they booked can be taken out of the
 * layer and written while the next ones are decided.
 */
export function* decideInSteps(
  books: Books,
  lists: readonly (readonly Command[])[],
  { first, most }: Steps,
): Generator<Layer, Decided> {
  const draft = { books, settled: emptyLayer(), open: emptyLayer() }
  releaseExpired(books, draft.settled)
  const results: Outcome[][] = []
  let [since, step] = [0, first]
  for (const commands of lists) {
    const outcomes: Outcome[] = []
    results.push(outcomes)
    for (let at = 0; at < commands.length;) {
      const end = chainEnd(commands, at)
      clear(draft.open)
      for (const outcome of decideChain(draft, commands.slice(at, end))) outcomes.push(outcome)
      since += end - at
      at = end
      if (since < step) continue
      since = 0
      step = Math.min(step * 2, most)
      yield draft.settled
    }
  }
  return { results, changes: draft.settled }
}

function chainEnd(commands: readonly Command[], from: number): number {
  let end = from
  while (commands[end]?.linked) end += 1
  return Math.min(end + 1, commands.length)
}

/** A single command is a chain of one. */
function decideChain(draft: Draft, chain: readonly Command[]): readonly Outcome[] {
  const outcomes: Outcome[] = []
  for (const command of chain) {
    const outcome = decideOne(draft, command)
    outcomes.push(outcome)
    if (!outcome.ok) break
  }
  const last = outcomes.at(-1)
  if (last && !last.ok) return refusedChain(chain, outcomes.length - 1, last)
  if (chain.at(-1)?.linked) {
    const open = refuse('chain_open', 'The last command of the list is linked to a next one.')
    return refusedChain(chain, chain.length - 1, open)
  }
  settle(draft)
  return outcomes
}

/** One names its fault, the others that it was not theirs. */
function refusedChain(
  chain: readonly Command[],
  culprit: number,
  fault: Refused<LedgerRefusal>,
): readonly Outcome[] {
  const { code } = fault.problem
  const detail = `Command ${culprit + 1} of the chain was refused: ${code}.`
  const others = refuse('chain_member_failed', detail, { member: culprit, code })
  return chain.map((_, at) => (at === culprit ? fault : others))
}

function decideOne(draft: Draft, command: Command): Outcome {
  const fault = formFault(command)
  if (fault) return fault
  const known = journalIn(draft, keyOf(command.caller, command.bizType, command.bizNo))
  if (known) return repeated(known, command)
  const closed = periodFault(draft, command)
  if (closed) return closed
  switch (command.kind) {
    case 'post':
      return postTransfers(draft, command)
    case 'hold':
      return written(draft, command, reserve(draft, command))
    case 'post_hold':
      return moved(draft, command, postHold(draft, command))
    case 'void_hold':
      return written(draft, command, voidHold(draft, command))
    case 'reverse':
      return moved(draft, command, reversal(draft, command))
  }
}

function repeated(known: Journal, command: Command): Outcome {
  const differs = difference(known.content(), contentOf(command))
  if (differs === undefined) return accept({ journal: known, replayed: true })
  return refuse(differs, `${command.bizType} ${command.bizNo} was booked with other content.`)
}

function periodFault({ books }: Draft, { kind, effectiveDate }: Command) {
  if (kind === 'hold' || kind === 'void_hold') return undefined
  if (books.openFrom === null || effectiveDate >= books.openFrom) return undefined
  const first = `the first open day is ${books.openFrom}`
  const detail = `${effectiveDate} lies in a closed period; ${first}.`
  return refuse('period_closed', detail, { openFrom: books.openFrom })
}

function postTransfers(draft: Draft, command: PostJournal): Outcome {
  const fault = accountFault(draft, command.transfers)
  if (fault) return fault
  const journal = journalOf(draft, command, command.transfers)
  const legs: Leg[] = []
  for (const { debit, credit, amount, mode } of command.transfers) {
    const asked = { debit, credit, amount }
    const leg = mode === 'exact' ? asked : { ...asked, amount: movable(draft, asked) }
    if (leg.amount === 0n) continue
    const short = balanceFault(draft, leg)
    if (short) return short
    book(draft, journal, leg)
    legs.push(leg)
  }
  return remembered(draft, { ...journal, legs, reversed: legs.map(() => 0n) })
}

/** A command that only reserves or releases. */
function written(draft: Draft, command: Command, fault: Refused<LedgerRefusal> | undefined) {
  return fault ?? remembered(draft, journalOf(draft, command, []))
}

/** A command whose legs follow from what was recorded before. */
function moved(
  draft: Draft,
  command: Command,
  legs: Result<readonly Leg[], LedgerRefusal>,
): Outcome {
  if (!legs.ok) return legs
  const fault = accountFault(draft, legs.value)
  if (fault) return fault
  const journal = journalOf(draft, command, legs.value)
  for (const leg of legs.value) {
    const short = balanceFault(draft, leg)
    if (short) return short
    book(draft, journal, leg)
  }
  return remembered(draft, { ...journal, legs: legs.value, reversed: legs.value.map(() => 0n) })
}

type Pair = Pick<Leg, 'debit' | 'credit'>

function journalOf(draft: Draft, command: Command, pairs: readonly Pair[]): Journal {
  const { kind, caller, bizType, bizNo, effectiveDate, memo, metadata } = command
  const bookedAt = bookedAfter(draft, pairs)
  return {
    bucket: bucket(bizNo),
    id: draft.books.nextId(),
    kind,
    caller,
    bizType,
    bizNo,
    effectiveDate,
    bookedDate: draft.books.dayOf(bookedAt),
    bookedAt,
    memo,
    metadata,
    content: () => contentOf(command),
    legsSayAll: kind === 'post' && command.transfers.every(({ mode }) => mode === 'exact'),
    legs: [],
    reversed: [],
  }
}

/**
 * Now, or the last time of an account where another process's clock is ahead of ours: times of an
 * account never go back, and both sides of a transfer have the same.
 */
function bookedAfter(draft: Draft, pairs: readonly Pair[]): Instant {
  let latest = draft.books.now
  for (const { debit, credit } of pairs) {
    for (const no of [debit, credit]) {
      const account = accountIn(draft, no)
      if (account && account.lastAt > latest) latest = account.lastAt
    }
  }
  return latest
}

function remembered(draft: Draft, journal: Journal): Outcome {
  draft.open.journals.set(keyOf(journal.caller, journal.bizType, journal.bizNo), journal)
  draft.open.booked.push(journal)
  return accept({ journal, replayed: false })
}
