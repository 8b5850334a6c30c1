import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inflateRawSync } from 'node:zlib'
import { read as readWorkbook, utils } from '@e965/xlsx'
import readExcel from 'read-excel-file/node'
import {
  csvOf,
  odsOf,
  readCsv,
  sheetOf,
  xlsxOf,
  type Cell,
  type Column,
  type Value,
} from './index.ts'

const columns: readonly Column[] = [
  { title: '订单号', kind: 'text' },
  { title: 'No', kind: 'integer' },
  { title: 'Amount', kind: 'amount' },
  { title: 'Rate', kind: 'decimal' },
  { title: 'At', kind: 'moment' },
  { title: 'Day', kind: 'day' },
  { title: 'Open', kind: 'boolean' },
]
const at = new Date('2026-03-01T17:30:15.250Z')
const rows: readonly (readonly Value[])[] = [
  ['AF001', 7, { amount: 123_456n, currency: 'CNY' }, '0.0650', at, '2026-02-28', true],
  ['', -1n, { amount: -5n, currency: 'IDR' }, null, null, null, false],
  ['=1+1', 2n ** 60n, { amount: 10n ** 17n, currency: 'CNY' }, '12', at, '0044-03-15', null],
]

async function* inBatches(): AsyncGenerator<readonly (readonly Value[])[]> {
  yield rows.slice(0, 2)
  yield []
  yield rows.slice(2)
}

const table = () => ({ name: 'Orders', columns, rows: inBatches(), zone: 'Asia/Shanghai' as const })
const whole = async (pieces: AsyncIterable<Uint8Array>): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(pieces))
async function* linesOf(lines: readonly (readonly Cell[])[]): AsyncGenerator<readonly Cell[]> {
  yield* lines
}

test('a csv keeps every number whole, every moment exact, and no formula', async () => {
  const text = (await whole(sheetOf('csv', table()))).toString()
  assert.equal(
    text,
    [
      '\ufeff订单号,No,Amount,Rate,At,Day,Open',
      'AF001,7,1234.56,0.0650,2026-03-02T01:30:15.250+08:00,2026-02-28,true',
      ',-1,-5,,,,false',
      "'=1+1,1152921504606846976,1000000000000000.00,12,2026-03-02T01:30:15.250+08:00,0044-03-15,",
      '',
    ].join('\r\n'),
  )
})

test('a workbook has numbers, dates and truths as such, by the clocks of the zone', async () => {
  const file = await whole(sheetOf('xlsx', table()))
  const [sheet] = await readExcel(file)
  assert.equal(sheet?.sheet, 'Orders')
  const [head, first, second, third] = sheet?.data ?? []
  assert.deepEqual(
    head,
    columns.map(({ title }) => title),
  )
  // The reader gives wall clocks as if they were UTC.
  const wall = new Date('2026-03-02T01:30:15.250Z')
  assert.deepEqual(first, ['AF001', 7, 1234.56, 0.065, wall, new Date('2026-02-28'), true])
  assert.deepEqual(second, [null, -1, -5, null, null, null, false])
  const long = ['=1+1', '1152921504606846976', '1000000000000000.00', 12, wall, '0044-03-15', null]
  assert.deepEqual(third, long)
})

test('a table of LibreOffice has the same cells as the workbook', async () => {
  const book = readWorkbook(await whole(sheetOf('ods', table())), { cellDates: false })
  assert.deepEqual(book.SheetNames, ['Orders'])
  const sheet = book.Sheets['Orders']
  assert.ok(sheet)
  const cells = utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: true })
  assert.deepEqual(
    cells[0],
    columns.map(({ title }) => title),
  )
  assert.deepEqual(cells[1]?.slice(0, 4), ['AF001', 7, 1234.56, 0.065])
  assert.equal(cells[1]?.[6], true)
  assert.deepEqual(cells[3]?.slice(0, 4), [
    '=1+1',
    '1152921504606846976',
    '1000000000000000.00',
    12,
  ])
})

