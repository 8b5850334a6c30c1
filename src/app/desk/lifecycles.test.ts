import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { utils, write as writeBook } from '@e965/xlsx'
import { create, openAutoLoan, walk, waysTo } from '#test/auto-loan'
import type { Answer } from '#test/house'

const house = await openAutoLoan({ works: true })
const maker = await house.person(['admin'])
const checker = await house.as('admin2')
const base = '/api/v1/lifecycles'

const sources = new URL('../../../docs/sources/', import.meta.url)
const textOf = (name: string): string => readFileSync(new URL(name, sources), 'utf8')
const fileOf = (name: string, content: string | Uint8Array) => ({
  name,
  base64: Buffer.from(content).toString('base64'),
})

/** The document and its amendments under another version. */
const asVersion = (version: string, change: (text: string) => string = (text) => text) =>
  ['000_c23e34179e43ca84.txt', '000-amendments.md'].map((name) =>
    fileOf(name, change(textOf(name).replaceAll('| 8 ', `| ${version} `))),
  )

/** Without the state 10050: the first audit leads straight to that of the materials. */
const withoutPassed = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/\|\s*10050\s*\|\s*(?:99999|40010)\s*\||^\|[^|]*\|\s*10050\s*\|/u.test(line))
    .join('\n')
    .replaceAll(/\| 10010\s*\| 10050\s*\|/gu, '| 10010      | 40010      |')

const outcome = ({ status, body }: Answer): string => `${status} ${String(body.code ?? '')}`.trim()

async function publish(version: string, change?: (text: string) => string): Promise<string> {
  const body = { machine: 'auto-loan', files: asVersion(version, change) }
  const saved = await maker.post(`${base}/drafts`, body)
  assert.equal(saved.status, 201, JSON.stringify(saved.body))
  const draft = saved.body.items.find((one: { version: string }) => one.version === version)
  // Of two that take new orders the one that was published later does.
  house.clock.advance(1_000)
  const wanted = { hash: draft.hash, takesNewOrders: true, reason: 'better words' }
  const proposed = await maker.post(`${base}/auto-loan/${version}/publish`, wanted)
  assert.equal(proposed.status, 202, JSON.stringify(proposed.body))
  const decided = await approve(proposed.body.proposalId)
  assert.equal(decided.status, 200, JSON.stringify(decided.body))
  return draft.hash
}

const approve = (id: string) => checker.post(`/api/v1/proposals/${id}/approve`, { comment: 'ok' })

const listed = async (version: string) =>
  (await maker.get(`${base}?machine=auto-loan`)).body.items.find(
    (one: { version: string }) => one.version === version,
  )

test('a published version says who proposed it, who published it, and whether orders get it', async () => {
  await publish('9')
  const { body } = await maker.get(`${base}?machine=auto-loan`)
  const nine = body.items.find((one: { version: string }) => one.version === '9')
  const eight = body.items.find((one: { version: string }) => one.version === '8')
  assert.deepEqual([nine.current, eight.current], [true, false])
  assert.deepEqual([nine.takesNewOrders, eight.takesNewOrders], [true, true])
  assert.match(body.people[nine.proposedBy], /^person\d+$/u)
  assert.equal(body.people[nine.publishedBy], '复核管理员')
  assert.equal(eight.publishedBy, 'release:reviewer')
  const outside = await (await house.as('dealer')).get(base)
  assert.deepEqual(outside.body.people, {}, 'who works here is nobody’s business outside')
})

test('a draft is compared with what is in force, and with another draft, by its content', async () => {
  const files = asVersion('12', (text) => text.replaceAll('初审中', '初审审核中'))
  const body = { machine: 'auto-loan', files }
  const shown = await maker.post(`${base}/read`, body)
  const twelve = shown.body.versions.find((one: { version: string }) => one.version === '12')
  assert.deepEqual([twelve.published, twelve.against], [false, '9'])
  const changed = twelve.difference.states.changed
  assert.deepEqual(
    changed.map((one: { after: { code: number }; attributes: string[] }) => [
      one.after.code,
      one.attributes,
    ]),
    [[10010, ['name']]],
  )
  assert.equal(twelve.rows.states.length, twelve.states)
  assert.equal((await maker.post(`${base}/drafts`, body)).status, 201)
  const same = `from=12&fromHash=${twelve.hash}&to=12&toHash=${twelve.hash}`
  const nothing = await maker.get(`${base}/auto-loan/diff?${same}`)
  assert.deepEqual([nothing.body.states.changed, nothing.body.initial], [[], null])
  const against = await maker.get(`${base}/auto-loan/diff?from=8&to=12&toHash=${twelve.hash}`)
  assert.equal(against.body.states.changed.length, 1)
  const unknown = await maker.get(`${base}/auto-loan/diff?from=8&to=12`)
  assert.equal(outcome(unknown), '404 definition_not_found')
})

