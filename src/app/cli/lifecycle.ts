/**
 * `liushui lifecycle …`: what can be said of a state machine from its files alone (lint, draw,
 * diff), and what needs the database (lifecycle-publish.ts, lifecycle-migrate.ts).
 */
import * as path from 'node:path'
import type { Command } from 'commander'
import { roles } from '#kernel/auth'
import {
  definitionsOf,
  diff,
  draw,
  hash,
  lint,
  type Definition,
  type Difference,
} from '#kernel/lifecycle'
import { filesHelp, oneOf, pick, readFiles } from './lifecycle-files.ts'
import { migrateCommand } from './lifecycle-migrate.ts'
import { standard, type Terminal } from './lifecycle-place.ts'
import { publishCommands } from './lifecycle-publish.ts'
import { UsageError } from './usage.ts'

export function lifecycleCommands(program: Command, terminal: Terminal = standard): void {
  const lifecycle = program.command('lifecycle').description('state machines and their documents')
  lintCommand(lifecycle, terminal)
  drawCommand(lifecycle, terminal)
  diffCommand(lifecycle, terminal)
  publishCommands(lifecycle, terminal)
  migrateCommand(lifecycle, terminal)
}

function lintCommand(lifecycle: Command, { out, exit }: Terminal): void {
  lifecycle
    .command('lint')
    .description('find what would strand or puzzle an order; exit 1 on an error')
    .argument('<file...>', filesHelp)
    .option('--machine <name>', 'name of the machine')
    .option('--json', 'findings as JSON on standard output')
    .action(async (files: string[], options: { machine?: string; json?: true }) => {
      const draft = await readFiles(files, options.machine)
      const findings = lint(draft, { roles })
      const count = (severity: string): number =>
        findings.filter((finding) => finding.severity === severity).length
      const [errors, warnings] = [count('error'), count('warning')]
      exit(errors === 0 ? 0 : 1)
      if (options.json) {
        const versions = definitionsOf(draft).map(summary)
        out(
          JSON.stringify({ machine: draft.machine, versions, findings, errors, warnings }, null, 2),
        )
        return
      }
      for (const { place, severity, version, code, message } of findings) {
        const where = `${place.file}:${place.line}`
        out(`${where} ${severity} ${code} (version ${version}): ${message.en} ${message.zh}`)
      }
      out(`${errors} errors, ${warnings} warnings`)
    })
}

const summary = (definition: Definition) => ({
  version: definition.version,
  hash: hash(definition),
  initial: definition.initial,
  states: definition.states.length,
  moves: definition.moves.length,
})

interface DrawOptions {
  readonly format: string
  readonly language: string
  readonly only?: string
  readonly machine?: string
  readonly json?: true
}

function drawCommand(lifecycle: Command, { out, err }: Terminal): void {
  lifecycle
    .command('draw')
    .description('draw one version')
    .argument('<file...>', filesHelp)
    .option('--format <format>', 'mermaid or svg', 'mermaid')
    .option('--language <language>', 'zh or en', 'zh')
    .option('--only <version>', 'the version to draw; the first one without it')
    .option('--machine <name>', 'name of the machine')
    .option('--json', 'the drawing inside a JSON object on standard output')
    .action(async (files: string[], options: DrawOptions) => {
      const format = oneOf('--format', options.format, ['mermaid', 'svg'] as const)
      const language = oneOf('--language', options.language, ['zh', 'en'] as const)
      const definitions = definitionsOf(await readFiles(files, options.machine))
      const definition = pick(definitions, options.only)
      const others = definitions.filter((other) => other !== definition)
      if (options.only === undefined && others.length > 0) {
        const names = others.map(({ version }) => `--only ${version}`).join(', ')
        err(`drew version ${definition.version}; also there: ${names}`)
      }
      const drawing = draw(definition, { format, language }).trimEnd()
      const { machine, version } = definition
      const answer = { machine, version, hash: hash(definition), format, drawing }
      out(options.json ? JSON.stringify(answer) : drawing)
    })
}

interface DiffOptions {
  readonly from?: string
  readonly to?: string
  readonly machine?: string
  readonly json?: true
}

function diffCommand(lifecycle: Command, { out }: Terminal): void {
  lifecycle
    .command('diff')
    .description('what the later files change in the first, or what changes between two versions')
    .argument('<file...>', filesHelp)
    .option('--from <version>', 'compare this version')
    .option('--to <version>', 'with this one')
    .option('--machine <name>', 'name of the machine')
    .option('--json', 'the difference as JSON on standard output')
    .action(async (files: string[], options: DiffOptions) => {
      const differences = await compare(files, options)
      if (options.json) out(JSON.stringify({ differences }, null, 2))
      else for (const difference of differences) printDifference(difference, out)
    })
}

export interface NamedDifference extends Difference {
  readonly before: string
  readonly after: string
}

async function compare(
  files: readonly string[],
  { from, to, machine }: DiffOptions,
): Promise<readonly NamedDifference[]> {
  const after = definitionsOf(await readFiles(files, machine))
  if (from !== undefined && to !== undefined) {
    const [old, fresh] = [pick(after, from), pick(after, to)]
    return [{ before: `version ${from}`, after: `version ${to}`, ...diff(old, fresh) }]
  }
  const [first] = files
  if (files.length < 2 || first === undefined || from !== undefined || to !== undefined) {
    throw new UsageError('diff needs a document and its amendments, or --from and --to versions')
  }
  const before = definitionsOf(await readFiles([first], machine))
  return after.map((fresh) => {
    const old = before.find(({ version }) => version === fresh.version) ?? nothing(fresh)
    const name = `version ${fresh.version}`
    return { before: `${name} of ${path.basename(first)}`, after: name, ...diff(old, fresh) }
  })
}

const nothing = (definition: Definition): Definition => ({ ...definition, states: [], moves: [] })

function printDifference(difference: NamedDifference, out: Terminal['out']): void {
  const { before, after, states, moves } = difference
  out(`${before} → ${after}`)
  for (const { code, name } of states.added) out(`  + state ${code} ${name}`)
  for (const { code, name } of states.removed) out(`  - state ${code} ${name}`)
  for (const { before: state, attributes } of states.changed) {
    out(`  ~ state ${state.code} ${state.name}: ${attributes.join(', ')}`)
  }
  for (const { from, event, to } of moves.added) out(`  + ${from} ${event} ${to}`)
  for (const { from, event, to } of moves.removed) out(`  - ${from} ${event} ${to}`)
  for (const { before: move, attributes } of moves.changed) {
    out(`  ~ ${move.from} ${move.event} ${move.to}: ${attributes.join(', ')}`)
  }
}
