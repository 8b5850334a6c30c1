/** Rows of a loan's book. */
export { components, type Amounts, type Policy, type Row } from './model.ts'
export {
  aged,
  askedOf,
  earnedOf,
  none,
  spread,
  sumAmounts,
  total,
  unpaidOf,
  type Spending,
} from './rules.ts'
export { readRows, saveRows } from './store.ts'
