/** `liushui start`: everything on one machine. */
import type { Command } from 'commander'
import { openHouse } from '../house.ts'
import { refuseBusy } from '../listen.ts'
import { startSandbox } from './sandbox.ts'
import { configWith, untilStopped } from './usage.ts'

interface StartOptions {
  readonly demo?: boolean
  readonly port?: string
  readonly data?: string
}

export function startCommand(program: Command): void {
  program
    .command('start')
    .description('database, migrations, API, worker, console and sandbox on this machine')
    .option('--demo', 'with sample dealers, products, funders and one user per role')
    .option('--port <number>', 'port of the API and the console (3000)')
    .option('--data <dir>', 'folder of the embedded database and of files (.data)')
    .action(start)
}

async function start(options: StartOptions): Promise<void> {
  const config = configWith({
    PORT: options.port,
    LIUSHUI_DATA: options.data,
    LIUSHUI_DEMO: options.demo ? '1' : undefined,
  })
  await untilStopped(async () => {
    await refuseBusy('127.0.0.1', config.sandboxPort, 'SANDBOX_PORT')
    const house = await openHouse(config, { serves: true, works: true })
    // Before anything else can go wrong: a first password is shown once.
    for (const line of house.greeting) console.log(line)
    const sandbox = await startSandbox(config, house.url).catch(async (problem: unknown) => {
      await house.close()
      throw problem
    })
    console.log(`  Partners  ${sandbox.url}, simulated`)
    console.log('Ctrl-C stops everything.')
    return async () => {
      await sandbox.stop()
      await house.close()
    }
  })
}
