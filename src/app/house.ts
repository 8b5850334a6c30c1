/** Opens the house: database, migrations, first people, API and worker; and closes it again. */
import { fileURLToPath } from 'node:url'
import { systemClock, shiftedClock } from '#kernel/clock'
import type { Config } from '#kernel/config'
import { openLog } from '#kernel/log'
import type { Kernel } from '#kernel/module'
import { buildApp, openKernel } from './app.ts'
import { furnish } from './furnish.ts'
import { migratePlace, openPlace } from './place.ts'
import { workOf } from './work.ts'

export interface Rooms {
  readonly serves: boolean
  readonly works: boolean
}

export interface House {
  readonly kernel: Kernel
  readonly url: string
  /** What a person who started it wants to know. */
  readonly greeting: readonly string[]
  close(): Promise<void>
}

const consoleDirectory = fileURLToPath(new URL('../../console/dist', import.meta.url))

export async function openHouse(config: Config, rooms: Rooms): Promise<House> {
  const log = openLog(config.logLevel)
  const clock = config.demo ? shiftedClock() : systemClock
  const place = await openPlace(config)
  await migratePlace(place)
  const { applicationUrl } = place
  const kernel = await openKernel({ config, clock, log, applicationUrl })
  const sandboxUrl = `http://127.0.0.1:${config.sandboxPort}`
  const demo = config.demo && place.embedded
  const furnished = await furnish(kernel, { sandboxUrl, demo })
  const app = await buildApp(kernel, { applicationUrl, consoleDirectory, checkAnswers: false })
  // What is published finds its subscribers, also where another process does the work.
  await kernel.jobs.register(workOf(kernel))
  if (rooms.serves) await app.listen({ host: config.host, port: config.port })
  if (rooms.works) await kernel.jobs.start(workOf(kernel))
  const url = `http://${config.host}:${config.port}`
  return {
    kernel,
    url,
    greeting: rooms.serves
      ? ['Liushui is ready.', `  Console   ${url}/`, `  API       ${url}/docs`, ...furnished]
      : ['Liushui is working.'],
    async close() {
      await app.close()
      await kernel.jobs.stop()
      await kernel.database.close()
      await place.stop()
    },
  }
}
