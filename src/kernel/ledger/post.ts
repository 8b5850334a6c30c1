/** Posting lists: read under lock, decide in memory, write once. */
import { setImmediate as turn } from 'node:timers/promises'
import { businessDate, type BusinessDate, type Clock, type Zone } from '../clock/index.ts'
import { Overtaken, type Tx } from '../db/index.ts'
import { newId, newNumber } from '../id/index.ts'
import { assert } from '../problem/index.ts'
import { decideInSteps, type Outcome, type Steps } from './decide.ts'
import type { Books } from './draft.ts'
import { accountsNamed, formFault } from './form.ts'
import type { Command, Hold, Journal } from './model.ts'
import {
  lockAccounts,
  readHolds,
  readJournals,
  readLateHolds,
  readOpenFrom,
  writeBooked,
  writeTouched,
  type Key,
} from './store.ts'

/**
 * Commands that are decided before what they booked is sent. The first few are sent soon, because
 * PostgreSQL has nothing to do until then; later it is the slower one.
 */
export const steps: Steps = { first: 50, most: 400 }
/** Longer lists are the caller's to cut. */
export const commandsMax = 8_190

export interface PostOptions {
  readonly clock: Clock
  /** In which the day of an entry is told. */
  readonly zone: Zone
}

type List = readonly Command[]

/**
 * Posts up to 8,190 commands, each with its own result, in the order given. Must run in a
 * transaction, which may be repeated. Amounts are minor units of the accounts' currency; effective
 * dates are days of the business zone. Refusals: see `ledgerProblems`. Source: 001 §5.2.
 */
export async function post(
  tx: Tx,
  commands: List,
  options: PostOptions,
): Promise<readonly Outcome[]> {
  assert(commands.length <= commandsMax, `at most ${commandsMax} commands, not ${commands.length}`)
  const [outcomes] = await postTogether(tx, [commands], options)
  return outcomes ?? []
}

/**
 * The same for lists of several callers, as group commit gathers them: they share locks, reads and
 * writes, but no chain, and each keeps its own results.
 */
export async function postLists(
  tx: Tx,
  lists: readonly List[],
  options: PostOptions,
): Promise<readonly (readonly Outcome[])[]> {
  const results: (readonly Outcome[])[] = []
  for (const round of rounds(lists)) results.push(...(await postTogether(tx, round, options)))
  return results
}

/** As many lists at a time as may be decided together. */
function rounds(lists: readonly List[]): readonly (readonly List[])[] {
  const made: List[][] = []
  let size = commandsMax
  for (const list of lists) {
    const most = `at most ${commandsMax} commands, not ${list.length}`
    assert(list.length <= commandsMax, most)
    size += list.length
    if (size > commandsMax) {
      made.push([])
      size = list.length
    }
    made.at(-1)?.push(list)
  }
  return made
}

async function postTogether(
  tx: Tx,
  lists: readonly List[],
  { clock, zone }: PostOptions,
): Promise<readonly (readonly Outcome[])[]> {
  // What is no command by itself is refused without being looked up: its texts may be anything.
  const sound = lists.flat().filter((command) => formFault(command) === undefined)
  const numbers = new Set(sound.flatMap(accountsNamed))
  for (const accountNo of await accountsBehind(tx, sound)) numbers.add(accountNo)
  const now = clock.now()
  const locked = [...numbers]
  // They travel together, and PostgreSQL answers them one after the other. Whether a bizNo is taken
  // is asked before the lock, which others wait for: what is booked in between, its key tells. What
  // follows the lock sees what whoever held it before has committed.
  const [own, accounts, originals, named, late, openFrom] = await Promise.all([
    readJournals(tx, sound),
    lockAccounts(tx, locked),
    readJournals(tx, sound.flatMap(originalKey)),
    readHolds(tx, sound.flatMap(holdKey)),
    readLateHolds(tx, locked, now),
    readOpenFrom(tx),
  ])
  assureLocked({ originals, named }, numbers)
  const books: Books = {
    accounts,
    journals: originals.size === 0 ? own : new Map([...own, ...originals]),
    holds: new Map([...named, ...late]),
    now,
    dayOf: dayIn(zone),
    openFrom,
    nextId: newNumber,
    newHoldId: newId,
  }
  return await decideAndWrite(tx, books, lists)
}

/** While PostgreSQL writes what one step has booked, the next one is decided. */
async function decideAndWrite(tx: Tx, books: Books, lists: readonly List[]) {
  const decided = decideInSteps(books, lists, steps)
  for (;;) {
    const { done, value } = decided.next()
    if (done) {
      writeBooked(tx, value.changes)
      writeTouched(tx, value.changes)
      return value.results
    }
    writeBooked(tx, { booked: value.booked.splice(0), entries: value.entries.splice(0) })
    // What does not fit into the connection's buffer is handed on when it is the event loop's turn.
    await turn()
  }
}

/** A list is booked at one moment, mostly, and asking the calendar is dear. */
function dayIn(zone: Zone): Books['dayOf'] {
  let last: { readonly ms: number; readonly day: BusinessDate } | undefined
  return (at) => {
    const ms = at.getTime()
    if (last?.ms !== ms) last = { ms, day: businessDate(at, zone) }
    return last.day
  }
}

/** Accounts behind holds and originals: which they are never changes, so no lock is needed yet. */
async function accountsBehind(tx: Tx, commands: List): Promise<readonly string[]> {
  const [journals, holds] = await Promise.all([
    readJournals(tx, commands.flatMap(originalKey)),
    readHolds(tx, commands.flatMap(holdKey)),
  ])
  const legs = [...journals.values()].flatMap((journal) => journal.legs)
  return [
    ...legs.flatMap(({ debit, credit }) => [debit, credit]),
    ...[...holds.values()].map((hold) => hold.accountNo),
  ]
}

interface Behind {
  readonly originals: ReadonlyMap<string, Journal>
  readonly named: ReadonlyMap<string, Hold>
}

/** An original or a hold that was committed after we looked for it: look again. */
function assureLocked({ originals, named }: Behind, locked: ReadonlySet<string>): void {
  const touched = [
    ...[...named.values()].map((hold) => hold.accountNo),
    ...[...originals.values()].flatMap(({ legs }) =>
      legs.flatMap(({ debit, credit }) => [debit, credit]),
    ),
  ]
  if (touched.some((no) => !locked.has(no))) throw new Overtaken('a journal came in between')
}

const originalKey = (command: Command): readonly Key[] =>
  command.kind === 'reverse'
    ? [
        {
          caller: command.caller,
          bizType: command.originalBizType,
          bizNo: command.originalBizNo,
        },
      ]
    : []

const holdKey = (command: Command): readonly Key[] =>
  command.kind === 'post_hold' || command.kind === 'void_hold'
    ? [{ caller: command.caller, bizType: command.holdBizType, bizNo: command.holdBizNo }]
    : []
