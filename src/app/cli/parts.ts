/** The parts of the program, each a process of its own, any number of them. */
import type { Command } from 'commander'
import { openHouse, type Rooms } from '../house.ts'
import { refuseBusy, urlOf } from '../listen.ts'
import { startSandbox } from './sandbox.ts'
import { configWith, untilStopped, UsageError } from './usage.ts'

export function partCommands(program: Command): void {
  program
    .command('serve')
    .description('the API and the console; needs DATABASE_URL')
    .option('--port <number>', 'port of the API and the console (3000)')
    .action(async (options: { port?: string }) => {
      await run(options.port, { serves: true, works: false })
    })
  program
    .command('work')
    .description('a worker: jobs, events, timers; needs DATABASE_URL')
    .action(async () => {
      await run(undefined, { serves: false, works: true })
    })
  program
    .command('sandbox')
    .description('the simulated partners')
    .action(async () => {
      const config = configWith({})
      await untilStopped(async () => {
        await refuseBusy('127.0.0.1', config.sandboxPort, 'SANDBOX_PORT')
        const sandbox = await startSandbox(config, urlOf(config.host, config.port))
        console.log(`Sandbox ${sandbox.url}`)
        return sandbox.stop
      })
    })
}

async function run(port: string | undefined, rooms: Rooms): Promise<void> {
  const config = configWith({ PORT: port })
  if (config.databaseUrl === undefined) {
    const what = 'serve and work share one PostgreSQL: set DATABASE_URL'
    throw new UsageError(`${what}, or use "liushui start" for everything on one machine`)
  }
  await untilStopped(async () => {
    const house = await openHouse(config, rooms)
    for (const line of house.greeting) console.log(line)
    return house.close
  })
}
