import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { before, test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Command, CommanderError } from 'commander'
import { createUser, openAuth, systemActor, type Role } from '#kernel/auth'
import { fixedClock } from '#kernel/clock'
import { migrate, roleOf, sql } from '#kernel/db'
import { newId } from '#kernel/id'
import { definitionsIn, listDefinitions, type Binding } from '#kernel/lifecycle'
import { openLog } from '#kernel/log'
import { openSecrets } from '#kernel/secret'
import { testDatabase } from '#test/database'
import { lifecycleCommands } from './lifecycle.ts'
import type { Workplace } from './lifecycle-place.ts'
import { UsageError } from './usage.ts'

const { database, ownerUrl, applicationUrl } = await testDatabase()
const clock = fixedClock('2026-01-02T03:04:05Z')
const at = (name: string): string =>
  fileURLToPath(new URL(`../../../docs/sources/${name}`, import.meta.url))
const document = at('000_c23e34179e43ca84.txt')
const amendments = at('000-amendments.md')
const directory = mkdtempSync(path.join(tmpdir(), 'lifecycle-cli-'))

function written(name: string, text: string): string {
  const file = path.join(directory, name)
  writeFileSync(file, text)
  return file
}

const password = 'open sesame 9'
const secrets = await openSecrets({ keys: [randomBytes(32)], database })
const auth = openAuth({ database, clock, log: openLog('silent'), secrets })

async function newUser(username: string, role: Role, mustChangePassword = false): Promise<void> {
  const deed = { actor: systemActor('test'), at: clock.now(), requestId: 'test' }
  const roles = [role]
  const given = { username, displayName: username, roles, password, mustChangePassword }
  const made = await database.transaction((tx) => createUser(tx, given, deed))
  assert.ok(made.ok, made.ok ? '' : made.problem.detail)
}

const binding: Binding = {
  machine: 'auto-loan',
  schema: 'cli_test',
  orders: {
    table: 'loan',
    idType: 'uuid',
    columns: {
      bucket: 'bucket',
      id: 'id',
      number: 'id',
      state: 'state',
      stateSince: 'state_since',
      version: 'row_version',
      definition: 'sm_version',
      updatedAt: 'updated_at',
    },
    fields: [],
    parties: {},
  },
  history: 'loan_event',
}

const tables = `
  create table cli_test.loan (
    bucket smallint not null, id uuid not null, state integer not null,
    row_version integer not null, sm_version text not null,
    state_since timestamptz not null, updated_at timestamptz not null,
    constraint loan_pkey primary key (bucket, id)
  );
  create table cli_test.loan_event (
    bucket smallint not null, id uuid not null, order_id uuid not null, seq integer not null,
    event text not null, from_state integer not null, to_state integer not null,
    actor text not null, actor_system text not null, payload json not null,
    occurred_at timestamptz not null, request_id text not null,
    constraint loan_event_pkey primary key (bucket, id)
  );`

async function addTables(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lifecycle-cli-'))
  writeFileSync(path.join(folder, '0001-loans.sql'), tables)
  const schema = { name: 'cli_test', directory: pathToFileURL(`${folder}/`), appendOnly: [] }
  const applicationRole = await roleOf(applicationUrl)
  await migrate({ ownerUrl, applicationRole, schemas: [schema] })
}

const insertLoan = (state: number): Promise<number> =>
  database.transaction((tx) =>
    tx.run(sql`
      insert into cli_test.loan
        (bucket, id, state, row_version, sm_version, state_since, updated_at)
      values (1, ${newId<'loan'>()}, ${state}, 1, '8', ${clock.now()}, ${clock.now()})`),
  )

const workplace: Workplace = {
  database,
  clock,
  auth,
  bindings: [binding],
  close: () => Promise.resolve(),
}

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs one command line; a usage error is what main.ts turns into exit code 2. */
async function run(...words: readonly string[]): Promise<Ran> {
  const said = { out: [] as string[], err: [] as string[], code: 0 }
  const program = new Command('liushui')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
  lifecycleCommands(program, {
    out: (text) => said.out.push(text),
    err: (text) => said.err.push(text),
    exit: (code) => {
      said.code = code
    },
    openWorkplace: () => Promise.resolve(workplace),
  })
  try {
    await program.parseAsync(['lifecycle', ...words], { from: 'user' })
  } catch (problem) {
    if (!(problem instanceof UsageError) && !(problem instanceof CommanderError)) throw problem
    return { code: 2, out: said.out.join('\n'), err: problem.message }
  }
  return { code: said.code, out: said.out.join('\n'), err: said.err.join('\n') }
}

