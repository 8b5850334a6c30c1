/**
 * Some books for the ledger's pages, made through the public API by a person who may: a bank, fees,
 * three customers, two months of their business, holds, a reversal.
 */
import assert from 'node:assert/strict'
import { client, type Person } from '#test/house'

const types = [
  { accountType: '1002', nameZh: '银行存款', nameEn: 'Bank deposits', category: 'asset' },
  { accountType: '2203', nameZh: '客户资金', nameEn: 'Customer funds', category: 'liability' },
  { accountType: '6001', nameZh: '手续费收入', nameEn: 'Fee income', category: 'income' },
] as const

const customers = [
  { accountNo: 'C-10001', name: '杭州湖畔汽车销售有限公司', owner: 'M-10001' },
  { accountNo: 'C-10002', name: '宁波东港汽车贸易有限公司', owner: 'M-10002' },
  { accountNo: 'C-10003', name: '温州瓯江车行', owner: 'M-10003' },
] as const

const bank = 'B-1002-01'
const fees = 'F-6001-01'
const dayMs = 86_400_000
const daysBack = 60

export async function signedInByApi(url: string, username: string, password: string) {
  const answer = await client(url, '').post('/api/v1/auth/login', { username, password })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return client(url, String(answer.body.token))
}

export async function seedBooks(finance: Person): Promise<void> {
  const post = async (path: string, body: unknown) => {
    const answer = await finance.post(`/api/v1/ledger${path}`, body)
    assert.ok(answer.status < 300, `${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  for (const type of types) await post('/account-types', type)
  const house = { currency: 'CNY', mayGoNegative: true }
  const own = [
    { accountNo: bank, name: '工行备付金户', accountType: '1002', normalSide: 'debit', ...house },
    { accountNo: fees, name: '分账手续费', accountType: '6001', normalSide: 'credit', ...house },
  ]
  for (const account of own) await post('/accounts', account)
  for (const customer of customers) {
    await post('/accounts', {
      ...customer,
      accountType: '2203',
      currency: 'CNY',
      normalSide: 'credit',
      merchantNo: customer.owner,
      isTiancai: customer.accountNo === 'C-10001',
    })
  }
  await post('/journals', journals(new Date()))
  const hold = { bizNo: 'HOLD-1', bizType: 'WITHDRAWAL', accountNo: 'C-10001', amount: 250_000 }
  await post('/holds', hold)
  const undo = { bizNo: 'T-0003-R1', originalBizType: 'SETTLEMENT', amount: 30_000, memo: '退款' }
  await post('/journals/T-0003/reverse', undo)
}

/** Each second day money comes in, is split three ways, and a fee is kept. */
function journals(now: Date) {
  return Array.from({ length: daysBack / 2 }, (_, at) => {
    const day = new Date(now.getTime() - (daysBack - 2 * at) * dayMs).toISOString().slice(0, 10)
    const amount = 100_000 + ((at * 37_700) % 240_000)
    const [one, two] = [customers[at % 3], customers[(at + 1) % 3]]
    return {
      bizNo: `T-${String(at).padStart(4, '0')}`,
      bizType: 'SETTLEMENT',
      effectiveDate: day,
      memo: '分账结算',
      metadata: { batch: day },
      transfers: [
        { debit: bank, credit: one?.accountNo, amount },
        { debit: bank, credit: two?.accountNo, amount: Math.floor(amount / 3) },
        { debit: one?.accountNo, credit: fees, amount: Math.floor(amount / 200) },
      ],
    }
  })
}
