/** Ports: a busy one is told in one line, with the name of the setting that chooses another. */
import { once } from 'node:events'
import * as net from 'node:net'
import type { FastifyInstance } from 'fastify'
import { StartRefused } from './refused.ts'

/** Refuses a port that is taken, before anything else is begun. */
export async function refuseBusy(host: string, port: number, name: string): Promise<void> {
  const server = net.createServer()
  try {
    server.listen({ host, port })
    await once(server, 'listening')
  } catch (problem) {
    throw refusal(problem, { host, port, name })
  }
  await new Promise((resolve) => server.close(resolve))
}

interface Address {
  readonly host: string
  readonly port: number
  readonly name?: string
}

/** Opens the door; answers the address under which it is found. */
export async function listening(app: FastifyInstance, { host, port }: Address): Promise<string> {
  try {
    await app.listen({ host, port })
  } catch (problem) {
    throw refusal(problem, { host, port })
  }
  const address = app.server.address()
  return urlOf(host, typeof address === 'object' && address ? address.port : port)
}

function refusal(problem: unknown, { host, port, name = 'PORT' }: Address): unknown {
  const code = problem instanceof Error && 'code' in problem ? String(problem.code) : ''
  switch (code) {
    case 'EADDRINUSE':
      return new StartRefused(`port ${port} is taken: ${name} chooses another`)
    case 'EACCES':
      return new StartRefused(`port ${port} is not allowed here: ${name} chooses another`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartRefused(`HOST must be an address of this machine, not "${host}"`)
    default:
      return problem
  }
}

const everywhere = new Set(['0.0.0.0', '::', ''])

/** Who listens everywhere is found here, too: nobody can open http://0.0.0.0. */
export function urlOf(host: string, port: number): string {
  const name = everywhere.has(host) ? '127.0.0.1' : host
  return `http://${net.isIPv6(name) ? `[${name}]` : name}:${port}`
}
