/**
 * Work list, orders and dashboard with a million orders: what the server needs for an answer,
 * beside a GET that touches no table of ours, and what a person waits for in a browser.
 */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createUser, systemActor, type NewUser } from '#kernel/auth'
import { newId } from '#kernel/id'
import { foldOnce } from '#kernel/lifecycle'
import { autoLoan } from '#products/auto-loan'
import { browsing, visited, type Credentials, type Visit } from '../browsing.ts'
import {
  orderCount,
  percentile,
  type Figure,
  type Ground,
  type Outcome,
  type Scenario,
} from '../scenario.ts'
import { seedHistory } from '../seed-history.ts'
import { host, served } from '../serving.ts'

export const deskScenario: Scenario = {
  name: 'desk',
  title: `work list, orders and dashboard with ${orderCount.toLocaleString('en')} orders`,
  run: measure,
}

const main = fileURLToPath(new URL('../../src/app/main.ts', import.meta.url))
const pages = fileURLToPath(new URL('../../console/dist/index.html', import.meta.url))

async function measure(ground: Ground): Promise<Outcome> {
  assert(existsSync(pages), 'the console is built: vite build console')
  await ground.loadOrders()
  ground.say('each order gets a history')
  await seedHistory(ground.owner)
  const fold = await folded(ground)
  return await served(
    ground,
    (port) => [main, 'serve', '--port', String(port)],
    async (port) => {
      const url = `http://${host}:${port}`
      const people = await peopleOf(ground)
      const answers = await askedOf(ground, url, people)
      const waits = await waitedFor(ground, url, people.credit)
      return { figures: [fold, ...answers, ...waits], details: { repeats, visits } }
    },
  )
}

/** The figures of the whole history, as after an upgrade. */
async function folded({ database, say }: Ground): Promise<Figure> {
  const [binding] = autoLoan.lifecycles
  assert(binding, 'orders follow a lifecycle')
  const startedMs = performance.now()
  const rows = await foldOnce(database, binding, () => new Date())
  const seconds = (performance.now() - startedMs) / 1_000
  say(`${rows.toLocaleString('en')} history rows folded in ${seconds.toFixed(0)} s`)
  return { name: 'history rows folded', value: rows / seconds, unit: 'rows/s' }
}

const dealer = 'D0038'

const persons = {
  credit: { roles: ['credit-auditor'], party: undefined },
  finance: { roles: ['finance-ops'], party: undefined },
  auditor: { roles: ['auditor'], party: undefined },
  dealer: { roles: ['dealer'], party: { kind: 'dealer', code: dealer } },
} as const satisfies Readonly<Record<string, Pick<NewUser, 'roles' | 'party'>>>
type PersonName = keyof typeof persons

async function peopleOf({ database }: Ground): Promise<Readonly<Record<PersonName, Credentials>>> {
  const deed = { actor: systemActor('bench'), at: new Date(), requestId: 'bench' }
  const made = await Promise.all(
    Object.entries(persons).map(async ([name, person]) => {
      const password: string = newId<'password'>()
      const username = `bench-desk-${name}`
      const user = { ...person, username, displayName: name, password, mustChangePassword: false }
      const created = await database.transaction((tx) => createUser(tx, user, deed))
      assert(created.ok, created.ok ? '' : created.problem.detail)
      return [name, { username, password }] as const
    }),
  )
  // One entry for each person above.
  return Object.fromEntries(made) as Readonly<Record<string, Credentials>> as Readonly<
    Record<PersonName, Credentials>
  >
}

interface Question {
  readonly name: string
  readonly who: PersonName
  readonly path: string
  readonly msMax: number
}

const listMsMax = 300
const figuresMsMax = 50
const dayMs = 86_400_000
const monthAgo = new Date(Date.now() - 30 * dayMs).toISOString()

const orders = (name: string, query: string): Question => ({
  name: `orders, ${name}`,
  who: 'auditor',
  path: `/auto-loan/orders?${query}`,
  msMax: listMsMax,
})

