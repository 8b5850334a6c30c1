/** Where the data lives: the embedded PostgreSQL, or the one that DATABASE_URL names. */
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs'
import * as path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '#kernel/config'
import {
  applicationRole,
  migrate,
  provision,
  readerRole,
  roleOf,
  startCluster,
  unprotectedTables,
  type Cluster,
} from '#kernel/db'
import { migrateQueue } from '#kernel/jobs'
import { claimFolder } from './claim.ts'
import { StartRefused } from './refused.ts'
import { schemas } from './schemas.ts'

export interface Place {
  readonly ownerUrl: string
  readonly applicationUrl: string
  /** Of who only looks, where it has a login of its own. */
  readonly readerUrl: string | undefined
  readonly embedded: boolean
  /** Ends the embedded server if it was started for us; both words say the same. */
  leave(): Promise<void>
  stop(): Promise<void>
}

/** A house runs the embedded server itself; a command may also come beside a running house. */
export type Company = 'alone' | 'beside'

const claimMsMax = 3_000

export async function openPlace(config: Config, company: Company = 'beside'): Promise<Place> {
  const { databaseUrl, databaseAppUrl, databaseReaderUrl, dataDirectory } = config
  makeFolder(dataDirectory)
  if (databaseUrl !== undefined) {
    const applicationUrl = databaseAppUrl ?? databaseUrl
    const nothing = async (): Promise<void> => undefined
    const ends = { leave: nothing, stop: nothing }
    const urls = { ownerUrl: databaseUrl, applicationUrl, readerUrl: databaseReaderUrl }
    return { ...urls, embedded: false, ...ends }
  }
  const directory = path.join(dataDirectory, 'postgres')
  const claim = await claimFolder(directory, company === 'alone' ? claimMsMax : 0)
  if (claim === undefined && company === 'alone') {
    const what = `another Liushui works in ${path.resolve(dataDirectory)}`
    throw new StartRefused(`${what}: stop it, or choose another folder with --data`)
  }
  const cluster = await (claim ? startOwn(directory) : join(directory))
  const urls = await provision(cluster, directory)
  const leave = async (): Promise<void> => {
    if (claim === undefined) return
    await cluster.stop()
    await claim.release()
  }
  return { ...urls, embedded: true, leave, stop: leave }
}

/** Files and keys lie there, whichever database is used. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (problem) {
    const why = problem instanceof Error ? problem.message : ''
    throw new StartRefused(`LIUSHUI_DATA must be a folder that can be written: ${why}`)
  }
}

/** A server that a killed process left behind is ended first: nobody watches over it any more. */
async function startOwn(directory: string): Promise<Cluster> {
  const found = await startCluster({ directory, durable: true })
  if (!found.joined) return found
  await found.stop()
  return await startCluster({ directory, durable: true })
}

const joinMsMax = 30_000
const pollMs = 100

/** Whoever holds the folder may be starting its server right now: two must not make the data. */
async function join(directory: string): Promise<Cluster> {
  const pidFile = path.join(directory, 'data', 'postmaster.pid')
  for (let waitedMs = 0; waitedMs < joinMsMax; waitedMs += pollMs) {
    if (existsSync(pidFile) && readFileSync(pidFile, 'utf8').includes('ready')) {
      return await startCluster({ directory, durable: true })
    }
    await sleep(pollMs)
  }
  throw new StartRefused(`another Liushui holds ${directory}, but its PostgreSQL does not come up`)
}

/** Brings the schema up to date; answers what was applied. */
export async function migratePlace(place: Place): Promise<readonly string[]> {
  const { ownerUrl, applicationUrl } = place
  const role = place.embedded ? applicationRole : await asApplication(place, roleOf)
  const reader = await readerOf(place)
  return await told('DATABASE_URL', place, async () => {
    const applied = await migrate({
      ownerUrl,
      applicationRole: role,
      schemas,
      readerRole: reader,
    })
    await migrateQueue(ownerUrl, role)
    // A user that sees no table of ours is connected to another database.
    if (applicationUrl !== ownerUrl) await openTables(place)
    return applied
  })
}

/** The role of a login that was made for us: the embedded one, or that of DATABASE_READER_URL. */
async function readerOf(place: Place): Promise<string | undefined> {
  const { readerUrl, embedded } = place
  if (embedded) return readerRole
  if (readerUrl === undefined) return undefined
  return await told('DATABASE_READER_URL', place, () => roleOf(readerUrl))
}

/** Tables that the application could change although it must not. */
export const openTables = (place: Place): Promise<readonly string[]> =>
  asApplication(place, (url) => unprotectedTables(url, schemas))

const asApplication = <T>(place: Place, ask: (url: string) => Promise<T>): Promise<T> => {
  const name = place.applicationUrl === place.ownerUrl ? 'DATABASE_URL' : 'DATABASE_APP_URL'
  return told(name, place, () => ask(place.applicationUrl))
}

/** What whoever set the environment can mend is told in one line. */
async function told<T>(name: string, place: Place, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (problem) {
    const what = place.embedded ? undefined : mendable(problem)
    throw what === undefined ? problem : new StartRefused(`${name}: ${what}`)
  }
}

function mendable(problem: unknown): string | undefined {
  const code = problem instanceof Error && 'code' in problem ? String(problem.code) : ''
  const says = problem instanceof Error ? problem.message : ''
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
      return 'no PostgreSQL answers there'
    case '28000':
    case '28P01':
    case '3D000':
      return `${says}; it must name a user and a database that are there`
    case '42501':
      return `${says}; it must name the owner of the database`
    case '42P01':
    case '3F000':
      return `${says}; DATABASE_URL and DATABASE_APP_URL must name the same database`
    default:
      return undefined
  }
}
