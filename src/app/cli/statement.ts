/** `liushui statement ACCOUNT`: the entries of some days as a file, streamed. */
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { SingleBar } from 'cli-progress'
import type { Command } from 'commander'
import { isBusinessDate, systemClock, type Clock } from '#kernel/clock'
import { openDatabase, type Reader } from '#kernel/db'
import { openStatement, statementLines } from '#kernel/ledger'
import { csvOf, xlsxOf, type Cell } from '#kernel/sheet'
import { migratePlace, openPlace } from '../place.ts'
import { configWith, UsageError } from './usage.ts'

interface StatementOptions {
  readonly from: string
  readonly to: string
  readonly format: string
  readonly out?: string
  readonly data?: string
}

/** Where the books are, for as long as the work takes. */
export type Books = (
  data: string | undefined,
  work: (reader: Reader, clock: Clock) => Promise<void>,
) => Promise<void>

export function statementCommand(program: Command, books: Books = inPlace): void {
  program
    .command('statement')
    .description('the entries of an account, with opening and closing balance')
    .argument('<account>', 'its number')
    .requiredOption('--from <day>', 'first day on which entries were booked, like 2026-01-01')
    .requiredOption('--to <day>', 'last day')
    .option('--format <csv|xlsx>', 'kind of file', 'csv')
    .option('--out <file>', 'where to; without it a csv goes to standard output')
    .option('--data <dir>', 'folder of the embedded database')
    .action(async (accountNo: string, options: StatementOptions) => {
      refuseWrong(options)
      await books(options.data, (reader, clock) => write(reader, clock, { accountNo, ...options }))
    })
}

/** Everything that can be known to be wrong before a database is opened. */
function refuseWrong({ from, to, format, out }: StatementOptions): void {
  for (const [name, day] of Object.entries({ from, to })) {
    if (isBusinessDate(day)) continue
    throw new UsageError(`--${name} must be a calendar day like 2026-01-31, not "${day}"`)
  }
  if (from > to) throw new UsageError(`--from ${from} must not be after --to ${to}`)
  if (format !== 'csv' && format !== 'xlsx') {
    throw new UsageError(`--format must be csv or xlsx, not "${format}"`)
  }
  if (format === 'xlsx' && out === undefined) {
    throw new UsageError('a workbook needs a file: name it with --out')
  }
}

const statementTimeoutMs = 60_000

async function inPlace(
  data: string | undefined,
  work: (reader: Reader, clock: Clock) => Promise<void>,
): Promise<void> {
  const place = await openPlace(configWith({ LIUSHUI_DATA: data }))
  try {
    await migratePlace(place)
    const database = openDatabase(place.applicationUrl, {
      connectionsMax: 4,
      statementTimeoutMs,
      applicationName: 'liushui-statement',
    })
    await work(database, systemClock)
    await database.close()
  } finally {
    await place.leave()
  }
}

type Wanted = StatementOptions & { readonly accountNo: string }

async function write(reader: Reader, clock: Clock, wanted: Wanted): Promise<void> {
  const { accountNo, from, to, format, out } = wanted
  const opened = await openStatement(reader, { accountNo, from, to, now: clock.now() })
  if (opened === undefined) throw new UsageError(`there is no account ${accountNo}`)
  const lines = counted(statementLines(opened), Number(opened.count))
  const pieces = format === 'csv' ? csvOf(lines) : xlsxOf(lines)
  if (out === undefined)
    return await pipeline(Readable.from(pieces), process.stdout, { end: false })
  // Whoever finds the file finds all of it.
  const part = `${out}.part`
  try {
    await pipeline(Readable.from(pieces), createWriteStream(part))
    await rename(part, out)
  } catch (problem) {
    await rm(part, { force: true })
    throw new UsageError(`cannot write ${out}: ${problem instanceof Error ? problem.message : ''}`)
  }
}

/** Beyond this a person wonders whether it is still at work. */
const patienceMs = 1_000

/** A bar on stderr for a person who has waited. */
async function* counted(
  lines: AsyncIterable<readonly Cell[]>,
  count: number,
): AsyncGenerator<readonly Cell[]> {
  const bar = new SingleBar({ format: '{bar} {value}/{total}', clearOnComplete: true })
  const begunMs = performance.now()
  let done = 0
  for await (const line of lines) {
    yield line
    done += 1
    if (!process.stderr.isTTY || performance.now() - begunMs < patienceMs) continue
    if (bar.isActive) bar.update(Math.min(done, count))
    else bar.start(count, done)
  }
  bar.stop()
}
