import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedClock } from '#kernel/clock'
import { sql } from '#kernel/db'
import { balancesOf, defineAccountTypes, openAccounts } from '#kernel/ledger'
import { testDatabase } from '#test/database'
import { ownAccountNo, ownAccounts, type NewContract } from './contracts/index.ts'
import { closeLoans, openContracts, recordFacts, type Fact } from './index.ts'
import { loanAccountTypes } from './model.ts'
import { verifyLoans } from './service.ts'

const { database, ownerUrl } = await testDatabase()
const clock = fixedClock('2026-12-31T04:00:00Z')
const rooms = { clock, zone: 'Asia/Shanghai' } as const

const accounts = {
  clearing: 'clearing',
  interest_income: 'interest-income',
  fee_income: 'fee-income',
  penalty_income: 'penalty-income',
  waivers: 'waivers',
  losses: 'losses',
  recoveries: 'recoveries',
}

await database.transaction(async (tx) => {
  const shared = {
    nameZh: '共用',
    nameEn: 'Shared',
    accountType: 'SHARED',
    category: 'asset',
  } as const
  await defineAccountTypes(tx, [...loanAccountTypes, shared], clock.now())
  const opened = await openAccounts(
    tx,
    Object.values(accounts).map((accountNo) => ({
      accountNo,
      name: accountNo,
      accountType: 'SHARED',
      owner: null,
      merchantNo: null,
      isTiancai: false,
      currency: 'CNY',
      normalSide: 'debit',
      mayGoNegative: true,
    })),
    clock.now(),
  )
  assert.ok(opened.ok)
})

const contract = (contractNo: string): NewContract => ({
  contractNo,
  product: 'test',
  orderNo: null,
  accounts,
  terms: {
    currency: 'CNY',
    principal: 1_200_000,
    annualRate: '0.12',
    method: 'equal_instalment',
    periods: 12,
    disbursedOn: '2026-01-01',
  },
  policy: {
    allocation: ['fee', 'penalty', 'interest', 'principal'],
    allocates: 'row',
    penalty: { dailyRate: '0.0005', on: 'principal', graceDays: 0, lateFee: 0 },
    settlementFees: ['0.03', '0.02'],
  },
})

async function opened(...contractNos: readonly string[]): Promise<void> {
  const result = await database.transaction((tx) =>
    openContracts(tx, rooms, contractNos.map(contract)),
  )
  assert.ok(result.ok, result.ok ? '' : result.problem.detail)
  for (const contractNo of contractNos) await happens(contractNo, 'lent', lent)
}

const lent: Fact = { kind: 'disbursed', on: '2026-01-01', amount: 1_200_000n }

async function recorded(
  contractNo: string,
  reference: string,
  fact: Fact | { readonly kind: 'taken_back'; readonly reference: string },
) {
  const one = { contractNo, reference, fact, recordedBy: 'test' }
  const [result] = await database.transaction((tx) => recordFacts(tx, rooms, [one]))
  assert.ok(result)
  return result
}

async function happens(...given: Parameters<typeof recorded>) {
  const result = await recorded(...given)
  assert.ok(result.ok, result.ok ? '' : result.problem.detail)
  return result.value
}

const paid = (on: string, amount: bigint): Fact => ({
  kind: 'received',
  on,
  amount,
  excess: 'suspense',
})

async function own(contractNo: string): Promise<Readonly<Record<string, bigint>>> {
  const numbers = ownAccounts.map((account) => ownAccountNo(contractNo, account))
  const held = await balancesOf(database, numbers)
  return Object.fromEntries(
    ownAccounts.map((account) => [account, held.get(ownAccountNo(contractNo, account)) ?? -1n]),
  )
}

const proven = async (): Promise<void> => assert.equal(await verifyLoans(database), undefined)

test('the days of a loan are booked as they pass, and its accounts are what its book says', async () => {
  await opened('L1')
  assert.equal(await closeLoans({ clock, database }, '2026-01-16'), 1)
  assert.deepEqual(await own('L1'), {
    principal: 1_200_000n,
    // Half of a month of 31 days at 1 %, rounded down until it is due.
    interest: 5_806n,
    fee: 0n,
    penalty: 0n,
    suspense: 0n,
  })
  assert.equal(await closeLoans({ clock, database }, '2026-01-16'), 0)
  await proven()
})

test('a payment that is late is spread, and recorded once however often it is told', async () => {
  await opened('L2')
  await happens('L2', 'pay-1', paid('2026-02-06', 106_856n))
  const again = await happens('L2', 'pay-1', paid('2026-02-06', 106_856n))
  assert.equal(again.replayed, true)
  const { principal, penalty, suspense } = await own('L2')
  assert.deepEqual([principal, penalty, suspense], [1_200_000n - 94_619n, 0n, 0n])
  const other = await recorded('L2', 'pay-1', paid('2026-02-06', 1n))
  assert.ok(!other.ok && other.problem.code === 'loan_reference_reused')
  await proven()
})

