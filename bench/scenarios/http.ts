/**
 * Lifecycle events one by one over HTTP: a server as `liushui serve` runs it, and a load generator
 * with 64 connections, each a process of its own on the machine of the database.
 */
import { newId } from '#kernel/id'
import { bornOrders } from '../born-orders.ts'
import type { LoadAnswer } from '../load.ts'
import { percentile, type Ground, type Outcome, type Scenario } from '../scenario.ts'
import { connections, send, served, signIn } from '../serving.ts'

const orderCount = 20_000
const warmUp = 2_000
const requestsMin = 1_500
const dealer = 'D0001'
const base = '/api/v1/auto-loan/orders'

export const httpScenario: Scenario = {
  name: 'lifecycle-http',
  title: `events one by one over HTTP, ${connections} connections`,
  run: measure,
}

const main = new URL('../../src/app/main.ts', import.meta.url).pathname

async function measure(ground: Ground): Promise<Outcome> {
  await ground.loadOrders()
  const serve = (port: number) => [main, 'serve', '--port', String(port)]
  return await served(ground, serve, async (port) => {
    const token = await signIn(ground, port, {
      username: 'bench',
      roles: ['dealer'],
      party: { kind: 'dealer', code: dealer },
    })
    const orders = await bornOrders(ground.owner, {
      count: warmUp + orderCount,
      date: '20270102',
      dealer,
    })
    const requests = orders.map(({ orderNo }) => ({
      path: `${base}/${orderNo}/events/submit_order`,
      body: '{"payload":{},"expectedVersion":1}',
      key: newId<'request'>(),
    }))
    const headers = { authorization: `Bearer ${token}` }
    await send({ port, headers, requests: requests.slice(0, warmUp) })
    return outcome(await send({ port, headers, requests: requests.slice(warmUp) }))
  })
}

function outcome({ ms, seconds, statuses }: LoadAnswer): Outcome {
  const sorted = ms.toSorted((a, b) => a - b)
  return {
    figures: [
      {
        name: 'events over HTTP',
        value: ms.length / seconds,
        unit: 'requests/s',
        target: { atLeast: requestsMin },
      },
      { name: 'a request, p50', value: percentile(sorted, 0.5), unit: 'ms' },
      { name: 'a request, p99', value: percentile(sorted, 0.99), unit: 'ms' },
    ],
    details: { statuses, connections },
  }
}
