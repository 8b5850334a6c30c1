/** The composition root: a kernel, the modules' rooms in it, and the HTTP server before it. */
import * as path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { Redis } from 'ioredis'
import { auditProblems } from '#kernel/audit'
import { authProblems, openAuth } from '#kernel/auth'
import { systemClock, type Clock } from '#kernel/clock'
import type { Config } from '#kernel/config'
import { openBrowsing, openDatabase, openNumbers, unprotectedTables } from '#kernel/db'
import { diskStore, fileProblems, openFiles, s3Store } from '#kernel/file'
import { openServer, type Route } from '#kernel/http'
import { jobsProblems, openJobs } from '#kernel/jobs'
import { ledgerProblems } from '#kernel/ledger'
import { lifecycleProblems } from '#kernel/lifecycle'
import type { Log } from '#kernel/log'
import type { Kernel } from '#kernel/module'
import { openParameters, parameterProblems } from '#kernel/parameter'
import { openPartners, partnerProblems } from '#kernel/partner'
import type { ProblemTable } from '#kernel/problem'
import { masterKeys, openSecrets, secretProblems } from '#kernel/secret'
import {
  deskParameters,
  deskRoutes,
  dataProblems,
  exportProblems,
  sandboxProblems,
  viewProblems,
  withRoles,
} from './desk/index.ts'
import { modules } from './modules.ts'
import { schemas } from './schemas.ts'
import { version } from './version.ts'

export interface World {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  /** The application's own role: it cannot change what must stay as it was written. */
  readonly applicationUrl: string
  /** Of who only looks at tables, where it has a login of its own. */
  readonly readerUrl?: string | undefined
  /** Longer than any request for who recomputes everything. */
  readonly statementTimeoutMs?: number
}

const connectionsMax = 16
const statementTimeoutMs = 30_000

export async function openKernel(world: World): Promise<Kernel> {
  const { config, clock, log, applicationUrl } = world
  const opened = openDatabase(applicationUrl, {
    connectionsMax,
    statementTimeoutMs: world.statementTimeoutMs ?? statementTimeoutMs,
    applicationName: 'liushui',
  })
  const { readerUrl } = world
  const browsing = openBrowsing({ database: opened, readerUrl, schemas })
  // Whoever closes the database closes all its connections.
  const close = async (): Promise<void> => {
    await browsing.close()
    await opened.close()
  }
  const database = { ...opened, close }
  const keys = masterKeys(config)
  const store =
    config.s3 === undefined
      ? diskStore(path.join(config.dataDirectory, 'files'))
      : s3Store(config.s3)
  const definitions = [...deskParameters, ...modules.flatMap(({ parameters }) => parameters)]
  const secrets = await openSecrets({ keys, database }).catch(async (problem: unknown) => {
    await database.close()
    throw problem
  })
  return {
    config,
    clock,
    log,
    database,
    browsing,
    numbers: openNumbers(database),
    secrets,
    // A demo's clock may jump, and people would be signed out by it: signing in keeps real time.
    auth: openAuth({ database, clock: config.demo ? systemClock : clock, log, secrets }),
    parameters: openParameters({ database, definitions }),
    jobs: openJobs({
      database,
      url: applicationUrl,
      clock,
      log,
      alarmWebhooks: config.alarmWebhook ? [config.alarmWebhook] : [],
    }),
    files: openFiles(store),
    partners: openPartners({ database, clock, log }),
  }
}

/** Every refusal that anything here can answer, with its HTTP status. */
export const problems: ProblemTable = Object.assign(
  {},
  auditProblems,
  secretProblems,
  authProblems,
  parameterProblems,
  jobsProblems,
  lifecycleProblems,
  ledgerProblems,
  fileProblems,
  partnerProblems,
  viewProblems,
  dataProblems,
  exportProblems,
  sandboxProblems,
  ...modules.map((module) => module.problems),
)

export const routesOf = (kernel: Kernel): readonly Route[] =>
  withRoles(kernel, [...deskRoutes(kernel), ...modules.flatMap(({ routes }) => routes(kernel))])

export interface AppOptions {
  readonly applicationUrl: string
  readonly checkAnswers: boolean
  readonly consoleDirectory?: string
}

export async function buildApp(kernel: Kernel, options: AppOptions): Promise<FastifyInstance> {
  const { config, auth, database, clock, log } = kernel
  const redis = config.redisUrl === undefined ? undefined : openRedis(config.redisUrl, log)
  const app = await openServer({
    routes: routesOf(kernel),
    problems,
    auth,
    database,
    clock,
    log,
    requestsPerMinuteMax: config.requestsPerMinuteMax,
    checkAnswers: options.checkAnswers,
    version,
    readiness: () => readiness(options.applicationUrl),
    ...(redis ? { redis } : {}),
    ...(options.consoleDirectory ? { consoleDirectory: options.consoleDirectory } : {}),
  })
  if (redis) app.addHook('onClose', () => redis.disconnect())
  return app
}

/** What waits for a Redis that is away would wait for every request: it is told at once instead. */
function openRedis(url: string, log: Log): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: false })
  let away = false
  redis.on('ready', () => (away = false))
  redis.on('error', (error) => {
    if (!away) log.warn({ error }, 'Redis is away: the limit of requests rests')
    away = true
  })
  return redis
}

const readinessMsMax = 5_000

async function readiness(applicationUrl: string): Promise<readonly string[]> {
  const silent = sleep(readinessMsMax, undefined, { ref: false })
  try {
    const open = await Promise.race([unprotectedTables(applicationUrl, schemas), silent])
    if (open === undefined) return ['the database does not answer in time']
    return open.map((table) => `the application could change ${table}`)
  } catch (problem) {
    return [`the database does not answer: ${problem instanceof Error ? problem.message : ''}`]
  }
}
