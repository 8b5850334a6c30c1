/** An auto-loan instance with its demo people, and payloads that every event takes. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after } from 'node:test'
import { partnerActor, systemActor, type Actor, type Role } from '#kernel/auth'
import type { Json } from '#kernel/problem'
import type { Kernel } from '#kernel/module'
import { createOrders, applyEvents, demoUsers, furnishDemo } from '#products/auto-loan'
import { client, testHouse, type HouseOptions, type Person, type TestHouse } from './house.ts'

export const demoPassword = 'demo password 2026'

export interface AutoLoan extends TestHouse {
  /** A demo user, signed in. */
  readonly as: (username: DemoName) => Promise<Person>
  /** The same, just now: a session ends when the clock runs on and nobody uses it. */
  readonly signIn: (username: DemoName) => Promise<Person>
}

export type DemoName =
  | 'dealer'
  | 'dealer2'
  | 'credit'
  | 'router'
  | 'lending'
  | 'finance'
  | 'admin2'
  | 'auditor'

export async function openAutoLoan(options: HouseOptions = {}): Promise<AutoLoan> {
  let opened: TestHouse | undefined
  // Hooks run in the order of their registration: the worker rests before its database goes.
  after(() => opened?.kernel.jobs.stop())
  const house = await testHouse(options)
  opened = house
  // Without a sandbox nobody listens: whoever calls a funder learns nothing.
  const sandboxUrl = house.sandboxUrl || 'http://127.0.0.1:9'
  await furnishDemo(house.kernel, { password: demoPassword, sandboxUrl })
  const people = new Map<DemoName, Promise<Person>>()
  const signIn = async (username: DemoName): Promise<Person> => {
    const answer = await client(house.url, '').post('/api/v1/auth/login', {
      username,
      password: demoPassword,
    })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return client(house.url, String(answer.body.token))
  }
  return {
    ...house,
    signIn,
    as: (username) => {
      const known = people.get(username) ?? signIn(username)
      people.set(username, known)
      return known
    },
  }
}

/** The person who usually has this role. */
export const nameOf: Readonly<Partial<Record<Role, DemoName>>> = {
  dealer: 'dealer',
  'credit-auditor': 'credit',
  'fund-router': 'router',
  'lending-auditor': 'lending',
  'finance-ops': 'finance',
}

export const applicant = {
  name: '张三',
  idNumber: '11010519491231002X',
  phone: '13800138000',
  unitName: '上海某某科技有限公司',
  monthlyIncome: 2_000_000,
} as const

/** 35 years old in January 2026: funders take people up to 65. */
export const youngIdNumber = '110105199003072311'

export const car = {
  usage: 'own',
  energy: 'combustion',
  condition: 'new',
  maker: '某某汽车',
  style: '豪华型 2.0T',
  colour: '白',
  vin: 'LSVAA4182E2123456',
  salePrice: 15_000_000,
} as const

export const newOrder = {
  applicant: { ...applicant, idNumber: youngIdNumber },
  car,
  deposit: 100_000,
}

export const plan = { product: 'P_STANDARD', term: 36, downPayment: 4_500_000 } as const

export const coBorrower = {
  name: '李四',
  idNumber: '11010519491231002X',
  phone: '13900139000',
  relation: '配偶',
}

/** A repay plan whose principal adds up to the amount. */
export const repayPlan = (amount: number, term: number) =>
  Array.from({ length: term }, (_, at) => ({
    no: at + 1,
    dueOn: `2026-${String((at % 12) + 1).padStart(2, '0')}-15`,
    principal:
      at === 0 ? amount - Math.floor(amount / term) * (term - 1) : Math.floor(amount / term),
    interest: 1_000,
  }))

export const approved = 10_500_000

const signatures = ['loan_contract', 'mortgage_contract'].map((document) => ({
  document,
  signer: 'borrower',
  signedOn: '2026-01-05',
}))

/** What fits each event of version 8, for an order like `newOrder`. */
export const payloads: Readonly<Record<string, Json>> = {
  create_order: newOrder,
  save_user_work_info: { unitName: '新单位', monthlyIncome: 2_500_000 },
  save_user_basic_info: { phone: '13700137000' },
  save_user_driver_license: { licenceNo: '310105199003072316', licenceClass: 'C1' },
  save_user_coborrower_info: coBorrower,
  save_coborrow_info: coBorrower,
  save_user_id_card: { name: '张三丰' },
  save_user_info: { phone: '13600136000', unitName: '第三单位' },
  reject_qualification_audit: { comment: '征信不良' },
  return_materials_audit: { comment: '身份证照片不清楚' },
  reject_materials_audit: { comment: '材料造假' },
  return_loan_material_audit: { comment: '缺少发票' },
  return_contract_audit: { reason: '签名不一致' },
  save_product: plan,
  fund_final_audit_pass: {
    funder: 'BANK_A',
    approvedAmount: approved,
    approvedTerm: 36,
    monthlyRate: '0.0075',
  },
  fund_final_audit_fail: { funder: 'BANK_A', reasonCode: 'SCORE' },
  contract_signed: { signatures },
  down_payment_done: { amount: 4_500_000, reference: 'DP-1', receivedOn: '2026-01-05' },
  loaned: {
    funder: 'BANK_A',
    amount: approved,
    loanDate: '2026-01-05',
    contractNo: 'C-1',
    repayPlan: repayPlan(approved, 36),
  },
}