const yardstick = 'a GET without a table'
const questions: readonly Question[] = [
  { name: yardstick, who: 'auditor', path: '/currencies', msMax: listMsMax },
  { name: 'work list, credit auditor', who: 'credit', path: '/work', msMax: listMsMax },
  { name: 'work list, finance', who: 'finance', path: '/work', msMax: listMsMax },
  { name: 'work list, largest dealer', who: 'dealer', path: '/work', msMax: listMsMax },
  { name: 'work list, all roles', who: 'auditor', path: '/work', msMax: listMsMax },
  orders('all', 'limit=50'),
  orders('a rare state', 'state=60010'),
  orders('two states, by amount', 'state=60050&state=60150&sort=-amount'),
  orders('one dealer, by change', `dealerId=${dealer}&sort=-updated`),
  orders(
    'a month of a funder',
    'funderId=BANK_A&createdFrom=2025-03-01T00:00:00Z&createdTo=2025-04-01T00:00:00Z',
  ),
  { name: 'dashboard', who: 'auditor', path: '/dashboard', msMax: figuresMsMax },
  {
    name: 'dashboard, a month',
    who: 'auditor',
    path: `/dashboard?from=${monthAgo}`,
    msMax: figuresMsMax,
  },
  { name: 'figures', who: 'auditor', path: '/lifecycles/auto-loan/figures', msMax: figuresMsMax },
  { name: 'badges', who: 'credit', path: '/badges', msMax: figuresMsMax },
]

const repeats = 100
const warmUp = 10

async function askedOf(
  { say }: Ground,
  url: string,
  people: Readonly<Record<PersonName, Credentials>>,
): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  let unit: number | undefined
  for (const { name, who, path, msMax } of questions) {
    const token = await signedIn(url, people[who])
    const ms: number[] = []
    for (let repeat = -warmUp; repeat < repeats; repeat++) {
      const startedMs = performance.now()
      const answer = await fetch(`${url}/api/v1${path}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      const text = await answer.text()
      assert.equal(answer.status, 200, text)
      if (repeat >= 0) ms.push(performance.now() - startedMs)
    }
    const sorted = ms.toSorted((a, b) => a - b)
    const p50 = percentile(sorted, 0.5)
    unit ??= p50
    say(`${name}: ${p50.toFixed(1)} ms`)
    const ratio = { to: yardstick, value: p50 / unit }
    const target = { atMost: msMax }
    figures.push({ name: `${name}, p50`, value: p50, unit: 'ms', ratio })
    figures.push({ name: `${name}, p99`, value: percentile(sorted, 0.99), unit: 'ms', target })
  }
  return figures
}

async function signedIn(url: string, credentials: Credentials): Promise<string> {
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credentials),
  })
  const said = (await answer.json()) as { readonly token?: string }
  assert(said.token, JSON.stringify(said))
  return said.token
}

const row = '[data-row]'
const visitsOf: readonly (Visit & { readonly msMax: number })[] = [
  { name: 'work list', to: '/work', shows: row, msMax: listMsMax },
  { name: 'orders', to: '/auto-loan/orders', shows: row, msMax: listMsMax },
  { name: 'orders in a state', to: '/auto-loan/orders?state=10010', shows: row, msMax: listMsMax },
  {
    name: 'orders of a dealer, by amount',
    to: `/auto-loan/orders?dealerId=${dealer}&sort=-amount`,
    shows: row,
    msMax: listMsMax,
  },
  { name: 'dashboard', to: '/dashboard', shows: '.chart svg', msMax: 1_000 },
]
const visits = 12

async function waitedFor(
  { say }: Ground,
  url: string,
  credentials: Credentials,
): Promise<readonly Figure[]> {
  return await browsing(url, credentials, async (page) => {
    const figures: Figure[] = []
    for (const visit of visitsOf) {
      // The first visit fetches the page's own chunk; a browser keeps it from then on.
      await visited(page, url, visit)
      const ms: number[] = []
      for (let again = 0; again < visits; again++) ms.push(await visited(page, url, visit))
      const sorted = ms.toSorted((a, b) => a - b)
      const name = `${visit.name} in the browser`
      say(`${name}: ${percentile(sorted, 0.5).toFixed(0)} ms`)
      const target = { atMost: visit.msMax }
      figures.push({ name: `${name}, p50`, value: percentile(sorted, 0.5), unit: 'ms' })
      figures.push({ name: `${name}, p90`, value: percentile(sorted, 0.9), unit: 'ms', target })
    }
    return figures
  })
}
