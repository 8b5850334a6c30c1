/** Writes what was asked for into a file, some rows at a time, and lets it go again later. */
import { Type } from 'typebox'
import type { Database } from '#kernel/db'
import { findFiles } from '#kernel/file'
import type { Cron, JobContext, Task } from '#kernel/jobs'
import { ExportStopped, exportZone, type ExportRows, type Kernel } from '#kernel/module'
import type { ParameterDefinition } from '#kernel/parameter'
import { accept, assert, refuse, type Result } from '#kernel/problem'
import { SheetTooLarge, sheetOf, sheetTypes, type Value } from '#kernel/sheet'
import { mayExport, type ExportSources } from './export-sources.ts'
import {
  beginExport,
  expireExport,
  expiringFiles,
  failExport,
  finishExport,
  lockContent,
  noteProgress,
  silentRuns,
  type BegunExport,
} from './export-store.ts'

export const exportDays = {
  name: 'desk.export_days',
  unit: 'days',
  title: { zh: '导出文件保留天数', en: 'Days an exported file is kept' },
  schema: Type.Integer({ minimum: 1, maximum: 90 }),
  initial: 7,
  makers: ['admin'],
  checkers: ['admin'],
} as const satisfies ParameterDefinition

export const exportTask = 'desk.export'
const attemptsMax = 5
/** Ten sheets full; who needs more needs the database. */
export const exportRowsMax = 10_000_000
const exportBytesMax = 1_073_741_824
const progressMs = 500
const dayMs = 86_400_000

export const exportTasks = (kernel: Kernel, sources: ExportSources): readonly Task[] => [
  {
    name: exportTask,
    attemptsMax,
    run: async (payload, context) => {
      assert(typeof payload === 'string', 'the job of an export names it')
      await runExport({ kernel, sources }, payload, context)
    },
  },
]

interface Rooms {
  readonly kernel: Kernel
  readonly sources: ExportSources
}

/** It was cancelled, or another worker has begun it anew: nothing is left to do here. */
class NotOurs extends Error {
  override readonly name = 'NotOurs'
}

async function runExport(
  rooms: Rooms,
  id: string,
  { now, attempt, log }: JobContext,
): Promise<void> {
  const { database } = rooms.kernel
  const begun = await database.transaction((tx) => beginExport(tx, id, now()))
  if (begun === undefined) return
  const fail = (code: string, detail: string): Promise<void> =>
    database.transaction((tx) => failExport(tx, begun, { code, detail, at: now() }))
  try {
    const written = await write(rooms, begun, now)
    if (!written.ok) await fail(written.problem.code, written.problem.detail)
  } catch (problem) {
    if (problem instanceof NotOurs) return
    if (problem instanceof ExportStopped) {
      await fail(problem.problem.code, problem.message)
      return
    }
    if (problem instanceof SheetTooLarge) {
      await fail('export_too_large', `This is ${problem.message}: narrow the filters, or take csv.`)
      return
    }
    if (attempt >= attemptsMax) {
      await fail('export_failed', 'It failed several times; an administrator finds it in the jobs.')
    }
    log.warn({ export: id, source: begun.source }, 'an export failed')
    throw problem
  }
}

async function write(
  { kernel, sources }: Rooms,
  begun: BegunExport,
  now: JobContext['now'],
): Promise<Result<undefined>> {
  const { database, files } = kernel
  const opened = await open(sources, begun)
  if (!opened.ok) return opened
  const counted = counting(database, { begun, opened: opened.value, now })
  const content = sheetOf(begun.format, {
    name: begun.source,
    columns: opened.value.columns,
    rows: counted.rows(),
    zone: exportZone,
  })
  const typesAllowed = [plainType(sheetTypes[begun.format])]
  const put = await files.put(content, {
    name: begun.fileName,
    sizeMax: exportBytesMax,
    typesAllowed,
  })
  if (counted.overflowed()) return tooLarge(`more than ${exportRowsMax} rows`)
  if (!put.ok) return tooLarge(`more than ${exportBytesMax} bytes`)
  await finish(kernel, { begun, rows: counted.count(), ...put.value }, now)
  return accept(undefined)
}

