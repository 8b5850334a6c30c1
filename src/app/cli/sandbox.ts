/** The simulated partners, as a child process: they share nothing with us but HTTP. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Config } from '#kernel/config'
import { StartRefused } from '../refused.ts'

const main = fileURLToPath(new URL('../../../sandbox/main.ts', import.meta.url))

export interface Sandbox {
  readonly url: string
  readonly stop: () => Promise<void>
}

export async function startSandbox(config: Config, liushuiUrl: string): Promise<Sandbox> {
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, SANDBOX_PORT: String(config.sandboxPort), LIUSHUI_URL: liushuiUrl },
    // The channel closes when this process dies, however it dies: the sandbox then ends itself.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [message] = (await Promise.race([once(child, 'message'), ended(child)])) as [
    { url: string },
  ]
  return { url: message.url, stop: () => stop(child) }
}

async function ended(child: ChildProcess): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number | null]
  throw new StartRefused(`the sandbox did not start (exit ${code}): its own line says why`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
}
