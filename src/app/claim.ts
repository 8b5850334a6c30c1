/** Only one process at a time may run the embedded database of a data folder. */
import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { once } from 'node:events'
import * as net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Claim {
  release(): Promise<void>
}

const retryMs = 100

/**
 * A socket name that the kernel gives back when its holder dies, however it dies: a file with a
 * process number in it would have to be believed. Undefined: somebody else holds the folder, and
 * kept it for as long as we waited.
 */
export async function claimFolder(folder: string, waitMsMax: number): Promise<Claim | undefined> {
  // Only Linux has names that need no file; elsewhere whoever comes is believed to be alone.
  if (process.platform !== 'linux') return { release: async () => undefined }
  mkdirSync(folder, { recursive: true })
  const name = createHash('sha256').update(realpathSync(folder)).digest('hex')
  for (let waitedMs = 0; ; waitedMs += retryMs) {
    const held = await hold(`\0liushui-${name}`)
    if (held || waitedMs >= waitMsMax) return held
    await sleep(retryMs)
  }
}

async function hold(name: string): Promise<Claim | undefined> {
  const server = net.createServer((socket) => socket.destroy())
  try {
    server.listen(name)
    await once(server, 'listening')
  } catch (problem) {
    if (problem instanceof Error && 'code' in problem && problem.code === 'EADDRINUSE') {
      return undefined
    }
    throw problem
  }
  server.unref()
  return { release: () => new Promise((resolve) => server.close(() => resolve())) }
}
