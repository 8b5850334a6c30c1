/**
 * A load generator, a process of its own so that it does not slow down what it measures: reads its
 * orders from stdin, sends each request once over so many kept-open connections, one at a time on
 * each, and prints what came back. Plain sockets: a client library would cost more than the server.
 */
import * as net from 'node:net'
import { text } from 'node:stream/consumers'

export interface Load {
  readonly host: string
  readonly port: number
  readonly connections: number
  readonly headers: Readonly<Record<string, string>>
  readonly requests: readonly {
    readonly path: string
    readonly body: string
    /** The Idempotency-Key; without it none is sent. */
    readonly key?: string
  }[]
}

export interface LoadAnswer {
  readonly seconds: number
  /** Milliseconds of each request, in the order of their answers. */
  readonly ms: readonly number[]
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>
  /** The first answer that was no success. */
  readonly failure?: string
}

async function main(): Promise<void> {
  // bench/serving.ts wrote it.
  const load = JSON.parse(await text(process.stdin)) as Load
  const waiting = load.requests.values()
  const ms: number[] = []
  const statuses: Record<string, number> = {}
  let failure: string | undefined
  const startedMs = performance.now()
  const connections = Array.from({ length: load.connections }, async () => {
    const ask = await connect(load)
    for (const request of waiting) {
      const sentMs = performance.now()
      const { status, body } = await ask(written(load, request))
      ms.push(Math.round((performance.now() - sentMs) * 100) / 100)
      statuses[status] = (statuses[status] ?? 0) + 1
      if (!status.startsWith('2')) failure ??= body
    }
  })
  await Promise.all(connections)
  const seconds = (performance.now() - startedMs) / 1000
  const answer: LoadAnswer = { seconds, ms, statuses, ...(failure ? { failure } : {}) }
  // The connections are still open: what ends this process is that everything has been said.
  process.stdout.write(JSON.stringify(answer), () => process.exit(0))
}

function written({ host, port, headers }: Load, request: Load['requests'][number]): string {
  const { path, body, key } = request
  const all = {
    host: `${host}:${port}`,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return [`POST ${path} HTTP/1.1`, ...lines, '', body].join('\r\n')
}

interface Answer {
  readonly status: string
  readonly body: string
}

const headEnd = '\r\n\r\n'

/** A connection on which one request waits for one answer. */
async function connect({ host, port }: Load): Promise<(request: string) => Promise<Answer>> {
  const socket = net.connect(port, host)
  socket.setNoDelay(true)
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let received = ''
  let take: ((answer: Answer) => void) | undefined
  let fail: ((problem: Error) => void) | undefined
  socket.setEncoding('latin1')
  socket.on('data', (part) => {
    received += String(part)
    const end = received.indexOf(headEnd)
    if (end < 0) return
    const head = received.slice(0, end)
    const length = Number(/content-length: (\d+)/iu.exec(head)?.[1] ?? 0)
    if (received.length < end + headEnd.length + length) return
    const body = received.slice(end + headEnd.length)
    received = ''
    take?.({ status: head.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length), body })
  })
  socket.on('error', (problem) => fail?.(problem))
  socket.on('close', () => fail?.(new Error('the server closed the connection')))
  return (request) =>
    new Promise((resolve, reject) => {
      take = resolve
      fail = reject
      socket.write(request)
    })
}

await main()