before(async () => {
  await addTables()
  await newUser('alice', 'admin')
  await newUser('bob', 'admin')
  await newUser('carol', 'finance-ops')
  await newUser('dave', 'admin', true)
  process.env['LIUSHUI_PASSWORD'] = password
})

test('lint of document 000 alone exits 1 and prints its findings as JSON', async () => {
  const { code, out } = await run('lint', document, '--json')
  assert.equal(code, 1)
  const answer = JSON.parse(out)
  assert.equal(answer.versions.length, 2)
  assert.deepEqual(answer.versions[0].version, '8')
  const has = (finding: string, subject: string): boolean =>
    answer.findings.some(
      (found: { code: string; subject: string }) =>
        found.code === finding && found.subject === subject,
    )
  assert.ok(has('state_without_way_in', '10010'))
  assert.ok(has('only_self_loop_leaves', '0'))
  for (const state of ['40130', '50310', '60010', '40030']) assert.ok(has('dead_end', state))
  for (const state of ['10110', '10150']) assert.ok(has('state_only_in_graph', state))
  const errors = answer.findings.filter((found: { severity: string }) => found.severity === 'error')
  assert.equal(answer.errors, errors.length)
})

test('lint with the amendments exits 0: warnings do not count', async () => {
  const { code, out } = await run('lint', document, amendments)
  assert.equal(code, 0)
  assert.match(out, /000_\w+\.txt:21 warning two_labels \(version simple\): 60050 carries/u)
  assert.match(out, /0 errors, 6 warnings$/u)
})

test('draw prints Mermaid or SVG of the first version, or of the one that is chosen', async () => {
  const mermaid = await run('draw', document, amendments)
  assert.equal(mermaid.code, 0)
  assert.match(mermaid.out, /^%% machine: auto-loan\n%% version: 8\nflowchart LR/u)
  assert.match(mermaid.err, /drew version 8; also there: --only simple/u)
  const svg = await run('draw', document, '--format', 'svg', '--only', 'simple', '--language', 'en')
  assert.match(svg.out, /^<svg [^]*<\/svg>$/u)
  assert.equal(svg.err, '')
  const json = JSON.parse((await run('draw', document, '--json', '--only', 'simple')).out)
  assert.deepEqual([json.version, json.format], ['simple', 'mermaid'])
  assert.match(json.hash, /^[0-9a-f]{64}$/u)
})

test('diff says what the amendments change, and what differs between versions', async () => {
  const amended = await run('diff', document, amendments)
  assert.match(amended.out, /version 8 of 000_\w+\.txt → version 8/u)
  assert.match(amended.out, /  \+ 0 submit_order 10010/u)
  assert.match(amended.out, /  ~ 40110 fund_final_audit_pass 40150: .*mirrors/u)
  const json = JSON.parse((await run('diff', document, amendments, '--json')).out)
  assert.equal(json.differences[0].moves.added.length, 19)
  const versions = await run('diff', document, '--from', '8', '--to', 'simple')
  assert.match(versions.out, /^version 8 → version simple\n[^]*\+ state 10110 待用户绑定材料/u)
})

// prettier-ignore
const wrong: readonly (readonly [words: readonly string[], says: RegExp])[] = [
  [['lint'], /missing required argument/u],
  [['lint', at('missing.md')], /missing\.md cannot be read \(ENOENT\); give the path of a file/u],
  [['lint', directory], /cannot be read \(EISDIR\)/u],
  [['lint', written('a.docx', 'x')], /a\.docx ends in none of \.md/u],
  [['lint', written('empty.md', '')], /empty\.md:1: has no table/u],
  [['draw', document, '--format', 'png'], /--format is "png"; it must be mermaid or svg/u],
  [['draw', document, '--language', 'fr'], /--language is "fr"; it must be zh or en/u],
  [['draw', document, '--only', '9'], /there is no version 9; the files describe 8, simple/u],
  [['diff', document], /diff needs a document and its amendments, or --from and --to/u],
  [['diff', document, '--from', '8'], /diff needs a document and its amendments, or --from and --to/u],
  [['import', document], /000_\w+\.txt:\d+: \w+: .*"lifecycle lint" lists all/u],
  [['publish', '--as', 'alice'], /publish needs files to propose, or --approve/u],
  [['publish', '--as', 'alice', '--approve', '12'], /"12" is no proposal; its id is a UUID/u],
  [['publish', document, amendments, '--as', 'alice'], /the files describe 8, simple; choose one with --only/u],
  [['publish', document, amendments, '--only', '8'], /required option '--as <user>' not specified/u],
  [['publish', document, amendments, '--only', '8', '--as', 'carol'], /needs one of the roles admin/u],
  [['publish', document, amendments, '--only', '8', '--as', 'dave'], /dave must change the first password/u],
  [['migrate', '--machine', 'auto-loan', '--from', '8', '--to', '9', '--map', 'x'], /--map is "x"; it must be like 10010=10020/u],
  [['migrate', '--machine', 'boat', '--from', '8', '--to', '9'], /no orders follow the machine boat; machines are auto-loan/u],
  [['migrate', '--machine', 'auto-loan', '--from', '7', '--to', '9'], /version 7 of auto-loan is not published; publish it first/u],
  [['migrate', document, '--machine', 'auto-loan', '--from', '8', '--to', '9'], /publish it, or use --dry-run/u],
]

