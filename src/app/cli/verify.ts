/** `liushui verify`: recomputes what can be proven, and names the first thing that does not fit. */
import type { Command } from 'commander'
import { verifyAudit } from '#kernel/audit'
import { systemClock } from '#kernel/clock'
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
    .description('recompute audit chain and lifecycle histories; exit 1 at the first misfit')
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
    const kernel = await openKernel({ config, clock: systemClock, log, applicationUrl })
    const faults = await findFaults(kernel, headOf(options.auditHead))
    await kernel.database.close()
    report(faults, options.json === true)
    process.exitCode = faults.length === 0 ? 0 : 1
  } finally {
    await place.leave()
  }
}

/** At most one fault a module: the first that does not fit. */
export async function findFaults(kernel: Kernel, auditHead?: AuditHead): Promise<readonly Fault[]> {
  const faults: Fault[] = []
  const audit = await verifyAudit(kernel.database, undefined, auditHead)
  if (audit) faults.push({ module: 'audit', subject: audit.subject, detail: audit.detail })
  for (const module of modules) {
    const fault = await module.verify(kernel)
    if (fault) faults.push(fault)
  }
  return faults
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
