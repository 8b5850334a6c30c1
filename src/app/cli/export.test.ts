import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { read as readWorkbook, utils } from '@e965/xlsx'
import { sql } from '#kernel/db'
import { readCsv } from '#kernel/sheet'
import { testDatabase } from '#test/database'

const { database, ownerUrl, applicationUrl } = await testDatabase()
const folder = mkdtempSync(path.join(tmpdir(), 'liushui-export-'))
after(() => rmSync(folder, { recursive: true }))
const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const at = new Date('2026-01-05T02:00:00Z')
await database.transaction((tx) =>
  tx.run(sql`insert into auto_loan.dealer (code, name, region, active, updated_at)
             select code, name, '310000', true, ${at}
               from (values ('D1', '=danger'), ('D2', '张三车行'), ('D3', 'x')) as d (code, name)`),
)

function liushui(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'export', ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      DATABASE_URL: ownerUrl,
      DATABASE_APP_URL: applicationUrl,
      LIUSHUI_DATA: path.join(folder, 'data'),
      LIUSHUI_LOG: 'error',
    },
  })
  return { status, stdout, stderr }
}

test('a table is written under its own name, its file named and its rows counted', () => {
  const done = liushui('auto_loan.dealer', '--format', 'csv', '--sort', '-code')
  assert.deepEqual(done, { status: 0, stdout: 'auto_loan.dealer.csv: 3 rows\n', stderr: '' })
  const [head, ...rows] = readCsv(readFileSync(path.join(folder, 'auto_loan.dealer.csv'), 'utf8'))
  assert.deepEqual(head?.cells.slice(0, 2), ['code', 'name'])
  assert.deepEqual(
    rows.map(({ cells }) => cells.slice(0, 2)),
    [
      ['D3', 'x'],
      ['D2', '张三车行'],
      ['D1', "'=danger"],
    ],
  )
})

test('the ending of the file says its format, and what was there before is replaced whole', () => {
  writeFileSync(path.join(folder, 'some.ods'), 'before')
  const done = liushui('dealer', '--out', 'some.ods', '--filter', 'code:ge:D2', 'code:le:D2')
  assert.deepEqual([done.status, done.stdout], [0, 'some.ods: 1 rows\n'])
  assert.ok(!existsSync(path.join(folder, 'some.ods.part')))
  const sheet = readWorkbook(readFileSync(path.join(folder, 'some.ods'))).Sheets['auto_loan.dealer']
  assert.ok(sheet)
  const rows = utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: true })
  assert.deepEqual(rows[1]?.slice(0, 4), ['D2', '张三车行', '310000', true])
})

test('a file can be piped on, and nothing else goes to standard output', () => {
  const { status, stdout } = liushui('dealer', '--out', '-', '--format', 'csv')
  assert.equal(status, 0)
  assert.equal(readCsv(stdout).length, 4)
})

// prettier-ignore
const wrong: readonly (readonly [words: readonly string[], says: RegExp])[] = [
  [['verification'],                             /it is one of audit\.verification, ledger\.verification/u],
  [['dealer', '--format', 'pdf'],                /--format must be csv, xlsx or ods: not "pdf"/u],
  [['dealer', '--out', 'no/such/folder/x.csv'],  /cannot be written: ENOENT/u],
]

test('what cannot be done is told in one line with exit code 2, and no file is left', () => {
  for (const [words, says] of wrong) {
    const { status, stdout, stderr } = liushui(...words)
    assert.equal(status, 2, words.join(' '))
    assert.match(stderr.split('\n')[0] ?? '', says)
    assert.equal(stdout, '')
  }
  assert.ok(!existsSync(path.join(folder, 'verification.csv')))
})