test('a payment that bounces is taken back, and the penalty is there as if it had never come', async () => {
  await opened('L3', 'L4')
  await happens('L3', 'pay', paid('2026-02-01', 106_619n))
  await closeLoans({ clock, database }, '2026-02-10')
  assert.equal((await own('L3'))['penalty'], 0n)
  await happens('L3', 'bounce', { kind: 'taken_back', reference: 'pay' })
  assert.deepEqual(await own('L3'), await own('L4'))
  const twice = await recorded('L3', 'bounce-2', { kind: 'taken_back', reference: 'pay' })
  assert.ok(!twice.ok && twice.problem.code === 'loan_fact_not_found')
  await proven()
})

test('a payment found later counts from its own day', async () => {
  await opened('L5')
  await closeLoans({ clock, database }, '2026-02-20')
  assert.ok(((await own('L5'))['penalty'] ?? 0n) > 0n)
  await happens('L5', 'found', paid('2026-02-01', 106_619n))
  assert.equal((await own('L5'))['penalty'], 0n)
  await proven()
})

test('a loan that is settled early has nothing left in any account', async () => {
  await opened('L6')
  await happens('L6', 'pay', paid('2026-02-01', 106_619n))
  const short = await recorded('L6', 'end', { kind: 'settled', on: '2026-02-15', amount: 1n })
  assert.ok(!short.ok && short.problem.code === 'settlement_short')
  const wanted = BigInt(/^\d+/u.exec(short.problem.detail)?.[0] ?? 0)
  const { contract: done } = await happens('L6', 'end', {
    kind: 'settled',
    on: '2026-02-15',
    amount: wanted,
  })
  assert.equal(done.book.state, 'settled')
  for (const [account, balance] of Object.entries(await own('L6'))) {
    assert.equal(balance, 0n, account)
  }
  const news = await database.rows<{ type: string }>(sql`
    select type from jobs.event where subject = 'loan:L6' order by type`)
  assert.deepEqual(
    news.map(({ type }) => type),
    ['loans.settled'],
  )
})

test('what is charged off is a loss, and what comes in later is a recovery', async () => {
  await opened('L7')
  await happens('L7', 'off', { kind: 'charged_off', on: '2026-06-30' })
  for (const [account, balance] of Object.entries(await own('L7'))) {
    assert.equal(balance, 0n, account)
  }
  await happens('L7', 'back', { kind: 'recovered', on: '2026-07-15', amount: 5_000n })
  await proven()
})

test('nobody records what has not happened, or happens to no loan', async () => {
  await opened('L8')
  const future = await recorded('L8', 'x', paid('2027-01-01', 1n))
  assert.ok(!future.ok && future.problem.code === 'loan_day_in_future')
  const nowhere = await recorded('none', 'x', paid('2026-02-01', 1n))
  assert.ok(!nowhere.ok && nowhere.problem.code === 'loan_contract_not_found')
})

test('twenty payments at once to one loan are all received, each once', async () => {
  await opened('L9')
  const numbers = Array.from({ length: 20 }, (_, at) => `at-once-${at}`)
  await Promise.all(numbers.map((no) => happens('L9', no, paid('2026-01-15', 100n))))
  assert.equal((await own('L9'))['suspense'], 2_000n)
  await proven()
})

test('two closing runs at once count each loan once', async () => {
  const loans = Array.from({ length: 30 }, (_, at) => `M${at}`)
  await opened(...loans)
  await Promise.all([1, 2, 3].map(() => closeLoans({ clock, database }, '2026-03-31')))
  const [first, ...others] = await Promise.all(loans.map(own))
  for (const other of others) assert.deepEqual(other, first)
  await proven()
})

test('a book that was tampered with is found, and so is an account', async () => {
  const { default: pg } = await import('pg')
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  const crimes = [
    ['update loans.instalment set paid_fee = paid_fee + 1 where no = 1', 'L1'],
    ['update loans.contract set received = received + 1', 'L1'],
    ["delete from loans.fact where reference = 'found'", 'L5'],
  ] as const
  for (const [crime, contractNo] of crimes) {
    await owner.query('begin')
    const where = crime.startsWith('update loans.contract')
      ? ` where contract_no = '${contractNo}'`
      : ` and contract_id = (select id from loans.contract where contract_no = '${contractNo}')`
    await owner.query(crime + where)
    await owner.query('commit')
    const fault = await verifyLoans(database)
    assert.equal(fault?.subject, `loan:${contractNo}`, crime)
    await owner.query(
      crime.startsWith('delete') ? 'select 1' : `${crime.replace('+ 1', '- 1')}${where}`,
    )
  }
  await owner.end()
})
