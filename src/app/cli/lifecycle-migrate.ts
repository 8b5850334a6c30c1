/** `liushui lifecycle migrate`: running orders to another version, rehearsed before. */
import type { Command } from 'commander'
import { newId } from '#kernel/id'
import {
  definitionsIn,
  migrateOrders,
  rehearse,
  type Binding,
  type Definition,
  type MigrationPlan,
  type Rehearsal,
} from '#kernel/lifecycle'
import { readChecked } from './lifecycle-files.ts'
import { common, within, type Common, type Terminal, type Workplace } from './lifecycle-place.ts'
import { UsageError } from './usage.ts'

interface MigrateOptions extends Common {
  readonly machine: string
  readonly from: string
  readonly to: string
  readonly map: readonly string[]
  readonly as: string
}

export function migrateCommand(lifecycle: Command, terminal: Terminal): void {
  common(lifecycle.command('migrate'))
    .description('move running orders to another published version; rehearse with --dry-run')
    .argument('[file...]', `the version to go to, where it is not published yet (--dry-run only)`)
    .requiredOption('--machine <name>', 'name of the machine')
    .requiredOption('--from <version>', 'the version that the orders have')
    .requiredOption('--to <version>', 'the version that they get')
    .option('--map <old=new>', 'state in the old version = state in the new', collect, [])
    .option('--as <user>', 'who you are, for the history', 'operator')
    .action((given: string[], options: MigrateOptions) => migrate(terminal, given, options))
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value]

async function migrate(
  terminal: Terminal,
  files: readonly string[],
  options: MigrateOptions,
): Promise<void> {
  if (files.length > 0 && !options.dryRun) {
    throw new UsageError('orders can only go to a published version: publish it, or use --dry-run')
  }
  const mapping = mappingOf(options.map)
  const wanted = { ...options, only: options.to }
  const target = files.length > 0 ? (await readChecked(files, wanted)).definitions[0] : undefined
  await within(terminal, options, async (workplace) => {
    const binding = bindingOf(workplace, options.machine)
    const from = await published(workplace, options.machine, options.from)
    const to = target ?? (await published(workplace, options.machine, options.to))
    const plan: MigrationPlan = { from, to, mapping }
    if (options.dryRun) await sayRehearsal(terminal, workplace, { binding, plan, options })
    else await doMigrate(terminal, workplace, { binding, plan, options })
  })
}

interface Migration {
  readonly binding: Binding
  readonly plan: MigrationPlan
  readonly options: MigrateOptions
}

async function sayRehearsal(
  { out, exit }: Terminal,
  { database }: Workplace,
  { binding, plan, options }: Migration,
): Promise<void> {
  const rehearsal = await rehearse(database, binding, plan)
  exit(rehearsal.refusedOrders === 0 ? 0 : 1)
  if (options.json) out(JSON.stringify(rehearsal))
  else for (const line of rehearsalLines(rehearsal)) out(line)
}

function* rehearsalLines({ orders, states, refused, refusedOrders }: Rehearsal): Generator<string> {
  for (const { state, target, orders: count } of states) {
    yield `${state} → ${target ?? 'no counterpart'}: ${count} orders`
  }
  for (const { id, state } of refused) yield `refused: order ${id} in ${state}`
  yield `${orders} orders, ${refusedOrders} would be refused`
}

async function doMigrate(
  { out, err, exit }: Terminal,
  { database, clock }: Workplace,
  { binding, plan, options }: Migration,
): Promise<void> {
  const done = await migrateOrders(database, binding, {
    plan,
    actor: options.as,
    actorSystem: 'cli',
    requestId: `migrate:${newId<'migration'>()}`,
    now: () => clock.now(),
  })
  exit(done.ok && done.value.left.length === 0 ? 0 : 1)
  if (options.json) out(JSON.stringify(done.ok ? done.value : done.problem))
  else if (done.ok) out(`${done.value.migrated} orders migrated, ${done.value.left.length} left`)
  else err(done.problem.detail)
}

function bindingOf({ bindings }: Workplace, machine: string): Binding {
  const found = bindings.find((binding) => binding.machine === machine)
  if (found !== undefined) return found
  const known = bindings.map((binding) => binding.machine).join(', ')
  throw new UsageError(`no orders follow the machine ${machine}; machines are ${known}`)
}

async function published(
  { database }: Workplace,
  machine: string,
  version: string,
): Promise<Definition> {
  const found = await definitionsIn(database).find(database, machine, version)
  if (found !== undefined) return found
  throw new UsageError(`version ${version} of ${machine} is not published; publish it first`)
}

function mappingOf(given: readonly string[]): Readonly<Record<number, number>> {
  const pairs = given.map((text) => {
    const [, old, fresh] = /^(\d{1,9})=(\d{1,9})$/u.exec(text) ?? []
    if (old === undefined) throw new UsageError(`--map is "${text}"; it must be like 10010=10020`)
    return [Number(old), Number(fresh)]
  })
  return Object.fromEntries(pairs)
}