test('a role or a guard that nobody has is an error where it stands, and cannot be saved', async () => {
  const cases = [
    ['unknown_guard', (text: string) => text.replace('deposit_refund_begun', 'deposit_returned ')],
    ['unknown_role', (text: string) => text.replace('| credit-auditor      |', '| nobody |')],
  ] as const
  for (const [code, change] of cases) {
    const body = { machine: 'auto-loan', files: asVersion('13', change) }
    const { findings } = (await maker.post(`${base}/read`, body)).body
    const errors = findings.filter((one: { severity: string }) => one.severity === 'error')
    assert.deepEqual([...new Set(errors.map((one: { code: string }) => one.code))], [code])
    const saved = await maker.post(`${base}/drafts`, body)
    assert.equal(outcome(saved), '422 definition_has_errors')
    assert.equal(saved.body.finding, code)
    assert.match(saved.body.detail, /^000[_a-z0-9.-]+:\d+: /u)
  }
})

test('a version that is published is not proposed again, nor is what nobody saved', async () => {
  const { hash } = await listed('9')
  const wanted = { hash, takesNewOrders: true, reason: 'again' }
  const again = await maker.post(`${base}/auto-loan/9/publish`, wanted)
  assert.equal(outcome(again), '409 definition_published')
  const unknown = { ...wanted, hash: 'f'.repeat(64) }
  const none = await maker.post(`${base}/auto-loan/99/publish`, unknown)
  assert.equal(outcome(none), '404 definition_not_found')
})

test('a version is drawn as a picture, and written as a text that is read again', async () => {
  const drawn = await maker.get(`${base}/auto-loan/8/drawing?language=en`)
  assert.match(drawn.headers.get('content-type') ?? '', /^image\/svg\+xml/u)
  const written = await maker.get(`${base}/auto-loan/8/mermaid?language=zh`)
  assert.match(written.headers.get('content-type') ?? '', /^text\/plain/u)
  const files = [fileOf('graph.mmd', written.body)]
  const read = await maker.post(`${base}/read`, { machine: 'auto-loan', files })
  assert.equal(read.status, 200)
  assert.deepEqual([read.body.versions[0].version, read.body.versions[0].states], ['8', 19])
})

const sheet = [
  ['from', 'to', 'event', 'description', 'roles'],
  [0, 0, 'create_it', 'creates', 'dealer'],
  [0, 1, 'go', 'goes', 'dealer, system'],
  [null, null, null, null, null],
  ['version', 'code', 'name', 'terminal', null],
  [5, 0, 'New', false, null],
  [5, 1, 'Done', true, null],
] as const

function bookOf(bookType: 'ods' | 'xlsx'): Uint8Array {
  const book = utils.book_new()
  utils.book_append_sheet(book, utils.aoa_to_sheet(sheet.map((row) => [...row])), 'machine')
  return new Uint8Array(writeBook(book, { type: 'array', bookType }))
}

const csv = sheet.map((row) => row.map((cell) => `"${cell ?? ''}"`).join(',')).join('\n')
const graph = '%% version: 5\ngraph LR\n0(New) -- go --> 1(Done)\n'

test('Mermaid, csv, ods and xlsx say the same machine; what else comes is refused with its place', async () => {
  const files = [
    fileOf('a.mmd', graph),
    fileOf('a.csv', csv),
    fileOf('a.ods', bookOf('ods')),
    fileOf('a.xlsx', bookOf('xlsx')),
  ]
  for (const file of files) {
    const { status, body } = await maker.post(`${base}/read`, { machine: 'small', files: [file] })
    assert.equal(status, 200, `${file.name} ${JSON.stringify(body)}`)
    const [only] = body.versions
    assert.deepEqual([body.machine, only.version, only.states], ['small', '5', 2], file.name)
    assert.deepEqual([only.against, only.difference], [null, null])
    const go = only.rows.moves.find((one: { event: string }) => one.event === 'go')
    assert.deepEqual([go.from, go.to], [0, 1])
  }
  const wrong = [fileOf('a.csv', csv.replace('"0","1","go"', '"0","x","go"'))]
  const refused = await maker.post(`${base}/read`, { machine: 'small', files: wrong })
  assert.equal(outcome(refused), '422 document_invalid')
  assert.deepEqual([refused.body.file, refused.body.line], ['a.csv', 3])
})

