/** Posting lists: read under lock, decide in memory, write once. */
import { businessDate, type BusinessDate, type Clock, type Zone } from '../clock/index.ts'
import type { Tx } from '../db/index.ts'
import { newId, newNumber } from '../id/index.ts'
import { assert } from '../problem/index.ts'
import { decide, type Outcome } from './decide.ts'
import type { Books } from './draft.ts'
import { accountsNamed, formFault } from './form.ts'
import type { Command } from './model.ts'
import {
  lockAccounts,
  Overtaken,
  readHolds,
  readJournals,
  readLateHolds,
  readOpenFrom,
  writeChanges,
  type Key,
} from './store.ts'

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
  // They travel together, and PostgreSQL answers them one after the other: what follows the lock
  // sees what whoever held it before has committed.
  const [accounts, journals, named, late, openFrom] = await Promise.all([
    lockAccounts(tx, locked),
    readJournals(tx, [...sound, ...sound.flatMap(originalKey)]),
    readHolds(tx, sound.flatMap(holdKey)),
    readLateHolds(tx, locked, now),
    readOpenFrom(tx),
  ])
  const books: Books = {
    accounts,
    journals,
    holds: new Map([...named, ...late]),
    now,
    dayOf: dayIn(zone),
    openFrom,
    nextId: newNumber,
    newHoldId: newId,
  }
  assureLocked(books, numbers)
  const { results, changes } = decide(books, lists)
  await writeChanges(tx, changes, journals)
  return results
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

/** An original or a hold that was committed after we looked for it: look again. */
function assureLocked({ journals, holds }: Books, locked: ReadonlySet<string>): void {
  const touched = [
    ...[...holds.values()].map((hold) => hold.accountNo),
    ...[...journals.values()].flatMap(({ legs }) => legs.flatMap((leg) => [leg.debit, leg.credit])),
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
