/**
 * Decides a list of commands over books that were read under lock. Pure: the same books and commands
 * always give the same results, entries and balances. Writing them down is the store's work.
 */
import { accept, refuse, type Refused, type Result } from '../problem/index.ts'
import { accountFault, balanceFault, movable, shapeFault } from './check.ts'
import { contentOf, difference } from './content.ts'
import {
  emptyLayer,
  journalIn,
  keyOf,
  settle,
  type Books,
  type Draft,
  type Layer,
} from './draft.ts'
import { book } from './entry.ts'
import { bucketOf } from '../id/index.ts'
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
  readonly results: readonly Outcome[]
  /** What is to be written; accounts and holds in their last state. */
  readonly changes: Layer
}

export function decide(books: Books, commands: readonly Command[]): Decided {
  const settled = emptyLayer()
  releaseExpired(books, settled)
  const results: Outcome[] = []
  for (let at = 0; at < commands.length;) {
    const end = chainEnd(commands, at)
    results.push(...decideChain({ books, settled, open: emptyLayer() }, commands.slice(at, end)))
    at = end
  }
  return { results, changes: settled }
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
  const shape = command.kind === 'post' ? shapeFault(command.transfers) : amountFault(command)
  if (shape) return shape
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

function amountFault(command: Exclude<Command, PostJournal>) {
  if (command.kind === 'void_hold' || command.amount === null || command.amount > 0n) {
    return undefined
  }
  return refuse('amount_not_positive', `The amount ${command.amount} is not positive.`)
}

function repeated(known: Journal, command: Command): Outcome {
  const differs = difference(known.content, contentOf(command))
  if (differs === undefined) return accept({ journal: known, replayed: true })
  return refuse(differs, `${command.bizType} ${command.bizNo} was booked with other content.`)
}

function periodFault({ books }: Draft, { kind, effectiveDate }: Command) {
  if (kind === 'hold' || kind === 'void_hold') return undefined
  if (books.openFrom === null || effectiveDate >= books.openFrom) return undefined
  const detail = `${effectiveDate} lies in a closed period; the first open day is ${books.openFrom}.`
  return refuse('period_closed', detail, { openFrom: books.openFrom })
}

function postTransfers(draft: Draft, command: PostJournal): Outcome {
  const fault = accountFault(draft, command.transfers)
  if (fault) return fault
  const journal = journalOf(draft, command)
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
  return fault ?? remembered(draft, journalOf(draft, command))
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
  const journal = journalOf(draft, command)
  for (const leg of legs.value) {
    const short = balanceFault(draft, leg)
    if (short) return short
    book(draft, journal, leg)
  }
  return remembered(draft, { ...journal, legs: legs.value, reversed: legs.value.map(() => 0n) })
}

function journalOf(draft: Draft, command: Command): Journal {
  const { kind, caller, bizType, bizNo, effectiveDate, memo, metadata } = command
  return {
    bucket: bucketOf(bizNo),
    id: draft.books.nextId(),
    kind,
    caller,
    bizType,
    bizNo,
    effectiveDate,
    bookedDate: draft.books.today,
    bookedAt: draft.books.now,
    memo,
    metadata,
    content: contentOf(command),
    legs: [],
    reversed: [],
  }
}

function remembered(draft: Draft, journal: Journal): Outcome {
  draft.open.journals.set(keyOf(journal.caller, journal.bizType, journal.bizNo), journal)
  return accept({ journal, replayed: false })
}