const rehearsal = `${base}/auto-loan/rehearsal?from=8&to=10`

test('a rehearsal names every order that would be refused, page by page, until it is mapped', async () => {
  const numbers = await ordersOf8(5)
  await publish('10', withoutPassed)
  const { body } = await maker.get(rehearsal)
  assert.deepEqual([body.orders, body.refusedOrders], [5, 4])
  assert.deepEqual(body.states, [
    { state: 0, target: 0, orders: 1 },
    { state: 10050, target: null, orders: 4 },
  ])
  const found: string[] = []
  let cursor = ''
  do {
    const page = await maker.get(rehearsal.replace('?', '/orders?') + `&limit=3${cursor}`)
    assert.equal(page.status, 200, JSON.stringify(page.body))
    found.push(...page.body.items.map((one: { orderNo: string }) => one.orderNo))
    cursor = page.body.nextCursor === null ? '' : `&cursor=${page.body.nextCursor}`
  } while (cursor !== '')
  assert.deepEqual(found.toSorted(), numbers.slice(1).toSorted())
  const mapped = await maker.get(`${rehearsal}&map=10050=40010`)
  assert.deepEqual([mapped.body.refusedOrders, mapped.body.refused], [0, []])
  assert.equal((await maker.get(`${rehearsal}&map=10050`)).status, 400)
  const clerk = await (await house.as('credit')).get(rehearsal)
  assert.equal(outcome(clerk), '403 actor_not_allowed')
})

/** The first is a draft, the others have passed the first audit; all were born with version 8. */
async function ordersOf8(count: number): Promise<readonly string[]> {
  const proposed = await maker.post(`${base}/auto-loan/9/retire`, { reason: 'back to 8' })
  assert.equal((await approve(proposed.body.proposalId)).status, 200)
  const numbers = await create(house.kernel, count)
  for (const orderNo of numbers.slice(1)) await walk(house.kernel, orderNo, waysTo[10050] ?? [])
  return numbers
}

test('a migration is refused while an order has no counterpart, else done when two agree', async () => {
  const path = `${base}/auto-loan/migrations`
  const wanted = { from: '8', to: '10', reason: 'one way for all' }
  assert.equal(outcome(await maker.post(path, wanted)), '409 migration_refused')
  const proposed = await maker.post(path, { ...wanted, map: '10050=40010' })
  assert.equal(proposed.status, 202, JSON.stringify(proposed.body))
  const { proposalId } = proposed.body
  const shown = await checker.get(`/api/v1/proposals/${proposalId}`)
  assert.equal(shown.body.payload.rehearsal.orders, 5)
  assert.deepEqual(shown.body.payload.mapping, { 10050: 40010 })
  assert.deepEqual((await maker.get(path)).body.items, [], 'nothing happens before')
  assert.equal((await approve(proposalId)).status, 200)
  const [done] = await ended(path)
  assert.deepEqual(
    [done.id, done.state, done.ordersDone, done.ordersTotal, done.ordersLeft],
    [proposalId, 'done', 5, 5, 0],
  )
  assert.equal((await maker.get(rehearsal)).body.orders, 0)
  const moved = await maker.get(`${base}/auto-loan/rehearsal?from=10&to=8`)
  assert.equal(moved.body.orders, 5)
})

const triesMax = 100

async function ended(path: string): Promise<Answer['body']> {
  for (let tries = 0; tries < triesMax; tries++) {
    const { items } = (await maker.get(path)).body
    if (items.every((one: { endedAt: string | null }) => one.endedAt !== null)) return items
    await sleep(200)
  }
  return assert.fail('the migration did not end')
}

test('a version is retired by two people, and new orders get an older one', async () => {
  assert.equal((await listed('10')).current, true)
  const proposed = await maker.post(`${base}/auto-loan/10/retire`, { reason: 'it was a trial' })
  assert.equal(proposed.status, 202)
  const own = await maker.post(`/api/v1/proposals/${proposed.body.proposalId}/approve`, {})
  assert.equal(outcome(own), '403 same_person')
  assert.equal((await approve(proposed.body.proposalId)).status, 200)
  const [ten, eight] = [await listed('10'), await listed('8')]
  assert.deepEqual([ten.state, ten.current, eight.current], ['retired', false, true])
  assert.notEqual(ten.retiredBy, null)
  const again = await maker.post(`${base}/auto-loan/10/retire`, { reason: 'again' })
  assert.equal(outcome(again), '404 definition_not_found')
})
