import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { sql } from '../db/index.ts'
import type { TestDatabase } from '#test/database'
import { verifyLedger } from './index.ts'
import { hold, pay, testBooks } from './testing.ts'

async function books(): Promise<TestDatabase> {
  const made = await testBooks(['ann', 'bob'])
  const payments = Array.from({ length: 40 }, (_, at) =>
    pay(`no-${at}`, ['bank', at % 2 === 0 ? 'ann' : 'bob', BigInt(at + 5)]),
  )
  await made.must(...payments, hold('held', 'ann', 3n))
  return made
}

/** As the owner of the tables, past every right that the application has. */
async function tamper({ ownerUrl }: TestDatabase, statement: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  const { rowCount } = await owner.query(statement)
  await owner.end()
  assert.ok((rowCount ?? 0) > 0, `${statement} must change something`)
}

test('books that nobody touched are clean, and progress counts up to all there is', async () => {
  const { database } = await books()
  const seen: (readonly [number, number, bigint])[] = []
  assert.equal(await verifyLedger(database, (...told) => seen.push(told)), undefined)
  const [, all = 0] = seen[0] ?? []
  assert.deepEqual(
    seen.map(([done]) => done),
    Array.from({ length: all }, (_, at) => at + 1),
  )
  assert.deepEqual(seen.at(-1), [all, all, 80n])
})

const on = (no: string, sequence: number): string =>
  `where account_no = '${no}' and sequence = ${sequence}`

const again = `
  insert into ledger.account_transaction
  select bucket, account_no, sequence + 100, id, journal_id, biz_no, biz_type, direction, amount,
         balance_after, counterparty, effective_date, booked_date, trans_time, hash
    from ledger.account_transaction ${on('ann', 2)}`

const stray = `update ledger.account_transaction set bucket = 99 ${on('ann', 20)}`

const forged = `
  insert into ledger.journal
  select 99, caller, biz_type, 'forged', id + 1, kind, effective_date, booked_at, memo, metadata,
         asked, debits, credits, amounts
    from ledger.journal where biz_no = 'no-3'`

const swapped = `
  update ledger.journal j set id = other.id from ledger.journal other
   where j.biz_no in ('no-8', 'no-9') and other.biz_no in ('no-8', 'no-9')
     and j.biz_no <> other.biz_no`

// prettier-ignore
const crimes: readonly [what: string, statement: string, subject: RegExp, detail: RegExp][] = [
  ['an amount is changed', `update ledger.account_transaction set amount = amount + 1 ${on('ann', 3)}`, /^entry:ann#3$/, /balance/],
  ['a counterparty is changed', `update ledger.account_transaction set counterparty = 'eve' ${on('ann', 5)}`, /^entry:ann#5$/, /hash/],
  ['a time is changed', `update ledger.account_transaction set trans_time = trans_time + interval '1 s' ${on('bob', 1)}`, /^entry:bob#1$/, /hash/],
  ['an entry is deleted', `delete from ledger.account_transaction ${on('ann', 4)}`, /^entry:ann#5$/, /entry 4 is missing/],
  ['the first entry is deleted', `delete from ledger.account_transaction ${on('bob', 1)}`, /^entry:bob#2$/, /entry 1 is missing/],
  ['the last entry is deleted', `delete from ledger.account_transaction ${on('bob', 20)}`, /^account:bob$/, /end are missing/],
  ['a balance is changed', `update ledger.account set balance = balance + 100 where account_no = 'bob'`, /^account:bob$/, /balance/],
  ['a frozen amount is changed', `update ledger.account set frozen_amount = 0 where account_no = 'ann'`, /^account:ann$/, /holds/],
  ['an entry is put in twice', again, /^entry:ann#102$/, /missing/],
  ['an account is deleted', `delete from ledger.account where account_no = 'bob'`, /^entry:bob#1$/, /account is not there/],
  ['an entry is in a bucket that there is not', stray, /^entry:ann#20$/, /account is not there/],
  ['a journal is deleted', `delete from ledger.journal where biz_no = 'no-3'`, /^journal:id \d+$/, /legs are 0, its debits 8/],
  ['a journal is put in that has no entries', forged, /^journal:TEST\/forged$/, /legs are 8, its debits 0/],
  ['a journal names another payee', `update ledger.journal set credits = '{bob}' where biz_no = 'no-6'`, /^journal:TEST\/no-6$/, /not those of its legs/],
  ['two journals change places', swapped, /^journal:/, /legs are/],
  ['a journal loses a leg', `update ledger.journal set amounts = '{1}' where biz_no = 'no-7'`, /^journal:TEST\/no-7$/, /legs are 1/],
]

for (const [what, statement, subject, detail] of crimes) {
  test(`it is found when ${what}`, async () => {
    const made = await books()
    await tamper(made, statement)
    const fault = await verifyLedger(made.database)
    assert.match(fault?.subject ?? 'nothing', subject)
    assert.match(fault?.detail ?? '', detail)
  })
}

test('the application itself cannot change or delete an entry or a journal', async () => {
  const { database } = await books()
  for (const query of [
    sql`update ledger.account_transaction set amount = 1`,
    sql`delete from ledger.account_transaction`,
    sql`update ledger.journal set memo = 'x'`,
    sql`truncate ledger.account_transaction`,
  ]) {
    await assert.rejects(
      database.transaction((tx) => tx.run(query)),
      { code: '42501' },
    )
  }
})
