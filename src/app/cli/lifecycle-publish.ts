/** `liushui lifecycle import` and `publish`: drafts, and putting them in force by two people. */
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { decideProposal, propose, subjectOf, type Actor, type Deed } from '#kernel/auth'
import { asId, isUuid, newId } from '#kernel/id'
import { hash, publishKind, saveDraft } from '#kernel/lifecycle'
import { filesHelp, readChecked, type Imported } from './lifecycle-files.ts'
import { common, within, type Common, type Terminal, type Workplace } from './lifecycle-place.ts'
import { UsageError } from './usage.ts'

interface PublishOptions extends Common {
  readonly as: string
  readonly approve?: string
  readonly newOrders?: true
  readonly reason: string
}

export function publishCommands(lifecycle: Command, terminal: Terminal): void {
  common(lifecycle.command('import'))
    .description('save the versions as drafts')
    .argument('<file...>', filesHelp)
    .option('--machine <name>', 'name of the machine')
    .option('--only <version>', 'only this version')
    .action((given: string[], options: Common) => importDrafts(terminal, given, options))
  common(lifecycle.command('publish'))
    .description('propose a version for publication, or approve what another person proposed')
    .argument('[file...]', filesHelp)
    .requiredOption(
      '--as <user>',
      'who you are; the password comes from LIUSHUI_PASSWORD or a prompt',
    )
    .option('--machine <name>', 'name of the machine')
    .option('--only <version>', 'the version to propose')
    .option('--new-orders', 'new orders are born with it from then on')
    .option('--reason <text>', 'why', 'proposed on the command line')
    .option('--approve <proposal>', 'approve this proposal')
    .action((given: string[], options: PublishOptions) => publishVersion(terminal, given, options))
}

async function importDrafts(
  terminal: Terminal,
  files: readonly string[],
  options: Common,
): Promise<void> {
  const { definitions, sources } = await readChecked(files, options)
  if (!options.dryRun) {
    await within(terminal, options, ({ database, clock }) =>
      database.transaction(async (tx) => {
        for (const definition of definitions) {
          const saved = await saveDraft(tx, { definition, sources, by: 'cli' }, clock.now())
          if (!saved.ok) throw new UsageError(saved.problem.detail)
        }
      }),
    )
  }
  const items = definitions.map((definition) => ({
    machine: definition.machine,
    version: definition.version,
    hash: hash(definition),
  }))
  if (options.json) terminal.out(JSON.stringify({ items, saved: !options.dryRun }))
  else for (const item of items) terminal.out(`${item.machine} ${item.version} ${item.hash}`)
}

async function publishVersion(
  terminal: Terminal,
  files: readonly string[],
  options: PublishOptions,
): Promise<void> {
  if ((options.approve === undefined) === (files.length === 0)) {
    throw new UsageError('publish needs files to propose, or --approve with a proposal')
  }
  const imported = files.length > 0 ? await readChecked(files, options) : undefined
  const answer = await within(terminal, options, async (workplace) => {
    const actor = await signIn(workplace, options.as)
    const deed = { actor, at: workplace.clock.now(), requestId: `cli:${newId<'request'>()}` }
    return imported
      ? await proposeVersion(workplace, imported, { ...options, deed })
      : await approve(workplace, options, deed)
  })
  terminal.out(options.json ? JSON.stringify(answer) : answer.said)
}

interface Said {
  readonly said: string
  readonly proposal?: string
}

async function proposeVersion(
  { database }: Workplace,
  { definitions, sources }: Imported,
  options: PublishOptions & { readonly deed: Deed },
): Promise<Said> {
  const [definition, ...others] = definitions
  if (definition === undefined || others.length > 0) {
    const names = definitions.map(({ version }) => version).join(', ')
    throw new UsageError(`the files describe ${names}; choose one with --only`)
  }
  const { machine, version } = definition
  const digest = hash(definition)
  if (options.dryRun) return { said: `would propose ${machine} ${version} ${digest}` }
  const { deed, reason } = options
  const payload = { machine, version, hash: digest, takesNewOrders: options.newOrders === true }
  const made = await database.transaction(async (tx) => {
    const saved = await saveDraft(tx, { definition, sources, by: subjectOf(deed.actor) }, deed.at)
    if (!saved.ok) throw new UsageError(saved.problem.detail)
    const subject = `lifecycle:${machine}:${version}`
    const proposed = await propose(tx, { kind: publishKind, subject, payload, reason }, deed)
    // Thrown inside, so that nothing of a refused proposal is kept.
    if (!proposed.ok) throw new UsageError(proposed.problem.detail)
    return proposed.value
  })
  const { id } = made
  return {
    said: `proposed ${machine} ${version}; a second person approves: --approve ${id}`,
    proposal: id,
  }
}

async function approve(
  { database }: Workplace,
  { approve: proposal = '', dryRun, reason }: PublishOptions,
  deed: Deed,
): Promise<Said> {
  if (!isUuid(proposal)) throw new UsageError(`"${proposal}" is no proposal; its id is a UUID`)
  if (dryRun) return { said: `would approve ${proposal}`, proposal }
  const decision = { id: asId<'proposal'>(proposal), decision: 'approve', comment: reason } as const
  await database.transaction(async (tx) => {
    const decided = await decideProposal(tx, [publishKind], decision, deed)
    // As above: nothing of a refused approval is kept.
    if (!decided.ok) throw new UsageError(decided.problem.detail)
  })
  return { said: `approved ${proposal}; the version is published`, proposal }
}

/** The same check as on the first page; a second factor is asked for where there is one. */
async function signIn({ auth }: Workplace, username: string): Promise<Actor> {
  const password = process.env['LIUSHUI_PASSWORD'] ?? (await ask(`Password of ${username}: `))
  const caller = {
    userAgent: 'liushui cli',
    address: 'local',
    requestId: `cli:${newId<'request'>()}`,
  }
  let signed = await auth.login({ username, password }, caller)
  if (!signed.ok && signed.problem.code === 'totp_required') {
    const totp = process.env['LIUSHUI_TOTP'] ?? (await ask('Six digits of the second factor: '))
    signed = await auth.login({ username, password, totp }, caller)
  }
  if (!signed.ok) throw new UsageError(signed.problem.detail)
  if (signed.value.mustChangePassword) {
    throw new UsageError(`${username} must change the first password before anything else`)
  }
  const session = await auth.authenticate({
    authorization: `Bearer ${signed.value.token}`,
    cookie: undefined,
  })
  if (!session.ok) throw new UsageError(session.problem.detail)
  return session.value.actor
}

async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new UsageError('set LIUSHUI_PASSWORD: there is no terminal to ask')
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await terminal.question(question)
  } finally {
    terminal.close()
  }
}
