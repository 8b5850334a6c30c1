/** Dealers, funders and products: what an order chooses from. */
import { Type, type Static } from 'typebox'
import { Currency, Decimal, PositiveMinor, Text } from '#kernel/http'
import { strict, titled } from '../orders/index.ts'

export const code = Type.String({ pattern: '^[A-Za-z0-9_-]{1,32}$' })

/** How a car counts for limits; `used` whatever it is used for. */
export const carCategories = [
  'own_combustion',
  'own_new_energy',
  'commercial_combustion',
  'commercial_new_energy',
  'used',
] as const
export type CarCategory = (typeof carCategories)[number]

/** What a buyer pays beside the price; each is financed or paid at once. */
export const feeKinds = [
  'purchase_tax',
  'gps',
  'service',
  'insurance',
  'extended_warranty',
  'transfer',
  'add_on',
  'assessment',
] as const
export type FeeKind = (typeof feeKinds)[number]

export const feeTitles: Readonly<Record<FeeKind, readonly [zh: string, en: string]>> = {
  purchase_tax: ['购置税', 'Purchase tax'],
  gps: ['GPS 费', 'GPS fee'],
  service: ['服务费', 'Service fee'],
  insurance: ['保险费', 'Insurance fee'],
  extended_warranty: ['延保费', 'Extended warranty fee'],
  transfer: ['过户费', 'Transfer fee'],
  add_on: ['加装费', 'Add-on fee'],
  assessment: ['评估费', 'Assessment fee'],
}

/** One of these words. */
export const literals = <const Values extends readonly string[]>(values: Values) =>
  Type.Unsafe<Values[number]>(Type.String({ enum: [...values] }))

const listMax = 200
export const termMax = 120

export const Dealer = strict({
  code,
  name: titled(Text(200), '经销商名称', 'Name'),
  region: titled(code, '地区', 'Region'),
  active: Type.Boolean(),
})
export type Dealer = Readonly<Static<typeof Dealer>>

const Months = Type.Integer({ minimum: 1, maximum: termMax })

export const Funder = strict({
  code,
  name: titled(Text(200), '资方名称', 'Name'),
  baseUrl: titled(Text(500), '接口地址', 'Address of its interface'),
  callbackBaseUrl: titled(
    Type.Union([Text(500), Type.Null()]),
    '回调基址（对方已知主机名时留空）',
    'Our address as it reaches us (null: it knows our host)',
  ),
  active: Type.Boolean(),
  routingRank: titled(Type.Integer({ minimum: 1, maximum: 10_000 }), '路由顺序', 'Routing rank'),
  products: Type.Array(code, { maxItems: listMax }),
  regions: Type.Array(code, { maxItems: listMax }),
  carCategories: Type.Array(literals(carCategories), { maxItems: carCategories.length }),
  amountMin: PositiveMinor,
  amountMax: PositiveMinor,
  termMin: Months,
  termMax: Months,
  ageMin: Type.Integer({ minimum: 18, maximum: 100 }),
  ageMax: Type.Integer({ minimum: 18, maximum: 100 }),
  contractDocuments: Type.Array(code, { minItems: 1, maxItems: 20, uniqueItems: true }),
})
export type FunderAnswer = Static<typeof Funder>

/** The secret is written and never shown; left out, it stays as it is. */
export const FunderChange = strict({
  ...Type.Omit(Funder, ['code']).properties,
  secret: Type.Optional(titled(Text(200, 8), '签名密钥', 'Secret for signatures')),
})

/** 资方. Empty `products` or `regions` take any. */
export type Funder = Readonly<
  Omit<FunderAnswer, 'amountMin' | 'amountMax'> & { amountMin: bigint; amountMax: bigint }
>

export const ProductTerm = strict({
  periods: Months,
  /** Of the finance amount, once. */
  financeFeeRate: Decimal,
  /** Of the remaining principal. */
  earlySettlementRate: Decimal,
})
export type ProductTerm = Readonly<Static<typeof ProductTerm>>

export const FeeLimit = strict({
  fee: literals(feeKinds),
  min: Type.Integer({ minimum: 0 }),
  max: Type.Integer({ minimum: 0 }),
})
export type FeeLimit = Readonly<Static<typeof FeeLimit>>

export const Product = strict({
  code,
  name: titled(Text(200), '产品名称', 'Name'),
  active: Type.Boolean(),
  repayMethod: literals(['equal_instalment', 'equal_principal', 'interest_only']),
  currency: Currency,
  loanMin: PositiveMinor,
  loanMax: PositiveMinor,
  yearRate: titled(Decimal, '年利率', 'Yearly rate'),
  dailyLateRate: titled(Decimal, '日罚息率', 'Daily late rate'),
  dailyExtensionRate: titled(Decimal, '日展期费率', 'Daily extension rate'),
  salePriceMin: PositiveMinor,
  salePriceMax: PositiveMinor,
  downPaymentRatioMin: titled(Decimal, '最低首付比例', 'Least down payment ratio'),
  downPaymentRatioMax: titled(Decimal, '最高首付比例', 'Greatest down payment ratio'),
  terms: Type.Array(ProductTerm, { minItems: 1, maxItems: 30 }),
  feeLimits: Type.Array(FeeLimit, { maxItems: feeKinds.length }),
})
export type ProductAnswer = Static<typeof Product>

type ProductAmounts = 'loanMin' | 'loanMax' | 'salePriceMin' | 'salePriceMax'
export type Product = Readonly<Omit<ProductAnswer, ProductAmounts> & Record<ProductAmounts, bigint>>
