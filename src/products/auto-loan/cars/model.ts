/** The car, and the plan by which it is paid for. */
import { Type, type Static } from 'typebox'
import type { Instant } from '#kernel/clock'
import { PositiveMinor, Text } from '#kernel/http'
import type { Id } from '#kernel/id'
import { code, feeKinds, literals, termMax, type FeeKind } from '../catalogue/index.ts'
import { strict, titled, type OrderKey } from '../orders/index.ts'

const optional = Type.Optional
const serial = (zh: string, en: string) =>
  optional(titled(Type.String({ pattern: '^[A-Za-z0-9]{6,20}$' }), zh, en))

export const NewCar = titled(
  strict({
    usage: titled(literals(['own', 'commercial']), '用途', 'Use'),
    energy: titled(literals(['combustion', 'new_energy']), '能源', 'Energy'),
    condition: titled(literals(['new', 'used']), '新旧', 'New or used'),
    maker: titled(Text(100), '厂商', 'Maker'),
    style: titled(Text(200), '车型', 'Style'),
    colour: optional(titled(Text(40), '颜色', 'Colour')),
    vin: serial('车架号', 'VIN'),
    engineNo: serial('发动机号', 'Engine number'),
    salePrice: titled(PositiveMinor, '车辆售价（分）', 'Sale price (fen)'),
    assessedPrice: optional(titled(PositiveMinor, '评估价（分）', 'Assessed price (fen)')),
  }),
  '车辆',
  'Car',
)
export type NewCar = Static<typeof NewCar>

/** Amounts in minor units of the order's currency. */
export interface Car {
  readonly bucket: number
  readonly id: Id<'car'>
  readonly orderId: OrderKey['id']
  readonly usage: NewCar['usage']
  readonly energy: NewCar['energy']
  readonly condition: NewCar['condition']
  readonly maker: string
  readonly style: string
  readonly colour: string | null
  readonly vin: string | null
  readonly engineNo: string | null
  readonly salePrice: bigint
  readonly assessedPrice: bigint | null
}

export const Fee = strict({
  kind: titled(literals(feeKinds), '费用', 'Fee'),
  amount: titled(PositiveMinor, '金额（分）', 'Amount (fen)'),
  financed: titled(Type.Boolean(), '纳入融资', 'Financed'),
})

/** What save_product takes: 金融方案. */
export const PlanPayload = strict({
  product: titled(code, '产品', 'Product'),
  term: titled(Type.Integer({ minimum: 1, maximum: termMax }), '期数（月）', 'Term (months)'),
  downPayment: titled(PositiveMinor, '首付（分）', 'Down payment (fen)'),
  fees: optional(titled(Type.Array(Fee, { maxItems: feeKinds.length }), '费用', 'Fees')),
})
export type PlanPayload = Static<typeof PlanPayload>

/** `financed` tells whether the fee is lent, or paid by the customer at once. */
export interface PlannedFee {
  readonly kind: FeeKind
  readonly amount: bigint
  readonly financed: boolean
}

/** Rates are those that the product had when the plan was saved. */
export interface FinancePlan {
  readonly bucket: number
  readonly orderId: OrderKey['id']
  readonly productCode: string
  readonly term: number
  readonly salePrice: bigint
  readonly downPayment: bigint
  readonly fees: readonly PlannedFee[]
  readonly financeAmount: bigint
  readonly yearRate: string
  readonly dailyLateRate: string
  readonly earlySettlementRate: string
  readonly savedAt: Instant
}

export interface PlanEffect {
  readonly kind: 'plan.save'
  readonly plan: FinancePlan
}
