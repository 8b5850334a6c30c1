/** `liushui verify`: recomputes what can be proven, and names the first thing that does not fit. */
import { SingleBar } from 'cli-progress'
import type { Command } from 'commander'
import { verifyAudit } from '#kernel/audit'
import { systemClock } from '#kernel/clock'
import { verifyLedger } from '#kernel/ledger'
import { verifyFigures } from '#kernel/lifecycle'
import { openLog } from '#kernel/log'
import type { Fault, Kernel } from '#kernel/module'
import { openKernel } from '../app.ts'
import { modules } from '../modules.ts'
import { migratePlace, openPlace } from '../place.ts'
import { configWith, UsageError } from './usage.ts'

interface VerifyOptions {
  readonly json?: boolean
  readonly data?: string
  readonly auditHead?: string
}

export function verifyCommand(program: Command): void {
  program
    .command('verify')
    .description(
      'recompute audit chain, ledger and lifecycle histories; exit 1 when something does not fit',
    )
    .option('--json', 'the result as JSON on standard output')
    .option('--data <dir>', 'folder of the embedded database')
    .option(
      '--audit-head <round:digest>',
      'newest audit seal that a log line named: it must be there',
    )
    .action(verify)
}

async function verify(options: VerifyOptions): Promise<void> {
  const config = configWith({ LIUSHUI_DATA: options.data })
  const place = await openPlace(config)
  try {
    await migratePlace(place)
    const log = openLog(config.logLevel)
    const { applicationUrl } = place
    const world = { config, clock: systemClock, log, applicationUrl }
    const kernel = await openKernel({ ...world, statementTimeoutMs })
    const faults = await findFaults(kernel, {
      auditHead: headOf(options.auditHead),
      show: showProgress,
    })
    await kernel.database.close()
    report(faults, options.json === true)
    process.exitCode = faults.length === 0 ? 0 : 1
  } finally {
    await place.leave()
  }
}

/** A bucket of a large ledger takes longer than anything that a person waits for. */
const statementTimeoutMs = 3_600_000

/** Told how much of a part is done: of how many, where that is known. */
type Progress = (done: number, of?: number) => void
type Show = (part: string) => { readonly on: Progress; readonly end: () => void }

type Part = readonly [string, (on: Progress) => Promise<Fault | undefined>]

interface Finding {
  readonly auditHead?: AuditHead | undefined
  readonly show?: Show
}

const silent: Show = () => ({ on: () => undefined, end: () => undefined })

/** At most one fault a module: the first that does not fit. */
export async function findFaults(
  kernel: Kernel,
  { auditHead, show = silent }: Finding = {},
): Promise<readonly Fault[]> {
  const { database } = kernel
  const parts: readonly Part[] = [
    [
      'audit',
      async (on) => {
        const seen = (progress: { bucketsDone: number; buckets: number }): void =>
          on(progress.bucketsDone, progress.buckets)
        const fault = await verifyAudit(database, seen, auditHead)
        return fault && { module: 'audit', subject: fault.subject, detail: fault.detail }
      },
    ],
    [
      'ledger',
      async (on) => {
        const fault = await verifyLedger(database, (done, of) => on(done, of))
        return fault && { module: 'ledger', ...fault }
      },
    ],
    ...modules.map((module): Part => [module.name, (on) => module.verify(kernel, on)]),
    ...modules.flatMap(({ lifecycles }) =>
      lifecycles.map((binding): Part => [
        'figures',
        async (on) => {
          const fault = await verifyFigures(database, binding, on)
          return fault && { module: 'figures', ...fault }
        },
      ]),
    ),
  ]
  const faults: Fault[] = []
  for (const [name, part] of parts) {
    const { on, end } = show(name)
    const fault = await part(on)
    end()
    if (fault) faults.push(fault)
  }
  return faults
}

/** A bar on stderr for a person; nothing for a program that reads. */
const showProgress: Show = (part) => {
  if (!process.stderr.isTTY) return silent(part)
  const bar = new SingleBar({
    format: `${part.padEnd(10)} {bar} {value}/{total}`,
    clearOnComplete: true,
  })
  bar.start(1, 0)
  return {
    on: (done, of) => {
      bar.setTotal(of ?? done)
      bar.update(done)
    },
    end: () => bar.stop(),
  }
}

interface AuditHead {
  readonly round: bigint
  readonly digest: string
}

function headOf(text: string | undefined): AuditHead | undefined {
  if (text === undefined) return undefined
  const [, round, digest] = /^(\d{1,12}):([0-9a-f]{64})$/u.exec(text) ?? []
  if (round !== undefined && digest !== undefined) return { round: BigInt(round), digest }
  throw new UsageError(`--audit-head must be ROUND:DIGEST as a log line names it, not "${text}"`)
}

function report(faults: readonly Fault[], json: boolean): void {
  if (json) console.log(JSON.stringify({ clean: faults.length === 0, faults }))
  else if (faults.length === 0) console.log('clean: everything fits')
  else
    for (const { module, subject, detail } of faults) console.log(`${module} ${subject}: ${detail}`)
}
