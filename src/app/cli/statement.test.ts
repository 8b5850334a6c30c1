import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import readExcel from 'read-excel-file/node'
import { fixedClock } from '#kernel/clock'
import { defineAccountTypes, openAccounts, post, type Command as Posting } from '#kernel/ledger'
import { testDatabase } from '#test/database'
import { statementCommand } from './statement.ts'

const { database } = await testDatabase()
const clock = fixedClock('2026-01-05T04:00:00Z')
const directory = mkdtempSync(path.join(tmpdir(), 'statement-cli-'))
after(() => rmSync(directory, { recursive: true, force: true }))
const at = (name: string): string => path.join(directory, name)

const account = (accountNo: string) => ({
  accountNo,
  name: `客户, ${accountNo}`,
  accountType: 'T',
  owner: null,
  merchantNo: null,
  isTiancai: false,
  currency: 'CNY' as const,
  normalSide: 'credit' as const,
  mayGoNegative: true,
})
await database.transaction(async (tx) => {
  const type = { accountType: 'T', nameZh: '测试', nameEn: 'Test', category: 'liability' } as const
  await defineAccountTypes(tx, [type], clock.now())
  assert.ok((await openAccounts(tx, [account('bank'), account('ann')], clock.now())).ok)
})
const pay = (no: number): Posting => ({
  kind: 'post',
  caller: 'test',
  bizType: 'T',
  bizNo: `no-${no}`,
  effectiveDate: '2026-01-05',
  memo: null,
  metadata: null,
  linked: false,
  transfers: [{ debit: 'bank', credit: 'ann', amount: BigInt(no), mode: 'exact' }],
})
const booked = (numbers: readonly number[]) =>
  database.transaction((tx) => post(tx, numbers.map(pay), { clock, zone: 'Asia/Shanghai' }))
await booked([150])
clock.advance(86_400_000)
await booked([7, 25])

async function run(...words: readonly string[]): Promise<void> {
  const program = new Command('liushui').exitOverride()
  statementCommand(program, (_data, work) => work(database, clock))
  await program.parseAsync(['node', 'liushui', 'statement', ...words])
}

const days = ['--from', '2026-01-06', '--to', '2026-01-31']

test('a statement as csv holds the days that were asked for, from balance to balance', async () => {
  await run('ann', ...days, '--out', at('ann.csv'))
  const lines = readFileSync(at('ann.csv'), 'utf8').trim().split(/\r?\n/u)
  assert.match(lines[0] ?? '', /ann.*CNY/u)
  assert.match(lines[2] ?? '', /^期初 Opening.*1\.50$/u)
  assert.match(lines[3] ?? '', /^2,2026-01-06,.*no-7,bank,.*0\.07,1\.57$/u)
  assert.match(lines[4] ?? '', /^3,2026-01-06,.*no-25,bank,.*0\.25,1\.82$/u)
  assert.match(lines[5] ?? '', /^期末 Closing.*1\.82$/u)
  assert.deepEqual([lines.length, existsSync(at('ann.csv.part'))], [6, false])
})

test('the same as a workbook, which a spreadsheet program reads', async () => {
  await run('ann', ...days, '--format', 'xlsx', '--out', at('ann.xlsx'))
  const [sheet] = await readExcel(at('ann.xlsx'))
  const rows = sheet?.data ?? []
  assert.equal(rows.length, 6)
  assert.deepEqual(
    [3, 4].map((row) => rows[row]?.[5]),
    ['no-7', 'no-25'],
  )
})

// prettier-ignore
const wrong: readonly [words: readonly string[], says: RegExp][] = [
  [['ann', '--from', '2026-02-30', '--to', '2026-03-01'], /--from must be a calendar day like 2026-01-31, not "2026-02-30"/],
  [['ann', '--from', '2026-01-01', '--to', 'today'], /--to must be a calendar day/],
  [['ann', '--from', '2026-02-01', '--to', '2026-01-01'], /--from 2026-02-01 must not be after --to 2026-01-01/],
  [['ann', ...days, '--format', 'pdf'], /--format must be csv or xlsx, not "pdf"/],
  [['ann', ...days, '--format', 'xlsx'], /a workbook needs a file/],
  [['nobody', ...days], /there is no account nobody/],
  [['ann', ...days, '--out', at('no-folder/ann.csv')], /cannot write .*no-folder/],
]

for (const [words, says] of wrong) {
  test(`statement ${words.join(' ').replace(directory, '…')} is refused by what is wrong`, async () => {
    await assert.rejects(run(...words), { name: 'UsageError', message: says })
  })
}

test('bad input ends the program with 2 and one line, before a database is opened', async () => {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url))
  const words = [main, 'statement', 'ann', '--from', 'x', '--to', '2026-01-01']
  const ended = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, words, { cwd: directory }, (problem, _stdout, stderr) =>
      resolve({ code: problem?.code, stderr }),
    )
  })
  assert.equal(ended.code, 2)
  assert.match(ended.stderr, /^liushui: --from must be a calendar day[^\n]*\n$/u)
  assert.equal(existsSync(at('.data')), false)
})
