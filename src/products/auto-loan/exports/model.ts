/** The columns of the orders' file: those of the list, each amount in its own currency. */
import { isCurrency, type Money } from '#kernel/money'
import type { ExportLanguage } from '#kernel/module'
import type { Column, Value } from '#kernel/sheet'
import type { ListRow } from '../views/index.ts'

interface FileColumn {
  readonly zh: string
  readonly en: string
  readonly kind: Column['kind']
  readonly of: (row: ListRow, language: ExportLanguage) => Value
}

// prettier-ignore
const fileColumns: readonly FileColumn[] = [
  { zh: '订单号',     en: 'Order',        kind: 'text',    of: (row) => row.orderNo },
  { zh: '状态码',     en: 'State code',   kind: 'integer', of: (row) => row.state },
  { zh: '状态',       en: 'State',        kind: 'text',    of: (row, language) => language === 'zh' ? row.stateName : row.stateNameEn },
  { zh: '申请人',     en: 'Applicant',    kind: 'text',    of: (row) => row.applicantName },
  { zh: '车商',       en: 'Dealer',       kind: 'text',    of: (row) => row.dealerId },
  { zh: '产品',       en: 'Product',      kind: 'text',    of: (row) => row.productId },
  { zh: '资金方',     en: 'Funder',       kind: 'text',    of: (row) => row.funderId },
  { zh: '融资金额',   en: 'Financed',     kind: 'amount',  of: (row) => money(row.financeAmount, row) },
  { zh: '首付金额',   en: 'Down payment', kind: 'amount',  of: (row) => money(row.downPaymentAmount, row) },
  { zh: '定金',       en: 'Deposit',      kind: 'amount',  of: (row) => money(row.depositAmount, row) },
  { zh: '币种',       en: 'Currency',     kind: 'text',    of: (row) => row.currency },
  { zh: '状态机版本', en: 'Lifecycle',    kind: 'text',    of: (row) => row.smVersion },
  { zh: '创建时间',   en: 'Created',      kind: 'moment',  of: (row) => new Date(row.createdAt) },
  { zh: '更新时间',   en: 'Updated',      kind: 'moment',  of: (row) => new Date(row.updatedAt) },
  { zh: '进入该状态', en: 'In state since', kind: 'moment', of: (row) => new Date(row.stateSince) },
]

function money(amount: number | string, { currency }: ListRow): Money | string {
  return isCurrency(currency) ? { amount: BigInt(amount), currency } : String(amount)
}

export const columnsIn = (language: ExportLanguage): readonly Column[] =>
  fileColumns.map((column) => ({ title: column[language], kind: column.kind }))

export const valuesOf = (row: ListRow, language: ExportLanguage): readonly Value[] =>
  fileColumns.map((column) => column.of(row, language))
