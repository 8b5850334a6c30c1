/** The table of exports. One worker at a time writes, known by the number of its run. */
import type { Actor } from '#kernel/auth'
import type { Instant } from '#kernel/clock'
import { sql, type Reader, type Tx } from '#kernel/db'
import type { ExportLanguage } from '#kernel/module'
import type { Json } from '#kernel/problem'
import type { SheetFormat } from '#kernel/sheet'

export type ExportState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'expired'

export interface ExportView {
  readonly id: string
  readonly source: string
  readonly format: SheetFormat
  readonly state: ExportState
  readonly rowsDone: bigint
  readonly rowsTotal: bigint | null
  readonly fileName: string
  readonly sha256: string | null
  readonly size: bigint | null
  readonly problemCode: string | null
  readonly problemDetail: string | null
  readonly requestedAt: Date
  readonly finishedAt: Date | null
  readonly expiresAt: Date | null
}

export interface NewExport {
  readonly id: string
  readonly personId: string
  readonly asker: Actor
  readonly source: string
  readonly query: Json
  readonly format: SheetFormat
  readonly language: ExportLanguage
  readonly fileName: string
  readonly at: Instant
}

const view = sql.raw(
  `id, source, format, state, rows_done, rows_total, file_name, sha256, size, problem_code,
   problem_detail, requested_at, finished_at, expires_at`,
)

export async function insertExport(tx: Tx, made: NewExport): Promise<void> {
  await tx.run(sql`
    insert into desk.export
      (id, person_id, asker, source, query, format, language, state, run, rows_done, file_name,
       requested_at, touched_at)
    values
      (${made.id}, ${made.personId}, ${JSON.stringify(made.asker)}::jsonb, ${made.source},
       ${JSON.stringify(made.query)}::jsonb, ${made.format}, ${made.language}, 'queued', 0, 0,
       ${made.fileName}, ${made.at}, ${made.at})`)
}

/** Those of one person that are not over; the lock keeps two requests from counting the same. */
export async function countWorking(tx: Tx, personId: string): Promise<number> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`export:${personId}`}, 0))`)
  const row = await tx.row<{ working: bigint }>(sql`
    select count(*) as working from desk.export
     where person_id = ${personId} and state in ('queued', 'running')`)
  return Number(row?.working ?? 0n)
}

export interface ExportsAsked {
  readonly personId: string
  readonly before?: string
  readonly limit: number
}

/** The newest first. */
export async function listExports(
  reader: Reader,
  { personId, before, limit }: ExportsAsked,
): Promise<readonly ExportView[]> {
  return await reader.rows<ExportView>(sql`
    select ${view} from desk.export
     where person_id = ${personId} and ${before === undefined ? sql`true` : sql`id < ${before}`}
     order by id desc limit ${limit}`)
}

export interface OwnExport {
  readonly id: string
  readonly personId: string
}

/** Undefined too where it is somebody else's. */
export async function findExport(
  reader: Reader,
  { id, personId }: OwnExport,
): Promise<ExportView | undefined> {
  return await reader.row<ExportView>(sql`
    select ${view} from desk.export where id = ${id} and person_id = ${personId}`)
}

/** False when it was over already. */
export async function cancelExport(
  tx: Tx,
  { id, personId }: OwnExport,
  at: Instant,
): Promise<boolean> {
  const changed = await tx.run(sql`
    update desk.export set state = 'cancelled', finished_at = ${at}, touched_at = ${at}
     where id = ${id} and person_id = ${personId} and state in ('queued', 'running')`)
  return changed > 0
}

/** What a worker needs to know. */
export interface BegunExport {
  readonly id: string
  readonly run: number
  readonly asker: Actor
  readonly source: string
  readonly query: Json
  readonly format: SheetFormat
  readonly language: ExportLanguage
  readonly fileName: string
  readonly requestedAt: Date
}

/** From here on whoever began before writes nothing more. Undefined when it is over. */
export async function beginExport(
  tx: Tx,
  id: string,
  at: Instant,
): Promise<BegunExport | undefined> {
  return await tx.row<BegunExport>(sql`
    update desk.export
       set state = 'running', run = run + 1, rows_done = 0, rows_total = null, touched_at = ${at}
     where id = ${id} and state in ('queued', 'running')
    returning id, run, asker, source, query, format, language, file_name, requested_at`)
}

type Run = Pick<BegunExport, 'id' | 'run'>

const mine = ({ id, run }: Run) => sql`id = ${id} and run = ${run} and state = 'running'`

export interface Progress {
  readonly rowsDone: number
  readonly rowsTotal: number | undefined
  readonly at: Instant
}

/** False when it was cancelled, or another worker has taken it over: stop. */
export async function noteProgress(tx: Tx, run: Run, progress: Progress): Promise<boolean> {
  const { rowsDone, rowsTotal, at } = progress
  const changed = await tx.run(sql`
    update desk.export
       set rows_done = ${rowsDone}, rows_total = ${rowsTotal ?? null}, touched_at = ${at}
     where ${mine(run)}`)
  return changed > 0
}

export interface FinishedFile {
  readonly sha256: string
  readonly size: number
  readonly rows: number
  readonly at: Instant
  readonly expiresAt: Instant
}

export async function finishExport(tx: Tx, run: Run, file: FinishedFile): Promise<boolean> {
  const changed = await tx.run(sql`
    update desk.export
       set state = 'done', sha256 = ${file.sha256}, size = ${file.size}, rows_done = ${file.rows},
           rows_total = ${file.rows}, finished_at = ${file.at}, touched_at = ${file.at},
           expires_at = ${file.expiresAt}
     where ${mine(run)}`)
  return changed > 0
}

export interface Failure {
  readonly code: string
  readonly detail: string
  readonly at: Instant
}

export async function failExport(tx: Tx, run: Run, failure: Failure): Promise<void> {
  const { code, detail, at } = failure
  await tx.run(sql`
    update desk.export
       set state = 'failed', problem_code = ${code}, problem_detail = ${detail},
           finished_at = ${at}, touched_at = ${at}
     where ${mine(run)}`)
}

/** Those that no worker has touched for so long. */
export async function silentRuns(reader: Reader, since: Instant): Promise<readonly Run[]> {
  return await reader.rows<Run>(sql`
    select id, run from desk.export where state = 'running' and touched_at < ${since}`)
}

/**
 * Equal files are kept once, under their hash. Whoever finishes one and whoever removes one take
 * turns, so that no file is removed between being found there and being counted on.
 */
export async function lockContent(tx: Tx, sha256: string): Promise<void> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${sha256}, 0))`)
}

export interface ExpiringFile {
  readonly id: string
  readonly sha256: string
}

export async function expiringFiles(
  reader: Reader,
  at: Instant,
  most: number,
): Promise<readonly ExpiringFile[]> {
  return await reader.rows<ExpiringFile>(sql`
    select id, sha256 from desk.export
     where state = 'done' and expires_at <= ${at} order by expires_at limit ${most}`)
}

/** True when no other export needs the content. */
export async function expireExport(tx: Tx, { id, sha256 }: ExpiringFile): Promise<boolean> {
  await tx.run(sql`update desk.export set state = 'expired' where id = ${id} and state = 'done'`)
  const other = await tx.rows(sql`
    select 1 as found from desk.export where sha256 = ${sha256} and state = 'done' limit 1`)
  return other.length === 0
}
