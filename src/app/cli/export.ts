/** `liushui export TABLE`: a table as a file, as the data browser shows it. */
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import * as path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { SingleBar } from 'cli-progress'
import type { Command } from 'commander'
import { openBrowsing, openDatabase, type Browsing } from '#kernel/db'
import { ExportStopped, exportZone, type ExportRows } from '#kernel/module'
import { SheetTooLarge, sheetFormats, sheetOf, type SheetFormat, type Value } from '#kernel/sheet'
import { openNamedTable } from '../desk/index.ts'
import { migratePlace, openPlace } from '../place.ts'
import { schemas } from '../schemas.ts'
import { configWith, UsageError } from './usage.ts'

interface ExportOptions {
  readonly format?: string
  readonly out?: string
  readonly filter?: readonly string[]
  readonly sort?: string
  readonly data?: string
}

export function exportCommand(program: Command): void {
  program
    .command('export')
    .description('write a table into a spreadsheet: csv, xlsx or ods; secrets are left out')
    .argument('<table>', 'auto_loan.auto_order, or auto_order where only one schema has it')
    .option('--format <format>', 'csv, xlsx or ods; the ending of --out says it, too')
    .option('--out <file>', 'the file to write; TABLE.FORMAT here when left out, - for stdout')
    .option(
      '--filter <conditions...>',
      'column:operator:value; eq ne lt le gt ge prefix contains …',
    )
    .option('--sort <column>', 'a column; -column for the last first')
    .option('--data <dir>', 'folder of the embedded database')
    .action(exportTable)
}

async function exportTable(table: string, options: ExportOptions): Promise<void> {
  const format = formatOf(options)
  const config = configWith({ LIUSHUI_DATA: options.data })
  const place = await openPlace(config)
  try {
    await migratePlace(place)
    const { applicationUrl, readerUrl } = place
    const database = openDatabase(applicationUrl, {
      connectionsMax: 2,
      statementTimeoutMs,
      applicationName: 'liushui-export',
    })
    const browsing = openBrowsing({ database, readerUrl, schemas })
    try {
      await written(browsing, { table, format, options })
    } finally {
      await browsing.close()
      await database.close()
    }
  } finally {
    await place.leave()
  }
}

/** Longer than any batch of rows may take. */
const statementTimeoutMs = 60_000

function formatOf({ format, out }: ExportOptions): SheetFormat {
  const said = format ?? (out === undefined ? 'csv' : path.extname(out).slice(1))
  const known = sheetFormats.find((one) => one === said)
  if (known !== undefined) return known
  const what = format === undefined ? `the file ${out} ends with none of them` : `not "${format}"`
  throw new UsageError(`--format must be csv, xlsx or ods: ${what}`)
}

interface Wanted {
  readonly table: string
  readonly format: SheetFormat
  readonly options: ExportOptions
}

async function written(
  browsing: Browsing,
  { table, format, options: { filter, sort, out } }: Wanted,
): Promise<void> {
  const opened = await openNamedTable(browsing, table, {
    ...(filter === undefined ? {} : { filter: [...filter] }),
    ...(sort === undefined ? {} : { sort }),
  })
  if (!opened.ok) throw new UsageError(opened.problem.detail)
  const { name, rows } = opened.value
  const target = out ?? `${name}.${format}`
  const shown = progressOf(name, rows)
  const content = sheetOf(format, {
    name,
    columns: rows.columns,
    rows: shown.rows(),
    zone: exportZone,
  })
  try {
    await (target === '-'
      ? pipeline(Readable.from(content), process.stdout)
      : save(content, target))
  } catch (problem) {
    throw mendable(problem, target)
  } finally {
    shown.end()
  }
  if (target !== '-') console.log(`${target}: ${shown.count()} rows`)
}

/** Whole or not at all: a file of that name is replaced when the new one is complete. */
async function save(content: AsyncIterable<Uint8Array>, target: string): Promise<void> {
  const unfinished = `${target}.part`
  try {
    await pipeline(Readable.from(content), createWriteStream(unfinished))
    await rename(unfinished, target)
  } finally {
    await rm(unfinished, { force: true })
  }
}

function mendable(problem: unknown, target: string): unknown {
  if (problem instanceof ExportStopped) return new UsageError(problem.message)
  if (problem instanceof SheetTooLarge) {
    return new UsageError(`this is ${problem.message}: narrow it with --filter, or take csv`)
  }
  const code = problem instanceof Error && 'code' in problem ? String(problem.code) : ''
  const refused = ['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR', 'EROFS', 'ENOSPC'].includes(code)
  return refused ? new UsageError(`${target} cannot be written: ${code}`) : problem
}

const barAfterMs = 1_000

/** A bar on stderr for a person who waits longer than a second. */
function progressOf(name: string, { rows, total }: ExportRows) {
  const beganMs = performance.now()
  let bar: SingleBar | undefined
  let count = 0
  async function* counted(): AsyncGenerator<readonly (readonly Value[])[]> {
    for await (const some of rows) {
      count += some.length
      if (bar === undefined && isWaiting(beganMs)) bar = begun(name)
      // Rows that came meanwhile are written, too.
      bar?.setTotal(Math.max(total ?? count, count))
      bar?.update(count)
      yield some
    }
  }
  return { rows: counted, count: () => count, end: () => bar?.stop() }
}

const isWaiting = (beganMs: number): boolean =>
  process.stderr.isTTY && performance.now() - beganMs > barAfterMs

function begun(name: string): SingleBar {
  const bar = new SingleBar({
    format: `${name} {bar} {value}/{total} rows, {eta_formatted} left`,
    stream: process.stderr,
  })
  bar.start(1, 0)
  return bar
}