let calls = 0

/** An actor of the house itself with this role, as the service sees one. */
export const actorOf = (role: string): Actor =>
  role === 'system'
    ? systemActor('test')
    : {
        kind: 'user',
        id: `0190-${role}`,
        name: role,
        // The definition knows only roles that exist.
        roles: [role as Role],
        party: role === 'dealer' ? { kind: 'dealer', code: 'D001' } : undefined,
      }

export interface Applying {
  readonly role: string
  readonly payload?: Json
  readonly dryRun?: boolean
  readonly expectedVersion?: number
  readonly actor?: Actor
  readonly requestId?: string
  readonly at?: Readonly<Date>
}

/** One event through the real service. */
export async function apply(kernel: Kernel, orderNo: string, event: string, given: Applying) {
  const [answer] = await kernel.database.transaction((tx) =>
    applyEvents(kernel)(tx, [callOf(kernel, orderNo, event, given)]),
  )
  assert.ok(answer)
  return answer
}

export const callOf = (kernel: Kernel, orderNo: string, event: string, given: Applying) => ({
  orderNo,
  event,
  payload: given.payload ?? payloads[event] ?? {},
  expectedVersion: given.expectedVersion,
  actor: given.actor ?? actorOf(given.role),
  actorSystem: 'test',
  requestId: given.requestId ?? `call ${(calls += 1)}`,
  at: given.at ?? kernel.clock.now(),
  dryRun: given.dryRun ?? false,
})

/** New orders of dealer D001, through the real service. */
export async function create(kernel: Kernel, count = 1): Promise<readonly string[]> {
  const results = await kernel.database.transaction((tx) =>
    createOrders(kernel)(
      tx,
      Array.from({ length: count }, () => ({
        given: newOrder,
        actor: actorOf('dealer'),
        actorSystem: 'test',
        requestId: `birth ${(calls += 1)}`,
        at: kernel.clock.now(),
      })),
    ),
  )
  return results.map((result) => {
    assert.ok(result.ok, result.ok ? '' : result.problem.detail)
    return result.value.orderNo
  })
}

export type Step = readonly [event: string, role: string, payload?: Json]

/** From the draft to the end, the parallel path: with a down payment before the last audit. */
export const path: readonly Step[] = [
  ['submit_order', 'dealer'],
  ['qualification_audit_pass', 'credit-auditor'],
  ['submit_materials_audit', 'dealer'],
  ['materials_audit_pass', 'credit-auditor'],
  ['save_product', 'dealer'],
  ['product_confirmed', 'dealer'],
  ['fund_final_audit_pass', 'fund-router'],
  ['contract_signed', 'lending-auditor'],
  ['down_payment_done', 'finance-ops'],
  ['pass_loan_material_audit', 'lending-auditor'],
  ['submit_fund_loan', 'finance-ops'],
  ['loaned', 'system'],
]

/** Walks the order along; every step must be taken. */
export async function walk(
  kernel: Kernel,
  orderNo: string,
  steps: readonly Step[],
): Promise<number> {
  let state = -1
  for (const [event, role, payload] of steps) {
    const given = payload === undefined ? { role } : { role, payload }
    const answer = await apply(kernel, orderNo, event, given)
    assert.ok(answer.ok, answer.ok ? '' : `${event}: ${JSON.stringify(answer.problem)}`)
    state = answer.value.state
  }
  return state
}

export const until = (event: string): readonly Step[] =>
  path.slice(0, path.findIndex(([name]) => name === event) + 1)

export { demoUsers, partnerActor }

/** How an order gets into each state of version 8. */
export const waysTo: Readonly<Record<number, readonly Step[]>> = {
  0: [],
  10010: until('submit_order'),
  10030: [...until('submit_order'), ['reject_qualification_audit', 'credit-auditor']],
  10050: until('qualification_audit_pass'),
  40010: until('submit_materials_audit'),
  40020: [...until('submit_materials_audit'), ['return_materials_audit', 'credit-auditor']],
  40030: [...until('submit_materials_audit'), ['reject_materials_audit', 'credit-auditor']],
  40050: until('save_product'),
  40110: until('product_confirmed'),
  40130: [...until('product_confirmed'), ['fund_final_audit_fail', 'fund-router']],
  40150: until('fund_final_audit_pass'),
  50250: until('contract_signed'),
  30050: until('down_payment_done'),
  50310: [...until('fund_final_audit_pass'), ['loan_material_audit', 'lending-auditor']],
  50350: until('pass_loan_material_audit'),
  60010: until('submit_fund_loan'),
  60050: until('loaned'),
  99999: [['cancel', 'dealer']],
}

/** The smallest PNG there is: one pixel. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAC' +
    'hwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
export const imageSha256 = createHash('sha256').update(png).digest('hex')

/** Uploads the one-pixel image. */
export async function upload(who: Person, orderNo: string, kind: string, bytes: Uint8Array = png) {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'photo.png')
  const path = `/api/v1/auto-loan/orders/${orderNo}/images?kind=${kind}`
  return await who.send('POST', path, { body: form })
}
