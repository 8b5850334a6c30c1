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

/** Runs until SIGINT or SIGTERM, then stops cleanly, once. */
export async function untilStopped(stop: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
  })
  await stop()
}
