import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase, sql } from '../db/index.ts'
import { testDatabase } from '#test/database'
import { RowWriter, textBytesMax } from './row-writer.ts'

const { database, ownerUrl, beforeDrop } = await testDatabase()
const owner = openDatabase(ownerUrl, {
  connectionsMax: 1,
  statementTimeoutMs: 30_000,
  applicationName: 'test',
})
beforeDrop(() => owner.close())

await owner.transaction(async (tx) => {
  await tx.run(sql`
    create table ledger.probe (
      no bigint not null, small smallint, word text, day date, moment timestamptz, bits bytea,
      document jsonb, words text[], numbers bigint[],
      constraint probe_pkey primary key (no))`)
  await tx.run(sql`grant select, insert on ledger.probe to liushui_app`)
})

interface Probe {
  readonly small: number
  readonly word: string | null
  readonly day: string
  readonly moment: Date
  readonly bits: Buffer
  readonly document: string | null
  readonly words: readonly string[]
  readonly numbers: readonly bigint[]
}

const probe: Probe = {
  small: 7,
  word: 'a',
  day: '2026-01-31',
  moment: new Date('2026-01-01T12:34:56.789Z'),
  bits: Buffer.from([0, 1, 255]),
  document: '{"a": 1}',
  words: ['a'],
  numbers: [1n],
}

// What breaks writers: every length, every sign, what is no ASCII, what the text form would quote.
const probes: readonly Probe[] = [
  probe,
  { ...probe, small: -1, word: '', bits: Buffer.alloc(0), words: [], numbers: [] },
  { ...probe, small: 63, word: null, document: null, words: ['', 'NULL', 'a,b', '"', '\\', '{}'] },
  { ...probe, word: '订单', words: ['订单', '😀', 'é'], document: '{"名": "😀"}' },
  { ...probe, word: 'ascii first, 然后', numbers: [-(2n ** 63n), 2n ** 63n - 1n, 0n, -1n] },
  { ...probe, day: '2000-01-01', moment: new Date(0) },
  { ...probe, day: '1999-12-31', moment: new Date(-1) },
  { ...probe, day: '1900-01-01', moment: new Date('9999-12-31T23:59:59.999Z') },
  { ...probe, day: '9999-12-31', word: 'long '.repeat(20_000), bits: Buffer.alloc(32, 7) },
]

function written(given: readonly Probe[], bytesExpected: number): Buffer {
  const rows = new RowWriter(bytesExpected)
  for (const [no, row] of given.entries()) {
    const texts = [row.word, row.document, ...row.words].map((text) => textBytesMax(text ?? ''))
    const more = texts.reduce((sum, one) => sum + one, 0) + 12 * row.numbers.length
    rows.row(9, 256 + more)
    rows.bigint(BigInt(no))
    rows.smallint(row.small)
    if (row.word === null) rows.nothing()
    else rows.text(row.word)
    rows.date(row.day)
    rows.instant(row.moment)
    rows.bytes(row.bits)
    if (row.document === null) rows.nothing()
    else rows.json(row.document)
    rows.texts(row.words)
    rows.bigints(row.numbers)
  }
  return rows.done()
}

const into = 'ledger.probe (no, small, word, day, moment, bits, document, words, numbers)'
const stored = () =>
  database.rows<Probe>(sql`
    select small, word, day, moment, bits, document::text as document, words, numbers
      from ledger.probe order by no`)

test('every value that a row can hold is read by PostgreSQL as it was meant', async () => {
  const rows = written(probes, 1 << 20)
  await database.transaction(async (tx) => tx.copy({ into, rows }))
  assert.deepEqual(await stored(), probes)
})

test('the writer grows when it was made too small, and not a byte is lost', () => {
  assert.deepEqual(written(probes, 1), written(probes, 1 << 20))
})
