import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemActor } from '#kernel/auth'
import type { Json } from '#kernel/problem'
import type { Value } from '#kernel/sheet'
import { ledgerSources } from './ledger-exports.ts'
import { account, bank, journal, must, openLedgerDesk } from './test-ledger.ts'

const { clock, database, get, post } = await openLedgerDesk()
must(await post('/accounts', account('bank', bank)))
for (const no of ['ann', 'bob']) must(await post('/accounts', account(no, { owner: `of-${no}` })))
for (let at = 0; at < 30; at++) {
  must(await post('/journals', journal(`e-${at}`, 'bank', at % 2 ? 'ann' : 'bob', at + 1)))
}
must(await post('/holds', { bizNo: 'h-1', bizType: 'HOLD', accountNo: 'ann', amount: 40 }))

async function rowsOf(name: string, query: Json = {}): Promise<readonly (readonly Value[])[]> {
  const source = ledgerSources({ database }).find((one) => one.name === name)
  assert.ok(source)
  const asked = { query, actor: systemActor('test'), at: clock.now(), language: 'en' as const }
  const opened = await source.open(asked)
  assert.ok(opened.ok)
  const rows = (await Array.fromAsync(opened.value.rows)).flat()
  for (const row of rows) assert.equal(row.length, opened.value.columns.length)
  return rows
}

test('a file of accounts holds what the list shows, with amounts that know their currency', async () => {
  const rows = await rowsOf('ledger.accounts')
  assert.deepEqual(
    rows.map(([no]) => no),
    ['ann', 'bank', 'bob'],
  )
  const ann = rows[0]
  assert.deepEqual(ann?.slice(5, 8), [
    { amount: 240n, currency: 'CNY' },
    { amount: 40n, currency: 'CNY' },
    { amount: 200n, currency: 'CNY' },
  ])
  assert.deepEqual(
    (await rowsOf('ledger.accounts', { search: 'of-bob' })).map(([no]) => no),
    ['bob'],
  )
})

test('a file of journals holds every page of the list and nothing twice', async () => {
  const rows = await rowsOf('ledger.journals')
  const numbers = rows.map(([no]) => no)
  assert.equal(new Set(numbers).size, 31)
  const listed = must(await get('/journals?limit=200')) as { items: { bizNo: string }[] }
  assert.deepEqual(
    numbers,
    listed.items.map(({ bizNo }) => bizNo),
  )
  const held = rows.find(([no]) => no === 'h-1')
  assert.deepEqual(held?.slice(7, 9), [null, null])
  const own = await rowsOf('ledger.journals', { accountNo: 'ann', bizType: 'PAY' })
  assert.equal(own.length, 15)
  assert.deepEqual(own[0]?.slice(7, 9), ['CNY', { amount: 30n, currency: 'CNY' }])
})
