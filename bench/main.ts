/**
 * `npm run bench [NAME…] [--json]`: runs load scenarios on an embedded durable PostgreSQL of their
 * own and prints what they reached beside the yardsticks of the same run. `lifecycle` stands for
 * all scenarios whose name begins so, but for long ones. Exit 1 when a target was missed, 2 when a
 * name is unknown.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { sql } from '#kernel/db'
import { withGround } from './ground.ts'
import { reached, type Figure, type Ground, type Outcome, type Scenario } from './scenario.ts'
import { scenarios } from './scenarios/index.ts'

interface Machine {
  readonly cores: number
  readonly memoryGb: number
  /** Programs that wanted a core in the minute before: above zero the figures are too low. */
  readonly loadBefore: number
  readonly node: string
  readonly postgresql: string
  readonly settings: Readonly<Record<string, string>>
}

interface Result extends Outcome {
  readonly scenario: string
  readonly at: string
  readonly machine: Machine
}

const results = new URL('./results/', import.meta.url)

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const chosen = choose(positionals)
  if (chosen === undefined) return
  const all: Result[] = []
  await withGround(async (ground) => {
    for (const scenario of chosen) {
      const result = await run(scenario, ground)
      keep(result)
      all.push(result)
      if (!values.json) print(result)
    }
  })
  if (values.json) process.stdout.write(`${JSON.stringify(all)}\n`)
  if (all.some(({ figures }) => figures.some((figure) => reached(figure) === false))) {
    process.exitCode = 1
  }
}

function choose(names: readonly string[]): readonly Scenario[] | undefined {
  const matches = (scenario: Scenario, name: string): boolean =>
    scenario.name === name || (!scenario.long && scenario.name.startsWith(`${name}-`))
  const unknown = names.find((name) => !scenarios.some((each) => matches(each, name)))
  if (unknown !== undefined) {
    const known = scenarios.map(({ name }) => name).join(', ')
    process.stderr.write(`there is no scenario ${unknown}; there are: ${known}\n`)
    process.exitCode = 2
    return undefined
  }
  if (names.length === 0) return scenarios.filter(({ long }) => !long)
  return scenarios.filter((scenario) => names.some((name) => matches(scenario, name)))
}

/** Taken before this program makes a load of its own. */
const loadBefore = Math.round((loadavg()[0] ?? 0) * 10) / 10

async function run(scenario: Scenario, ground: Ground): Promise<Result> {
  ground.say(`${scenario.name}: ${scenario.title}`)
  const outcome = await scenario.run(ground)
  const machine = await machineOf(ground)
  return { scenario: scenario.name, at: new Date().toISOString(), machine, ...outcome }
}

/** Settings of the server that change what it reaches. */
const telling = [
  'shared_buffers',
  'max_wal_size',
  'synchronous_commit',
  'fsync',
  'wal_compression',
  'max_parallel_workers_per_gather',
]

async function machineOf({ database }: Ground): Promise<Machine> {
  const rows = await database.rows<{ name: string; setting: string }>(sql`
    select name, current_setting(name) as setting from pg_settings
     where name = any(${['server_version', ...telling]}) order by name`)
  const settings = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))
  const { server_version: postgresql = '', ...others } = settings
  return {
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    loadBefore,
    node: process.version,
    postgresql,
    settings: others,
  }
}

function keep(result: Result): void {
  mkdirSync(results, { recursive: true })
  const text = `${JSON.stringify(result, undefined, 1)}\n`
  writeFileSync(new URL(`${result.scenario}.json`, results), text)
}

function print({ scenario, figures, machine }: Result): void {
  const head = ['figure', 'value', 'target', 'ratio', 'reached']
  const rows = [head, ...figures.map(cells)]
  const widths = head.map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)))
  const { cores, postgresql } = machine
  const where = `${cores} cores, load before ${loadBefore}, PostgreSQL ${postgresql}`
  console.log(`\n${scenario} (${where})`)
  for (const row of rows) {
    console.log(
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  }
}

function cells(figure: Figure): readonly string[] {
  const { name, value, unit, target, ratio } = figure
  const bound = target && ('atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`)
  const shown = value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1)
  return [
    name,
    `${shown} ${unit}`,
    bound ?? '',
    ratio ? `${ratio.value.toFixed(2)} of ${ratio.to}` : '',
    { true: 'yes', false: 'NO', undefined: '' }[String(reached(figure))] ?? '',
  ]
}

await main()