for (const [words, says] of wrong) {
  const line = words.map((word) => path.basename(word)).join(' ')
  test(`exit 2 and one line: lifecycle ${line}`, async () => {
    const { code, err, out } = await run(...words)
    assert.deepEqual([code, out], [2, ''])
    assert.match(err, says)
    assert.ok(!err.includes('\n'))
  })
}

test('import saves drafts, a dry run does not', async () => {
  const dry = await run('import', document, amendments, '--dry-run', '--json')
  assert.equal(JSON.parse(dry.out).saved, false)
  assert.deepEqual(await listDefinitions(database, 'auto-loan'), [])
  const { out } = await run('import', document, amendments, '--json')
  const stored = await listDefinitions(database, 'auto-loan')
  assert.deepEqual(
    JSON.parse(out)
      .items.map((item: { hash: string }) => item.hash)
      .toSorted(),
    stored.map((item) => item.hash).toSorted(),
  )
  assert.deepEqual(
    stored[0]?.sources.map(({ name }) => name),
    ['000_c23e34179e43ca84.txt', '000-amendments.md'],
  )
})

test('a version is published by two people, each with a password', async () => {
  const files = [document, amendments, '--only', '8', '--new-orders']
  const proposed = await run('publish', ...files, '--as', 'alice', '--json')
  assert.equal(proposed.code, 0, proposed.err)
  const { proposal } = JSON.parse(proposed.out)
  const approve = (user: string) => run('publish', '--approve', proposal, '--as', user)
  assert.match((await approve('alice')).err, /ask a second person/u)
  assert.equal(await definitionsIn(database).find(database, 'auto-loan', '8'), undefined)
  const done = await approve('bob')
  assert.equal(done.code, 0, done.err)
  assert.match(done.out, /the version is published/u)
  const current = await definitionsIn(database).current(database, 'auto-loan')
  assert.equal(current.ok && current.value.version, '8')
  process.env['LIUSHUI_PASSWORD'] = 'wrong'
  assert.equal((await approve('bob')).code, 2)
  process.env['LIUSHUI_PASSWORD'] = password
})

const nine = written(
  '9.md',
  `machine: auto-loan

| 版本号 | 状态码 | 状态描述 | 终态 |
|---|---|---|---|
| 9 | 0 | 新 | 否 |
| 9 | 1 | 终 | 是 |

| 起始状态码 | 最终状态码 | 事件 | 角色 |
|---|---|---|---|
| 0 | 0 | create_order | dealer |
| 0 | 1 | finish | dealer |
`,
)

test('running orders are rehearsed, published for, and migrated', async () => {
  for (const state of [0, 0, 10010]) await insertLoan(state)
  const words = ['migrate', '--machine', 'auto-loan', '--from', '8', '--to', '9']
  const rehearsed = await run(...words, nine, '--dry-run')
  assert.equal(rehearsed.code, 1)
  assert.match(rehearsed.out, /^0 → 0: 2 orders\n10010 → no counterpart: 1 orders\nrefused: order/u)
  const proposed = await run('publish', nine, '--as', 'bob', '--json')
  const { proposal } = JSON.parse(proposed.out)
  assert.equal((await run('publish', '--approve', proposal, '--as', 'alice')).code, 0)
  const refused = await run(...words)
  assert.equal(refused.code, 1)
  assert.match(refused.err, /1 orders stand in 10010, which version 9 does not have/u)
  const mapped = await run(...words, '--map', '10010=0', '--dry-run', '--json')
  assert.deepEqual([mapped.code, JSON.parse(mapped.out).refusedOrders], [0, 0])
  const done = await run(...words, '--map', '10010=0', '--as', 'alice')
  assert.deepEqual([done.code, done.out], [0, '3 orders migrated, 0 left'])
})
