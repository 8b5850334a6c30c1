/** What a demo instance sells: dealers, products, and the funders that the sandbox plays. */
import type { Role } from '#kernel/auth'
import type { Dealer, FunderAnswer, ProductAnswer } from '../catalogue/index.ts'

export const dealers: readonly Dealer[] = [
  { code: 'D001', name: '上海浦东车行', region: 'SH', active: true },
  { code: 'D002', name: '杭州西湖汽贸', region: 'HZ', active: true },
  { code: 'D003', name: '成都锦江名车', region: 'CD', active: true },
]

const terms = [12, 24, 36, 48, 60].map((periods) => ({
  periods,
  financeFeeRate: '0.01',
  earlySettlementRate: '0.03',
}))

const feeLimits = [
  { fee: 'purchase_tax', min: 0, max: 5_000_000 },
  { fee: 'gps', min: 0, max: 300_000 },
  { fee: 'service', min: 0, max: 1_000_000 },
  { fee: 'insurance', min: 0, max: 3_000_000 },
  { fee: 'extended_warranty', min: 0, max: 2_000_000 },
] as const

const rates = { dailyLateRate: '0.0005', dailyExtensionRate: '0.0005', currency: 'CNY' } as const
const limits = {
  loanMin: 1_000_000,
  loanMax: 100_000_000,
  salePriceMin: 2_000_000,
  salePriceMax: 200_000_000,
  downPaymentRatioMax: '0.90',
}

export const products: readonly ProductAnswer[] = [
  {
    code: 'P_STANDARD',
    name: '标准车贷 Standard car loan',
    active: true,
    repayMethod: 'equal_instalment',
    yearRate: '0.09',
    downPaymentRatioMin: '0.20',
    ...rates,
    ...limits,
    terms,
    feeLimits: [...feeLimits],
  },
  {
    code: 'P_GREEN',
    name: '新能源车贷 Electric car loan',
    active: true,
    repayMethod: 'equal_instalment',
    yearRate: '0.08',
    downPaymentRatioMin: '0.15',
    ...rates,
    ...limits,
    terms,
    feeLimits: [...feeLimits],
  },
]

const takesMost = {
  active: true,
  products: [],
  regions: [],
  carCategories: [
    'own_combustion',
    'own_new_energy',
    'commercial_combustion',
    'commercial_new_energy',
    'used',
  ],
  amountMin: 1_000_000,
  amountMax: 100_000_000,
  termMin: 12,
  termMax: 60,
  ageMin: 18,
  ageMax: 65,
} satisfies Partial<FunderAnswer>

/** Their addresses are those of the sandbox on this machine. */
export const funders = (sandboxUrl: string): readonly FunderAnswer[] =>
  (
    [
      ['BANK_A', '甲银行', 10, ['loan_contract', 'mortgage_contract']],
      ['BANK_B', '乙银行', 20, ['loan_contract']],
      ['BANK_C', '丙银行', 30, ['loan_contract', 'gps_agreement']],
    ] as const
  ).map(([code, name, routingRank, contractDocuments]) => ({
    ...takesMost,
    code,
    name,
    baseUrl: `${sandboxUrl}/funder/${code}`,
    // The sandbox was told where we are.
    callbackBaseUrl: null,
    routingRank,
    contractDocuments: [...contractDocuments],
    carCategories: [...takesMost.carCategories],
  }))

/** The sandbox's own secret, as its README gives it. */
export const sandboxSecret = (code: string): string => `sandbox-${code}`

export interface DemoUser {
  readonly username: string
  readonly displayName: string
  readonly roles: readonly Role[]
  readonly dealer?: string
}

/** One person for each role that document 000 needs, and a second dealer and administrator. */
export const users: readonly DemoUser[] = [
  { username: 'dealer', displayName: '车行小李', roles: ['dealer'], dealer: 'D001' },
  { username: 'dealer2', displayName: '车行小王', roles: ['dealer'], dealer: 'D002' },
  { username: 'credit', displayName: '信审小张', roles: ['credit-auditor'] },
  { username: 'router', displayName: '路由小陈', roles: ['fund-router'] },
  { username: 'lending', displayName: '放审小刘', roles: ['lending-auditor'] },
  { username: 'finance', displayName: '财务小赵', roles: ['finance-ops'] },
  { username: 'admin2', displayName: '复核管理员', roles: ['admin'] },
  { username: 'auditor', displayName: '审计小周', roles: ['auditor'] },
]
