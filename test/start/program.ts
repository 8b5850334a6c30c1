/** The program as a person starts it: a process of its own, what it says, and what it leaves. */
import assert from 'node:assert/strict'
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const program = fileURLToPath(new URL('../../bin/liushui.mjs', import.meta.url))

/** As long as a busy machine may need where a test is about something else. */
const patienceMs = 60_000

export interface Running {
  readonly child: ChildProcess
  readonly pid: number
  /** Standard output and standard error, until now. */
  readonly out: () => string
  readonly err: () => string
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>
  /** Until standard output says so. */
  readonly says: (what: RegExp) => Promise<void>
}

export interface Place {
  readonly directory: string
  readonly url: string
  readonly environment: Readonly<Record<string, string>>
}

/** A data folder and two ports that nobody else uses. */
export async function newPlace(more: Readonly<Record<string, string>> = {}): Promise<Place> {
  const directory = path.join(newFolder(), 'data')
  const [port, sandboxPort] = [await freePort(), await freePort()]
  return {
    directory,
    url: `http://127.0.0.1:${port}`,
    environment: {
      PATH: process.env['PATH'] ?? '',
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      LIUSHUI_DATA: directory,
      LIUSHUI_LOG: 'warn',
      ...more,
    },
  }
}

export function newFolder(): string {
  const folder = mkdtempSync(`${tmpdir()}/liushui-start-`)
  after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** `liushui …` with nothing in the environment but what is given. */
export function liushui(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  options: SpawnOptions = {},
): Running {
  return run([process.execPath, program, ...words], environment, options)
}

export function run(
  [command = '', ...words]: readonly string[],
  environment: Readonly<Record<string, string>>,
  options: SpawnOptions = {},
): Running {
  // A process group of its own, as a terminal makes it.
  const child = spawn(command, words, {
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  })
  const [out, err] = [heard(child.stdout), heard(child.stderr)]
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal ?? 0))
  })
  after(() => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  })
  return {
    child,
    pid: child.pid ?? 0,
    out,
    err,
    ended,
    async says(what) {
      const open = () => child.exitCode === null && child.signalCode === null
      await until(() => what.test(out()) || !open())
      assert.match(out(), what, `it ended without saying so: ${err()}`)
    },
  }
}

function heard(stream: NodeJS.ReadableStream | null): () => string {
  let text = ''
  stream?.on('data', (part: Buffer) => (text += part.toString()))
  return () => text
}

/** Polls until it is so. */
export async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patienceMs
  while (!(await so())) {
    assert.ok(Date.now() < deadline, 'it did not become so in time')
    await sleep(25)
  }
}

export const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )

/** Processes that work in this folder, each as its command line. */
export function working(directory: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const [line, environment] = ['cmdline', 'environ'].map((file) =>
          readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' '),
        )
        return `${line} ${environment}`.includes(directory) ? [`${pid} ${line}`] : []
      } catch {
        // It ended meanwhile, or belongs to somebody else: both mean that it is not one of ours.
        return []
      }
    })
}

/** Nothing is left of it, at the latest after a moment: whoever was told to end may still do so. */
export async function nothingLeft({ directory, environment }: Place): Promise<void> {
  await until(() => working(directory).length === 0)
  for (const name of ['PORT', 'SANDBOX_PORT']) {
    const port = Number(environment[name])
    await assert.doesNotReject(taken(port), `port ${port} is still taken`)
  }
}

function taken(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()))
  })
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** Ended with code 2, after one line on standard error that says this. */
export async function refused(running: Running, says: RegExp): Promise<void> {
  assert.equal(await running.ended, 2, running.err())
  assert.match(running.err(), /^liushui: [^\n]+\n$/u)
  assert.match(running.err(), says)
}
