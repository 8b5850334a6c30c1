/**
 * Group commit: single calls that arrive together are served by one transaction. One row lock and
 * one disk flush then serve a whole batch, which is what makes a hot account fast.
 */
import { CommitUnknown, type Database, type Tx } from './database.ts'

export interface GatherOptions<Item, Answer> {
  readonly database: Database
  /** Serves a list in one transaction: an answer per item, in order. May be repeated. */
  readonly serve: (tx: Tx, items: readonly Item[]) => Promise<readonly Answer[]>
  readonly batchMax: number
  /** Batches that may be open at once. Two keep the database busy while the next one gathers. */
  readonly parallelMax: number
  /** Calls that may wait; beyond that a call is turned away with `Overloaded`. */
  readonly queueMax: number
}

/** Too many calls are waiting: ask again later. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded'
}

interface Waiting<Item, Answer> {
  readonly item: Item
  readonly resolve: (answer: Answer) => void
  readonly reject: (problem: unknown) => void
}

/** A function for single calls. What throws for one item never fails its neighbours. */
export function gather<Item, Answer>(
  options: GatherOptions<Item, Answer>,
): (item: Item) => Promise<Answer> {
  const queue: Waiting<Item, Answer>[] = []
  let open = 0

  function pump(): void {
    while (open < options.parallelMax && queue.length > 0) {
      open += 1
      void serveBatch(options, queue.splice(0, options.batchMax)).finally(() => {
        open -= 1
        pump()
      })
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      if (queue.length >= options.queueMax) {
        reject(new Overloaded(`more than ${options.queueMax} calls are waiting`))
        return
      }
      queue.push({ item, resolve, reject })
      // Everything that arrives in this turn of the event loop goes together.
      if (queue.length === 1) setImmediate(pump)
    })
}

async function serveBatch<Item, Answer>(
  options: GatherOptions<Item, Answer>,
  batch: readonly Waiting<Item, Answer>[],
): Promise<void> {
  try {
    const items = batch.map(({ item }) => item)
    const answers = await options.database.transaction((tx) => options.serve(tx, items))
    for (const [at, { resolve }] of batch.entries()) resolve(answers[at] as Answer)
  } catch (problem) {
    if (batch.length === 1) batch[0]?.reject(problem)
    // Nobody knows what an unknown commit wrote: only the caller's business number can tell.
    else if (problem instanceof CommitUnknown) for (const { reject } of batch) reject(problem)
    else await serveHalves(options, batch)
  }
}

/** One item spoils the batch: halves find it in a few steps, and the others are served. */
async function serveHalves<Item, Answer>(
  options: GatherOptions<Item, Answer>,
  batch: readonly Waiting<Item, Answer>[],
): Promise<void> {
  const middle = Math.ceil(batch.length / 2)
  await serveBatch(options, batch.slice(0, middle))
  await serveBatch(options, batch.slice(middle))
}

/**
 * The same for reads: questions that arrive together become one query. Each answer is as fresh as a
 * query of its own would have been.
 */
export function gatherReads<Question, Answer>(
  answer: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  batchMax: number,
): (question: Question) => Promise<Answer> {
  const waiting: Waiting<Question, Answer>[] = []

  async function flush(): Promise<void> {
    const batch = waiting.splice(0, batchMax)
    if (waiting.length > 0) setImmediate(() => void flush())
    try {
      const answers = await answer(batch.map(({ item }) => item))
      for (const [at, { resolve }] of batch.entries()) resolve(answers[at] as Answer)
    } catch (problem) {
      for (const { reject } of batch) reject(problem)
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (waiting.length === 1) setImmediate(() => void flush())
    })
}
