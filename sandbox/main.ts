/**
 * Starts the sandbox: `SANDBOX_PORT=3001 LIUSHUI_URL=http://127.0.0.1:3000 node
 * sandbox/main.ts`.
 */
import { openSandbox } from './server.ts'

const environment = process.env
const port = wholeNumber('SANDBOX_PORT', 3_001)
const usualDelayMs = wholeNumber('SANDBOX_DELAY_MS', 300)
const liushuiUrl = environment['LIUSHUI_URL'] ?? 'http://127.0.0.1:3000'

function wholeNumber(name: string, otherwise: number): number {
  const value = Number(environment[name] ?? otherwise)
  if (Number.isSafeInteger(value) && value >= 0) return value
  process.stderr.write(`${name} must be a whole number, not "${environment[name]}"\n`)
  process.exit(2)
}

const app = await openSandbox({
  liushuiUrl,
  usualDelayMs,
  secretOf: (funder) => environment[`SANDBOX_SECRET_${funder}`] ?? `sandbox-${funder}`,
})

async function stop(): Promise<void> {
  await app.close()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
// Whoever started it has died, however it died.
process.once('disconnect', () => void stop())

try {
  const url = await app.listen({ port, host: '127.0.0.1' })
  if (process.send) process.send({ url })
  else process.stdout.write(`Sandbox ${url}\n`)
} catch (problem) {
  process.stderr.write(`${problem instanceof Error ? problem.message : String(problem)}\n`)
  process.exit(1)
}
