/** The tables that scenarios need, of the house and of its products. */
import type { Schema } from '#kernel/db'
import { schemas as house } from '../src/app/schemas.ts'

const autoLoan: Schema = {
  name: 'auto_loan',
  directory: new URL('../src/products/auto-loan/sql/', import.meta.url),
  appendOnly: ['order_event'],
}

export const schemas: readonly Schema[] = [
  ...house.filter(({ name }) => name !== autoLoan.name),
  autoLoan,
]
