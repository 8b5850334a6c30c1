/** Posting a list: read under lock, decide in memory, write once. */
import { businessDate, type Clock, type Zone } from '../clock/index.ts'
import type { Tx } from '../db/index.ts'
import { newNumber } from '../id/index.ts'
import { assert } from '../problem/index.ts'
import { decide, type Outcome } from './decide.ts'
import { keyOf } from './draft.ts'
import type { Command } from './model.ts'
import { lockAccounts, readHolds, readJournals, writeChanges, type Key } from './store.ts'

/** Longer lists are the caller's to cut. */
export const commandsMax = 8_190

export interface PostOptions {
  readonly clock: Clock
  readonly zone: Zone
}

/**
 * Posts up to 8,190 commands, each with its own result, in the order given. Must run in a
 * transaction, which may be repeated. Amounts are minor units of the accounts' currency; effective
 * dates are days of the business zone. Refusals: see `ledgerProblems`. Source: 001 §5.2.
 */
export async function post(
  tx: Tx,
  commands: readonly Command[],
  { clock, zone }: PostOptions,
): Promise<readonly Outcome[]> {
  assert(commands.length <= commandsMax, `at most ${commandsMax} commands, not ${commands.length}`)
  const before = await originals(tx, commands)
  const accounts = await lockAccounts(tx, [...new Set([...named(commands), ...before])])
  const now = clock.now()
  const [journals, holds] = await Promise.all([
    readJournals(tx, [...commands, ...commands.flatMap(originalKey)]),
    readHolds(tx, { keys: commands.flatMap(holdKey), accounts: [...accounts.keys()], now }),
  ])
  const today = businessDate(now, zone)
  const books = { accounts, journals, holds, now, today, openFrom: null, nextId: newNumber }
  const { results, changes } = decide(books, commands)
  await writeChanges(tx, changes, journals)
  return results
}

/** Accounts that the commands name themselves. */
const named = (commands: readonly Command[]): readonly string[] =>
  commands.flatMap((command) => {
    switch (command.kind) {
      case 'post':
        return command.transfers.flatMap(({ debit, credit }) => [debit, credit])
      case 'hold':
        return [command.accountNo]
      case 'post_hold':
        return [command.to]
      case 'void_hold':
      case 'reverse':
        return []
    }
  })

/** Accounts behind a hold or an original: which they are never changes, so no lock is needed yet. */
async function originals(tx: Tx, commands: readonly Command[]): Promise<readonly string[]> {
  const journals = await readJournals(tx, commands.flatMap(originalKey))
  const keys = commands.flatMap(holdKey)
  const holds = await readHolds(tx, { keys, accounts: [], now: new Date(0) })
  const legs = [...journals.values()].flatMap((journal) => journal.legs)
  return [
    ...legs.flatMap(({ debit, credit }) => [debit, credit]),
    ...[...holds.values()].map((hold) => hold.accountNo),
    ...heldInList(commands, keys),
  ]
}

/** A hold that the same list makes before it posts it. */
function heldInList(commands: readonly Command[], keys: readonly Key[]): readonly string[] {
  const wanted = new Set(keys.map((key) => keyOf(key.caller, key.bizType, key.bizNo)))
  return commands.flatMap((command) =>
    command.kind === 'hold' && wanted.has(keyOf(command.caller, command.bizType, command.bizNo))
      ? [command.accountNo]
      : [],
  )
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
