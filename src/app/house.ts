/** Opens the house: database, migrations, first people, API and worker; and closes it again. */
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock, shiftedClock } from '#kernel/clock'
import type { Config } from '#kernel/config'
import { openLog } from '#kernel/log'
import type { Kernel } from '#kernel/module'
import { buildApp, openKernel } from './app.ts'
import { resumeDemoClock } from './desk/index.ts'
import { furnish } from './furnish.ts'
import { listening, refuseBusy, urlOf } from './listen.ts'
import { migratePlace, openPlace, openTables, type Place } from './place.ts'
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
  readonly close: () => Promise<void>
}

const consoleDirectory = fileURLToPath(new URL('../../console/dist', import.meta.url))
const drainMsMax = 10_000

export async function openHouse(config: Config, rooms: Rooms): Promise<House> {
  // Before anything is made or started: most people who start twice do it by mistake.
  if (rooms.serves) await refuseBusy(config.host, config.port, 'PORT')
  const closing: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    const faults: unknown[] = []
    // One that fails must not keep the others open.
    for (const step of closing.splice(0).toReversed()) {
      await step().catch((problem: unknown) => faults.push(problem))
    }
    if (faults.length > 0) throw faults[0]
  }
  try {
    return { ...(await build(config, rooms, closing)), close }
  } catch (problem) {
    // What went wrong first is told; closing what is half open may fail for the same reason.
    await close().catch(() => undefined)
    throw problem
  }
}

type Built = Omit<House, 'close'>

async function build(
  config: Config,
  rooms: Rooms,
  closing: (() => Promise<unknown>)[],
): Promise<Built> {
  const log = openLog(config.logLevel)
  const clock = config.demo ? shiftedClock() : systemClock
  const place = await openPlace(config, 'alone')
  closing.push(() => place.leave())
  await migratePlace(place)
  const { applicationUrl, readerUrl } = place
  const kernel = await openKernel({ config, clock, log, applicationUrl, readerUrl })
  closing.push(() => kernel.database.close())
  await resumeDemoClock(kernel)
  const sandboxUrl = `http://127.0.0.1:${config.sandboxPort}`
  const demo = config.demo && place.embedded
  const furnished = await furnish(kernel, { sandboxUrl, demo })
  // What is published finds its subscribers, also where another process does the work.
  await kernel.jobs.register(workOf(kernel))
  const app = await buildApp(kernel, { applicationUrl, consoleDirectory, checkAnswers: false })
  closing.push(() => kernel.jobs.stop())
  closing.push(() => drained(app))
  const url = rooms.serves ? await listening(app, config) : urlOf(config.host, config.port)
  if (rooms.works) await kernel.jobs.start(workOf(kernel))
  const told = [...furnished, ...(await aboutDatabase(place, config))]
  return { kernel, url, greeting: [...doors(rooms, url), ...told] }
}

const doors = ({ serves }: Rooms, url: string): readonly string[] =>
  serves
    ? ['Liushui is ready.', `  Console   ${url}/`, `  API       ${url}/docs`]
    : ['Liushui is working.']

/** What one would otherwise have to guess about a database of one's own. */
async function aboutDatabase(place: Place, config: Config): Promise<readonly string[]> {
  if (place.embedded) return [`  Data      ${path.resolve(config.dataDirectory)}`]
  const told: string[] = []
  if (config.demo) told.push('  Demo      none: sample people come only into the embedded database')
  const { username, host, pathname } = new URL(place.applicationUrl)
  const open = await openTables(place)
  if (open.length > 0) {
    const what = 'may change what must stay as it was written, so /readyz is red'
    return [...told, `  Database  ${username} ${what}: ${advice(place)}`]
  }
  told.push(`  Database  ${host}${pathname}, as ${username}`)
  if (place.applicationUrl === place.ownerUrl) {
    told.push(`            ${username} gave up its right to change entries, history and audit;`)
    told.push('            DATABASE_APP_URL lets the application work as a user of its own')
  }
  return told
}

const advice = (place: Place): string =>
  place.applicationUrl === place.ownerUrl
    ? 'let a user that is no superuser own the database, or set DATABASE_APP_URL'
    : 'DATABASE_APP_URL must name a user that neither is a superuser nor owns the tables'

interface Server {
  readonly server: { closeAllConnections(): void }
  close(): Promise<unknown>
}

/** Whoever is being served is served; whoever does not finish is left. */
async function drained(app: Server): Promise<void> {
  const impatient = setTimeout(() => app.server.closeAllConnections(), drainMsMax)
  await app.close()
  clearTimeout(impatient)
}
