/**
 * Journals one by one over HTTP on one payer, beside a POST that is validated just so and touches
 * no database, in the same server.
 */
import { newId } from '#kernel/id'
import { openBooks, transfers } from '../books.ts'
import type { Load, LoadAnswer } from '../load.ts'
import { percentile, type Figure, type Ground, type Outcome, type Scenario } from '../scenario.ts'
import { connections, send, served, signIn } from '../serving.ts'

export const ledgerHttpScenario: Scenario = {
  name: 'ledger-http',
  title: `journals one by one over HTTP, ${connections} connections`,
  run: measure,
}

const warmUp = 5_000
const count = 25_000
/** Two rounds of each, in turns: what else the machine does falls on both. */
const rounds = 2
const msMax = 100

const server = new URL('../probe-server.ts', import.meta.url).pathname
const journals = '/api/v1/ledger/journals'

/** What is sent, and whether with an Idempotency-Key. */
const doors = [
  { name: 'validated POST, signed in', path: '/api/v1/bench/signed-in', keyed: false },
  { name: 'validated POST, public', path: '/api/v1/bench/public', keyed: false },
  { name: 'journals with an Idempotency-Key', path: journals, keyed: true },
  { name: 'journals, known by their bizNo alone', path: journals, keyed: false },
] as const
type Door = (typeof doors)[number]

async function measure(ground: Ground): Promise<Outcome> {
  await openBooks(ground.database)
  return await served(
    ground,
    (port) => [server, String(port)],
    async (port) => {
      const person = { username: 'bench-ledger', roles: ['finance-ops'], party: undefined } as const
      const token = await signIn(ground, port, person)
      const knock = async (door: Door, size: number): Promise<LoadAnswer> => {
        const headers = door.path.endsWith('public') ? {} : { authorization: `Bearer ${token}` }
        return await send({ port, headers, requests: requests(door, size) })
      }
      for (const door of doors) await knock(door, warmUp)
      const answers = new Map<Door, LoadAnswer[]>(doors.map((door) => [door, []]))
      for (let round = 0; round < rounds; round++) {
        for (const door of doors) {
          const answer = await knock(door, count)
          answers.get(door)?.push(answer)
          ground.say(`${door.name}: ${Math.round(answer.ms.length / answer.seconds)} requests/s`)
        }
      }
      return outcome(answers)
    },
  )
}

const requests = ({ path, keyed }: Door, size: number): Load['requests'] =>
  transfers(size, 'hot').map(({ bizType, bizNo, effectiveDate, transfers: legs }) => ({
    path,
    body: JSON.stringify({
      bizType,
      bizNo,
      effectiveDate,
      transfers: legs.map((leg) => ({ ...leg, amount: Number(leg.amount) })),
    }),
    ...(keyed ? { key: newId<'request'>() } : {}),
  }))

function outcome(answers: ReadonlyMap<Door, readonly LoadAnswer[]>): Outcome {
  const figures: Figure[] = []
  let yardstick: number | undefined
  for (const [{ name, path }, rounded] of answers) {
    const ms = rounded.flatMap((answer) => answer.ms).toSorted((a, b) => a - b)
    const rate = ms.length / rounded.reduce((sum, { seconds }) => sum + seconds, 0)
    yardstick ??= rate
    const judged = path === journals
    figures.push({
      name,
      value: rate,
      unit: 'requests/s',
      ...(judged ? { target: { atLeast: Math.round(yardstick / 2) } } : {}),
      ratio: { to: 'a validated POST, signed in', value: rate / yardstick },
    })
    figures.push({ name: `${name}, p50`, value: percentile(ms, 0.5), unit: 'ms' })
    figures.push({
      name: `${name}, p99`,
      value: percentile(ms, 0.99),
      unit: 'ms',
      ...(judged ? { target: { atMost: msMax } } : {}),
    })
  }
  return { figures, details: { connections, count, rounds } }
}
