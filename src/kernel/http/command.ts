/**
 * Commands with an Idempotency-Key. The answer is remembered in the transaction that did the work:
 * after a crash either both are there or neither, and a repeated request gets the recorded answer.
 * Same key with another request is refused; same key while the first is still being answered too.
 */
import { createHash } from 'node:crypto'
import type { Instant } from '../clock/index.ts'
import { gather, sql, type Database, type Tx } from '../db/index.ts'
import { bucketOf } from '../id/index.ts'
import { accept, refuse, type Problem, type ProblemTable, type Result } from '../problem/index.ts'
import { problemAnswer } from './problem.ts'
import type { Call, Route, Work } from './route.ts'

export interface Reply {
  readonly status: number
  readonly body: string
  readonly replayed: boolean
}

type AnyCall = Call<unknown, unknown, unknown>

interface Keyed {
  readonly bucket: number
  readonly caller: string
  readonly key: string
  readonly fingerprint: Buffer
}

interface Item {
  readonly call: AnyCall
  readonly keyed: Keyed | undefined
}

interface Recorded extends Keyed {
  readonly status: number
  readonly body: string | null
}

export interface CommandOptions {
  readonly database: Database
  readonly problems: ProblemTable
  readonly batchMax: number
  readonly queueMax: number
}

const parallelMax = 2

/**
 * Answers that are kept for a replay. What was refused for who asked, or not found, is asked
 * anew.
 */
const kept = (status: number): boolean => status < 300 || status === 409 || status === 422

export function commandRunner(
  route: Route,
  options: CommandOptions,
): (call: AnyCall) => Promise<Reply> {
  const work = route.work
  const serveAll = (tx: Tx, items: readonly Item[]): Promise<Reply[]> =>
    serve(tx, items, { route, work, problems: options.problems })
  const submit = gather<Item, Reply>({
    database: options.database,
    serve: serveAll,
    batchMax: work.kind === 'all' ? options.batchMax : 1,
    parallelMax: work.kind === 'all' ? parallelMax : 8,
    queueMax: options.queueMax,
  })
  const inFlight = new Set<string>()
  return async (call) => {
    const keyed = keyOf(route, call)
    if (keyed === undefined) return await submit({ call, keyed })
    const name = JSON.stringify([keyed.caller, keyed.key])
    if (inFlight.has(name)) return refusal(options.problems, call, inFlightProblem)
    inFlight.add(name)
    try {
      return await submit({ call, keyed })
    } finally {
      inFlight.delete(name)
    }
  }
}

const inFlightProblem: Problem = {
  code: 'idempotency_key_in_flight',
  detail: 'The first request with this Idempotency-Key is still being answered: ask again.',
}

function keyOf(route: Route, call: AnyCall): Keyed | undefined {
  if (call.idempotencyKey === undefined || route.dry?.(call)) return undefined
  const request = [route.method, route.path, call.params ?? null, call.query ?? null, call.body]
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest()
  const caller = `${call.actor.kind}:${call.actor.id}`
  const key = call.idempotencyKey
  return { bucket: bucketOf(key), caller, key, fingerprint }
}

interface Serving {
  readonly route: Route
  readonly work: Work
  readonly problems: ProblemTable
}

async function serve(tx: Tx, items: readonly Item[], serving: Serving): Promise<Reply[]> {
  const recorded = await recall(tx, items)
  const replies = items.map((item) => replay(item, recorded, serving))
  const fresh = items.filter((_, at) => replies[at] === undefined)
  const results = fresh.length === 0 ? [] : await run(tx, fresh, serving.work)
  const answers = fresh.map(({ call }, at) => reply(call, results[at], serving))
  await remember(tx, fresh, answers, serving.route.secretAnswer === true)
  const next = answers.values()
  return replies.map((known) => known ?? (next.next().value as Reply))
}

async function recall(tx: Tx, items: readonly Item[]): Promise<readonly Recorded[]> {
  const keys = items.flatMap(({ keyed }) => keyed ?? [])
  if (keys.length === 0) return []
  return await tx.rows<Recorded>(
    sql`select bucket, caller, key, fingerprint, status, body from http.idempotency
         where bucket = any(${[...new Set(keys.map(({ bucket }) => bucket))]}::smallint[])
           and (caller, key) in (
             select asked.caller, asked.key from unnest(
               ${keys.map(({ caller }) => caller)}::text[],
               ${keys.map(({ key }) => key)}::text[]) as asked (caller, key))`,
    'http.recall',
  )
}