const tooLarge = (what: string): Result<never, 'export_too_large'> =>
  refuse('export_too_large', `This is ${what}: narrow the filters.`)

type PlainType = Parameters<Kernel['files']['put']>[1]['typesAllowed'][number]

/** Without the character set; the three types are among those that files know. */
const plainType = (type: string): PlainType => type.replace(/;.*/u, '') as PlainType

async function open(sources: ExportSources, begun: BegunExport): Promise<Result<ExportRows>> {
  const source = await sources.find(begun.source)
  if (!source.ok) return source
  const { asker: actor, query, language, requestedAt: at } = begun
  const allowed = mayExport(actor, source.value)
  return allowed.ok ? await source.value.open({ query, actor, language, at }) : allowed
}

interface Counting {
  readonly begun: BegunExport
  readonly opened: ExportRows
  readonly now: JobContext['now']
}

/** Tells how far it is, twice a second, and stops when nobody wants it any more. */
function counting(database: Database, { begun, opened, now }: Counting) {
  let count = 0
  let overflowed = false
  let toldMs = 0
  async function tell(): Promise<void> {
    const progress = { rowsDone: count, rowsTotal: opened.total, at: now() }
    if (!(await database.transaction((tx) => noteProgress(tx, begun, progress)))) {
      throw new NotOurs('the export is over, or has another worker')
    }
    toldMs = performance.now()
  }
  async function* rows(): AsyncGenerator<readonly (readonly Value[])[]> {
    await tell()
    for await (const some of opened.rows) {
      if (count + some.length > exportRowsMax) {
        overflowed = true
        return
      }
      count += some.length
      yield some
      if (performance.now() - toldMs >= progressMs) await tell()
    }
    await tell()
  }
  return { rows, count: () => count, overflowed: () => overflowed }
}

interface Finished {
  readonly begun: BegunExport
  readonly rows: number
  readonly sha256: string
  readonly size: number
}

async function finish(
  { database, files, parameters }: Kernel,
  { begun, rows, sha256, size }: Finished,
  now: JobContext['now'],
): Promise<void> {
  await database.transaction(async (tx) => {
    const at = now()
    const days = await parameters.typed(tx, exportDays, at)
    const expiresAt = new Date(at.getTime() + days * dayMs)
    await lockContent(tx, sha256)
    // An equal file of before may have been removed since ours was found to be there already.
    const stream = await files.open(sha256)
    stream?.destroy()
    if (stream === undefined) throw new Error('the file is gone again: it is written anew')
    const kept = await finishExport(tx, begun, { sha256, size, rows, at, expiresAt })
    if (!kept) throw new NotOurs('the export is over, or has another worker')
  })
}

const silentMs = 3_600_000
const expiringMax = 200

export const exportCrons = ({ database, files }: Kernel): readonly Cron[] => [
  {
    name: 'desk.expire-exports',
    at: { everyMinutes: 10 },
    zone: 'UTC',
    run: async ({ now }) => {
      for (const file of await expiringFiles(database, now(), expiringMax)) {
        await database.transaction(async (tx) => {
          await lockContent(tx, file.sha256)
          const known = await findFiles(tx, [file.sha256])
          // Inside, so that nobody counts on the content between the question and the answer.
          if ((await expireExport(tx, file)) && known.length === 0) await files.remove(file.sha256)
        })
      }
      const since = new Date(now().getTime() - silentMs)
      for (const run of await silentRuns(database, since)) {
        const detail = 'It was interrupted and did not go on: ask again.'
        const failure = { code: 'export_failed', detail, at: now() }
        await database.transaction((tx) => failExport(tx, run, failure))
      }
    },
  },
]
