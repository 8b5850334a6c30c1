/** What was asked for cannot be done as it was asked: one line, exit code 2. */
import { readConfig, type Config } from '#kernel/config'

export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The environment with what the command line says in place of it. */
export function configWith(changes: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  const read = readConfig({ ...process.env, ...Object.fromEntries(given) })
  if (!read.ok) throw new UsageError(read.problem.detail)
  return read.value
}

/** Ends what was opened. */
export type Stop = () => Promise<void>

// npm passes on what the terminal has sent already, so one Ctrl-C arrives twice.
const sameSignalMs = 1_000

/**
 * Opens, runs until SIGINT or SIGTERM, and stops cleanly, once. A signal that comes while it opens
 * counts; another one later ends the process at once, for whoever will not wait.
 */
export async function untilStopped(open: () => Promise<Stop>): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    let firstMs: number | undefined
    const heard = (): void => {
      if (firstMs !== undefined && Date.now() - firstMs > sameSignalMs) process.exit(130)
      firstMs ??= Date.now()
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, heard)
    // Started by the `liushui` of another Node: when that is killed, this one ends, too.
    process.once('disconnect', heard)
    process.channel?.unref()
  })
  const stop = await open()
  await stopped
  await stop()
}
