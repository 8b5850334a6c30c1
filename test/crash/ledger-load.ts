/**
 * A process that posts without pause and says what was acknowledged, a line each, until it is
 * killed. Its first line says that it has begun.
 */
import { systemClock } from '#kernel/clock'
import { openDatabase } from '#kernel/db'
import { openSubmit, submitUsual, type Command } from '#kernel/ledger'
import { commandsOf, customers } from './ledger-commands.ts'

const [url = '', run = ''] = process.argv.slice(2)
const callers = 48
const retryMs = 20

const database = openDatabase(url, {
  connectionsMax: 4,
  statementTimeoutMs: 30_000,
  applicationName: 'crash-load',
})
const submit = openSubmit({
  ...submitUsual,
  database,
  clock: systemClock,
  zone: 'Asia/Shanghai',
  batchMax: 40,
})

/** Until it is answered: what is in doubt is asked again, and the bizNo decides. */
async function settle(commands: readonly Command[]): Promise<void> {
  for (;;) {
    try {
      const outcomes = await submit(commands)
      const lines = outcomes.map((outcome, at) => {
        const { bizNo = '' } = commands[at] ?? {}
        return outcome.ok
          ? `ok ${bizNo} ${outcome.value.journal.id}\n`
          : `refused ${bizNo} ${outcome.problem.code}\n`
      })
      process.stdout.write(lines.join(''))
      return
    } catch {
      // PostgreSQL was killed: whether it was posted is asked by asking again.
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
}

async function call(caller: number): Promise<never> {
  for (let at = 0; ; at++) {
    for (const commands of commandsOf(`${run}-${caller}-${at}`, caller + at)) await settle(commands)
  }
}

process.stdout.write(`begun ${customers}\n`)
await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)))
