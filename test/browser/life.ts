/**
 * Some life in a demo house, made through the public API: orders in many states, a funder that
 * fails, proposals that wait, money in the ledger, people, keys. Pages are looked at with it.
 */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { client, type Answer, type Person } from '../house.ts'
import { password } from './house.ts'

/** What the pages are opened with. */
export interface Life {
  /** An order whose money was paid out. */
  readonly orderNo: string
  readonly proposalId: string
  readonly accountNo: string
  readonly bizNo: string
  readonly userId: string
  readonly machineVersion: string
  readonly parameter: string
}

type Name = 'dealer' | 'dealer2' | 'credit' | 'router' | 'lending' | 'finance' | 'admin' | 'admin2'

interface People {
  as(name: Name): Promise<Person>
  /** A command by this person; it must succeed. */
  does(name: Name, request: string, body?: unknown): Promise<Answer['body']>
}

function peopleOf(url: string): People {
  const known = new Map<Name, Promise<Person>>()
  let keys = 0
  async function signIn(username: Name): Promise<Person> {
    const answer = await client(url, '').post('/api/v1/auth/login', { username, password })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return client(url, String(answer.body.token))
  }
  function as(name: Name): Promise<Person> {
    const person = known.get(name) ?? signIn(name)
    known.set(name, person)
    return person
  }
  return {
    as,
    async does(name, request, body) {
      const [method = '', path = ''] = request.split(' ')
      const who = await as(name)
      const answer = await who.send(method, `/api/v1${path}`, {
        headers: {
          'idempotency-key': `life-${(keys += 1)}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const said = `${request} by ${name}: ${answer.status} ${JSON.stringify(answer.body)}`
      assert.ok(answer.status < 300, said)
      return answer.body
    },
  }
}

export async function liveliness(url: string): Promise<Life> {
  const people = peopleOf(url)
  const accountNo = await books(people)
  const orderNo = await orders(people)
  const { proposalId, parameter } = await proposals(people)
  const userId = await staff(people)
  const lifecycles = await people.does('admin', 'GET /lifecycles')
  const version = lifecycles.items.find(
    ({ takesNewOrders, current }: Record<string, unknown>) => takesNewOrders ?? current,
  )
  return {
    orderNo,
    proposalId,
    accountNo,
    bizNo: 'SPLIT-1003',
    userId,
    machineVersion: String(version?.version ?? '8'),
    parameter,
  }
}

const vins = ['LSVAA4182E2123456', 'LFV2A2150A3012345', 'LBVHY1105BS123456'] as const
const makers = ['某某汽车', '东方汽车', '北方客车'] as const

/** An order that is taken as it is; a few of them look different. */
export const newOrder = (at: number) => ({
  applicant: {
    name: ['张三', '李思思', '欧阳建国'][at % 3],
    idNumber: '110105199003072311',
    phone: `1380013${String(8_000 + at)}`,
    unitName: '上海某某科技有限公司',
    monthlyIncome: 2_000_000,
  },
  car: {
    usage: 'own',
    energy: at % 2 === 0 ? 'combustion' : 'new_energy',
    condition: 'new',
    maker: makers[at % 3],
    style: '豪华型 2.0T',
    colour: '白',
    vin: vins[at % 3],
    salePrice: 15_000_000 + (at % 10) * 198_700,
  },
  deposit: 100_000,
})

type Step = readonly [event: string, by: Name, payload?: object]

const steps: readonly Step[] = [
  ['submit_order', 'dealer'],
  ['qualification_audit_pass', 'credit'],
  ['submit_materials_audit', 'dealer'],
  ['materials_audit_pass', 'credit'],
  ['save_product', 'dealer', { product: 'P_STANDARD', term: 36, downPayment: 6_000_000 }],
  ['product_confirmed', 'dealer'],
]

const signatures = ['loan_contract', 'mortgage_contract'].map((document) => ({
  document,
  signer: 'borrower',
  signedOn: '2026-01-05',
}))
const lateSteps: readonly Step[] = [
  ['contract_signed', 'lending', { signatures }],
  ['down_payment_done', 'finance', { amount: 6_000_000, reference: 'DP-1', receivedOn: today() }],
  ['pass_loan_material_audit', 'lending'],
  ['submit_fund_loan', 'finance'],
]

function today(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
}

const finalAudit = 40150
const paidOut = 60050
const waitsMax = 200

async function untilState(people: People, orderNo: string, state: number): Promise<void> {
  for (let tries = 0; tries < waitsMax; tries++) {
    const order = await people.does('finance', `GET /auto-loan/orders/${orderNo}`)
    if (order.state === state) return
    await sleep(100)
  }
  assert.fail(`order ${orderNo} does not come to ${state}`)
}

async function walk(people: People, orderNo: string, way: readonly Step[]): Promise<void> {
  for (const [event, by, payload = {}] of way) {
    await people.does(by, `POST /auto-loan/orders/${orderNo}/events/${event}`, { payload })
  }
}

/** Orders at every step of the way; one is paid out, one meets a funder that fails. */
async function orders(people: People): Promise<string> {
  const create = async (at: number): Promise<string> => {
    const made = await people.does('dealer', 'POST /auto-loan/orders', newOrder(at))
    return String(made.orderNo)
  }
  for (let at = 0; at < 14; at++) await walk(people, await create(at), steps.slice(0, at % 6))
  const failing = await create(20)
  for (const behaviour of ['server_error', 'wrong_amount']) {
    await people.does('admin', 'POST /sandbox/next', { partner: 'funder:BANK_A', behaviour })
  }
  await walk(people, failing, steps)
  // What was planned for the first order must not meet the second.
  await sleep(3_000)
  const paid = await create(21)
  await walk(people, paid, steps)
  await untilState(people, paid, finalAudit)
  await walk(people, paid, lateSteps)
  await untilState(people, paid, paidOut)
  const cancelled = await create(22)
  await walk(people, cancelled, [['cancel', 'dealer']])
  return paid
}

const types = [
  ['acquirer_cash', '待清算资金', 'Acquirer cash', 'asset'],
  ['merchant', '商户账户', 'Merchant account', 'liability'],
  ['fee_income', '手续费收入', 'Fee income', 'income'],
] as const

const accounts = [
  ['CASH-01', '待清算总账户', 'acquirer_cash', 'debit'],
  ['M-1001', '星河餐饮一店', 'merchant', 'credit'],
  ['M-1002', '星河餐饮二店（一个名字很长的门店，用来看看会不会被截断）', 'merchant', 'credit'],
  ['FEE-01', '手续费', 'fee_income', 'credit'],
] as const

async function books(people: People): Promise<string> {
  const known = await people.does('finance', 'GET /ledger/account-types')
  const has = new Set(known.items.map(({ accountType }: { accountType: string }) => accountType))
  for (const [accountType, nameZh, nameEn, category] of types) {
    const body = { accountType, nameZh, nameEn, category }
    if (!has.has(accountType)) await people.does('admin', 'POST /ledger/account-types', body)
  }
  for (const [accountNo, name, accountType, normalSide] of accounts) {
    const body = { accountNo, name, accountType, normalSide, currency: 'CNY', owner: '星河餐饮' }
    await people.does('finance', 'POST /ledger/accounts', body)
  }
  for (let at = 1; at <= 12; at++) {
    const gross = 100_000 * at + 37
    await people.does('finance', 'POST /ledger/journals', {
      bizType: 'split',
      bizNo: `SPLIT-${1_000 + at}`,
      memo: '收单分账',
      transfers: [
        { debit: 'CASH-01', credit: 'M-1001', amount: gross },
        { debit: 'M-1001', credit: 'M-1002', amount: Math.floor(gross / 3) },
        { debit: 'M-1001', credit: 'FEE-01', amount: Math.floor(gross / 100) },
      ],
    })
  }
  await people.does('finance', 'POST /ledger/holds', {
    bizType: 'withdrawal',
    bizNo: 'W-1',
    accountNo: 'M-1001',
    amount: 50_000,
  })
  await people.does('admin', 'POST /ledger/verify')
  return 'M-1001'
}

async function proposals(people: People): Promise<Pick<Life, 'proposalId' | 'parameter'>> {
  const adjustment = {
    transfers: [{ debit: 'M-1001', credit: 'M-1002', amount: 1_234 }],
    reason: '门店间调账：九月份水电费分摊',
  }
  const made = await people.does('finance', 'POST /ledger/adjustments', adjustment)
  const parameters = await people.does('admin', 'GET /parameters')
  const mine = parameters.items.filter(
    ({ mayPropose, value }: { mayPropose: boolean; value: unknown }) =>
      mayPropose && typeof value === 'number',
  )
  for (const { name, value } of mine.slice(0, 2)) {
    const body = { value, reason: '节前调整，节后恢复' }
    await people.does('admin', `POST /parameters/${name}/changes`, body)
  }
  return { proposalId: String(made.proposalId), parameter: String(mine[0]?.name) }
}

async function staff(people: People): Promise<string> {
  const made = await people.does('admin', 'POST /users', {
    username: 'newcomer',
    displayName: '新人小周',
    roles: ['credit-auditor', 'fund-router'],
    password,
  })
  await people.does('admin', 'POST /api-keys', {
    title: '数据同步',
    scopes: ['auto-loan:read', 'ledger:read'],
  })
  await people.does('admin', 'POST /audit/verification')
  return String(made.user?.id ?? made.id)
}
