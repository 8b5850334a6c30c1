/** A verification that is asked for now and runs in the background, with how far it is. */
import { record } from '../audit/index.ts'
import { subjectOf, type Deed } from '../auth/index.ts'
import type { Clock, Instant } from '../clock/index.ts'
import { sql, type Database, type Reader, type Tx } from '../db/index.ts'
import { bucketCount, newId } from '../id/index.ts'
import { enqueue, raiseAlarm, type Task } from '../jobs/index.ts'
import { assert } from '../problem/index.ts'
import { verifyAndRemember, type Verification } from './lookups.ts'

export interface VerificationRun {
  readonly id: string
  readonly askedBy: string
  readonly askedAt: Instant
  /** Buckets done, of all. */
  readonly done: number
  readonly of: number
  readonly entries: bigint
}

const taskName = 'ledger.verify-now'
const attemptsMax = 3
/** After this long one that has not ended was lost with its worker, and another may be asked. */
const lostAfterMs = 6 * 3_600_000

/** The one under way, if any. */
export const runningVerification = (
  reader: Reader,
  now: Instant,
): Promise<VerificationRun | undefined> =>
  reader.row<VerificationRun>(sql`
    select id, asked_by, asked_at, done, of, entries from ledger.verification_run
     where ended_at is null and asked_at > ${new Date(now.getTime() - lostAfterMs)}
     order by id desc limit 1`)

/** One that is under way is answered instead of a second one. */
export async function askVerification(
  tx: Tx,
  { actor, at, requestId }: Deed,
): Promise<VerificationRun> {
  await tx.run(sql`lock table ledger.verification_run in exclusive mode`)
  const running = await runningVerification(tx, at)
  if (running) return running
  const [id, askedBy] = [newId(), subjectOf(actor)]
  const run = { id, askedBy, askedAt: at, done: 0, of: bucketCount, entries: 0n }
  await tx.run(sql`
    insert into ledger.verification_run (id, asked_by, asked_at, done, of, entries)
    values (${id}, ${askedBy}, ${at}, 0, ${bucketCount}, 0)`)
  await enqueue(tx, [{ task: taskName, payload: { id } }])
  const subject = `ledger-verification:${id}`
  await record(tx, [{ at, actor: askedBy, action: 'ledger.verify', subject, requestId }])
  return run
}

interface Rooms {
  readonly database: Database
  readonly clock: Clock
}

export const ledgerTasks = (rooms: Rooms): readonly Task[] => [
  {
    name: taskName,
    attemptsMax,
    async run(payload) {
      const id: unknown = Reflect.get(Object(payload), 'id')
      assert(typeof id === 'string', 'a verification has an id')
      const progress = progressOf(rooms.database, id)
      await verifyAndTell(rooms, progress.tell)
      await progress.told()
      await rooms.database.transaction((tx) =>
        tx.run(sql`
          update ledger.verification_run set ended_at = ${rooms.clock.now()} where id = ${id}`),
      )
    },
  },
]

/** Written every so many buckets: whoever looks sees it move. */
const toldEvery = 8

function progressOf(database: Database, id: string) {
  let last: Promise<unknown> = Promise.resolve()
  const write = async (
    before: Promise<unknown>,
    at: Pick<VerificationRun, 'done' | 'of' | 'entries'>,
  ) => {
    await before
    await database.transaction((tx) =>
      tx.run(sql`
        update ledger.verification_run
           set done = ${at.done}, of = ${at.of}, entries = ${at.entries}
         where id = ${id}`),
    )
  }
  return {
    tell: (parts: number, of: number, entries: bigint): void => {
      if (parts % toldEvery !== 0) return
      last = write(last, { done: parts, of, entries })
      // Told at the end, by `told`: until then nobody waits for it.
      last.catch(() => undefined)
    },
    told: () => last,
  }
}

/** Books that do not fit are everybody's alarm, whoever asked. */
export async function verifyAndTell(
  { database, clock }: Rooms,
  onProgress?: (buckets: number, of: number, entries: bigint) => void,
): Promise<Verification> {
  const found = await verifyAndRemember(database, clock, onProgress)
  const { fault } = found
  if (fault === undefined) return found
  await database.transaction((tx) =>
    raiseAlarm(tx, {
      code: 'ledger_broken',
      severity: 'critical',
      owner: 'finance-ops',
      subject: fault.subject,
      detail: fault.detail,
      link: '/ledger/verification',
      at: clock.now(),
    }),
  )
  return found
}