test('a workbook goes on in the next sheet under the same head, and texts survive it', async () => {
  const lines = Array.from({ length: 25 }, (_, no) => [`<a & "${no}">\u0007`, '=1+1', no])
  const shape = { name: 'A/B', head: ['text', 'formula', 'no'], rowsMax: 11 }
  const sheets = await readExcel(await whole(xlsxOf(linesOf(lines), shape)))
  assert.deepEqual(
    sheets.map(({ sheet, data: found }) => [sheet, found.length]),
    [
      ['A B', 11],
      ['A B 2', 11],
      ['A B 3', 6],
    ],
  )
  assert.deepEqual(sheets[1]?.data.slice(0, 2), [shape.head, ['<a & "10">', '=1+1', 10]])
  const book = readWorkbook(await whole(odsOf(linesOf(lines), shape)))
  assert.deepEqual(book.SheetNames, ['A B', 'A B 2', 'A B 3'])
  assert.equal(book.Sheets['A B 3']?.['A2']?.v, '<a & "20">')
})

test('an empty table is a file with a head', async () => {
  const empty = { ...table(), rows: (async function* () {})() }
  const [sheet] = await readExcel(await whole(sheetOf('xlsx', empty)))
  assert.deepEqual(sheet?.data, [columns.map(({ title }) => title)])
  assert.equal(
    readCsv((await whole(sheetOf('csv', { ...table(), rows: empty.rows }))).toString()).length,
    1,
  )
})

test('no text of ours becomes a formula in a spreadsheet', async () => {
  const line = ['=cmd()', '+1', '-1.50', '@x', '-1+2', 'a,"b"', 'two\nlines', '\tx']
  const csv = (await Array.fromAsync(csvOf(linesOf([line])))).join('')
  const safe = ["'=cmd()", "'+1", '-1.50', "'@x", "'-1+2", '"a,""b"""', '"two\nlines"', "'\tx"]
  assert.equal(csv, `\ufeff${safe.join(',')}\r\n`)
  const sheets = await readExcel(await whole(xlsxOf(linesOf([line]))), { trim: false })
  assert.deepEqual(sheets[0]?.data[0], line)
})

test('blanks, tabs, lines and signs of a text stand in a table of LibreOffice as they were', async () => {
  const texts = [' two  blanks ', 'a\tb', 'one\ntwo', '<&>"', '张三 \u{1f600}', 'x\u0000y\ud800']
  const book = readWorkbook(await whole(odsOf(linesOf([texts]))))
  const sheet = book.Sheets['1']
  const found = texts.map((_, no) => sheet?.[utils.encode_cell({ r: 0, c: no })]?.v)
  assert.deepEqual(found, [...texts.slice(0, 5), 'xy\ufffd'])
})

test('what is longer than a cell may be is cut, and the table has more columns than letters', async () => {
  const line = Array.from({ length: 60 }, (_, no) => (no === 59 ? 'x'.repeat(40_000) : no))
  const [sheet] = await readExcel(await whole(xlsxOf(linesOf([line]))))
  assert.deepEqual(sheet?.data[0]?.slice(0, 59), line.slice(0, 59))
  const last = String(sheet?.data[0]?.[59])
  assert.deepEqual([last.length, last.at(-1)], [32_767, '…'])
})

test('an .ods begins with its type, unpacked, as programs that look for it expect', async () => {
  const file = await whole(odsOf(linesOf([['x']])))
  assert.equal(
    file.toString('latin1', 30, 84),
    'mimetypeapplication/vnd.oasis.opendocument.spreadsheet',
  )
  // The first file is stored: method 0.
  assert.equal(file.readUInt16LE(8), 0)
})

test('rows are asked for as they are written, never all at once', async () => {
  const asked: number[] = []
  async function* endless(): AsyncGenerator<readonly Cell[]> {
    for (let no = 0; ; no++) {
      asked.push(no)
      yield [`row ${no} ${Math.random()}`]
    }
  }
  for (const format of [xlsxOf, odsOf]) {
    asked.length = 0
    let bytes = 0
    for await (const piece of format(endless())) {
      bytes += piece.length
      if (bytes > 200_000) break
    }
    assert.ok(asked.length < 40_000, `${asked.length} rows for ${bytes} bytes`)
  }
})

test('what is packed unpacks to what was written', async () => {
  const file = await whole(xlsxOf(linesOf([['a'.repeat(200_000), 'end']])))
  const length = file.readUInt16LE(26)
  const directory = file.subarray(file.readUInt32LE(file.length - 6))
  const packed = file.subarray(30 + length, 30 + length + directory.readUInt32LE(20))
  assert.match(inflateRawSync(packed).toString(), /…<\/t><\/is><\/c><c r="B1" t="inlineStr">/u)
})