function replay(
  { call, keyed }: Item,
  recorded: readonly Recorded[],
  { problems }: Serving,
): Reply | undefined {
  if (keyed === undefined) return undefined
  const found = recorded.find(({ caller, key }) => caller === keyed.caller && key === keyed.key)
  if (found === undefined) return undefined
  if (!found.fingerprint.equals(keyed.fingerprint)) {
    const detail = 'This Idempotency-Key belongs to another request: send a new key.'
    return refusal(problems, call, { code: 'idempotency_key_reused', detail })
  }
  if (found.body === null) {
    const detail = 'It was done; the secret in its answer cannot be shown again.'
    return refusal(problems, call, { code: 'answer_not_repeatable', detail })
  }
  return { status: found.status, body: found.body, replayed: true }
}

async function run(
  tx: Tx,
  items: readonly Item[],
  work: Work,
): Promise<readonly Result<unknown>[]> {
  const calls = items.map(({ call }) => call)
  if (work.kind === 'all') return await work.run(tx, calls)
  const [call] = calls
  if (work.kind !== 'each' || call === undefined) return [accept(null)]
  await tx.run(sql`savepoint command`)
  const result = await work.run(tx, call)
  if (!result.ok) await tx.run(sql`rollback to savepoint command`)
  return [result]
}

function reply(call: AnyCall, result: Result<unknown> | undefined, serving: Serving): Reply {
  const { problems, route } = serving
  if (result === undefined) return refusal(problems, call, refuseMissing().problem)
  if (!result.ok) return refusal(problems, call, result.problem)
  return { status: route.status, body: JSON.stringify(result.value), replayed: false }
}

const refuseMissing = () => refuse('internal_error', 'the command gave no answer for this call')

function refusal(problems: ProblemTable, call: AnyCall, problem: Problem): Reply {
  const answer = problemAnswer(problems, problem, call.requestId)
  return { status: answer.status, body: JSON.stringify(answer), replayed: false }
}

/** Another process took the key meanwhile: PostgreSQL's own code makes the transaction repeat. */
class KeyTaken extends Error {
  override readonly name = 'KeyTaken'
  readonly code = '40001'
}

async function remember(
  tx: Tx,
  items: readonly Item[],
  replies: readonly Reply[],
  secret: boolean,
): Promise<void> {
  const rows = items.flatMap(({ keyed, call }, at) => {
    const answer = replies[at]
    return keyed && answer && kept(answer.status) ? [{ keyed, answer, at: call.at }] : []
  })
  if (rows.length === 0) return
  const bodies = rows.map(({ answer }) => (secret && answer.status < 300 ? null : answer.body))
  const written = await tx.run(
    sql`insert into http.idempotency (bucket, caller, key, fingerprint, status, body, created_at)
        select bucket, caller, key, fingerprint, status, body, created_at from unnest(
          ${rows.map(({ keyed }) => keyed.bucket)}::smallint[],
          ${rows.map(({ keyed }) => keyed.caller)}::text[],
          ${rows.map(({ keyed }) => keyed.key)}::text[],
          ${rows.map(({ keyed }) => keyed.fingerprint)}::bytea[],
          ${rows.map(({ answer }) => answer.status)}::smallint[],
          ${bodies}::text[],
          ${rows.map((row) => row.at)}::timestamptz[])
          as given (bucket, caller, key, fingerprint, status, body, created_at)
        on conflict (bucket, caller, key) do nothing`,
    'http.remember',
  )
  if (written < rows.length) throw new KeyTaken('another process answered one of these keys')
}

/** How long a key is remembered. A client that retries after a week has forgotten it too. */
export const keptForDays = 7

/** Forgets keys older than `before`, so many at a time; answers how many went. */
export async function forget(database: Database, before: Instant, most: number): Promise<number> {
  return await database.transaction((tx) =>
    tx.run(sql`
      delete from http.idempotency where (bucket, caller, key) in (
        select bucket, caller, key from http.idempotency
         where created_at < ${before} order by created_at limit ${most})`),
  )
}
