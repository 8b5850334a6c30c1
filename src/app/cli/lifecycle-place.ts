/** Where the lifecycle commands write, and the house they open when they need the database. */
import type { Command } from 'commander'
import type { Auth } from '#kernel/auth'
import type { Clock } from '#kernel/clock'
import type { Database } from '#kernel/db'
import type { Binding } from '#kernel/lifecycle'
import { configWith } from './usage.ts'

/** Where the commands write, and what they open when they need the database. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly exit: (code: number) => void
  readonly openWorkplace: (data: string | undefined) => Promise<Workplace>
}

export const standard: Terminal = {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  exit: (code) => {
    process.exitCode = code
  },
  openWorkplace,
}

/** What these commands need of a running house. */
export interface Workplace {
  readonly database: Database
  readonly clock: Clock
  readonly auth: Pick<Auth, 'login' | 'authenticate'>
  readonly bindings: readonly Binding[]
  close(): Promise<void>
}

/** Loaded only when needed: lint and draw start without a database or a module. */
export async function openWorkplace(data: string | undefined): Promise<Workplace> {
  const { openLog } = await import('#kernel/log')
  const { systemClock } = await import('#kernel/clock')
  const { openKernel } = await import('../app.ts')
  const { modules } = await import('../modules.ts')
  const { migratePlace, openPlace } = await import('../place.ts')
  const config = configWith({ LIUSHUI_DATA: data })
  const place = await openPlace(config)
  await migratePlace(place)
  const { applicationUrl } = place
  const log = openLog(config.logLevel)
  const { database, clock, auth } = await openKernel({
    config,
    clock: systemClock,
    log,
    applicationUrl,
  })
  return {
    database,
    clock,
    auth,
    bindings: modules.flatMap(({ lifecycles }) => lifecycles),
    async close() {
      await database.close()
      await place.leave()
    },
  }
}

export async function within<T>(
  terminal: Terminal,
  { data }: Common,
  work: (workplace: Workplace) => Promise<T>,
): Promise<T> {
  const workplace = await terminal.openWorkplace(data)
  try {
    return await work(workplace)
  } finally {
    await workplace.close()
  }
}

export interface Common {
  readonly data?: string
  readonly machine?: string
  readonly only?: string
  readonly dryRun?: true
  readonly json?: true
}

export const common = (command: Command): Command =>
  command
    .option('--data <dir>', 'folder of the embedded database')
    .option('--dry-run', 'say what would be done, and do nothing')
    .option('--json', 'the answer as JSON on standard output')
