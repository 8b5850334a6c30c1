/**
 * Single calls at the speed of lists: commands that arrive together share one transaction, one lock
 * and one flush of the disk.
 */
import { gather, Overloaded, type Database } from '../db/index.ts'
import { assert } from '../problem/index.ts'
import type { Outcome } from './decide.ts'
import type { Command } from './model.ts'
import { commandsMax, postLists, type PostOptions } from './post.ts'

export interface SubmitOptions extends PostOptions {
  readonly database: Database
  /** Calls that share a transaction. */
  readonly batchMax: number
  /** Transactions at a time. */
  readonly parallelMax: number
  /** Calls that may wait: beyond that a call is turned away with `Overloaded`. */
  readonly queueMax: number
  /** A call that waited longer is turned away too, before anything of it was posted. */
  readonly waitMsMax: number
}

export const submitUsual = { batchMax: 1_000, parallelMax: 2, queueMax: 20_000, waitMsMax: 10_000 }

interface Waiting {
  readonly commands: readonly Command[]
  readonly sinceMs: number
}

export type Submit = (commands: readonly Command[]) => Promise<readonly Outcome[]>

/**
 * A function for calls of up to 8,190 commands (mostly of one), each with its own result. Throws
 * `Overloaded` where the call was not tried, and `CommitUnknown` where nobody knows: ask again with
 * the same bizNo, and the recorded result is the answer.
 */
export function openSubmit(options: SubmitOptions): Submit {
  const { database, batchMax, parallelMax, queueMax, waitMsMax } = options
  const call = gather<Waiting, readonly Outcome[] | 'late'>({
    database,
    batchMax,
    parallelMax,
    queueMax,
    serve: async (tx, waiting) => {
      const since = performance.now() - waitMsMax
      const fresh = waiting.filter(({ sinceMs }) => sinceMs >= since)
      const lists = fresh.map(({ commands }) => commands)
      const served = (await postLists(tx, lists, options)).values()
      return waiting.map(({ sinceMs }) => (sinceMs >= since ? next(served) : 'late'))
    },
  })
  return async (commands) => {
    assert(commands.length <= commandsMax, `at most ${commandsMax} commands in a call`)
    const outcomes = await call({ commands, sinceMs: performance.now() })
    if (outcomes === 'late') throw new Overloaded(`the call waited more than ${waitMsMax} ms`)
    return outcomes
  }
}

function next(served: IterableIterator<readonly Outcome[]>): readonly Outcome[] {
  const { value } = served.next()
  assert(value, 'every list has its outcomes')
  return value
}
