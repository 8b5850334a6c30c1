export { divide, roundingModes, type RoundingMode } from './rounding.ts'
export { parseRate, portion, rateText, ratio, type Rate } from './rate.ts'
export { fraction, nothing, plus, rateFraction, rounded, times, type Fraction } from './fraction.ts'
export { allocate, sum, type RemainderTo } from './allocate.ts'
export {
  add,
  amountMax,
  currencies,
  decimalText,
  formatMoney,
  isCurrency,
  minorJson,
  money,
  parseMinor,
  subtract,
  type Currency,
  type Money,
  type MoneyLanguage,
} from './money.ts'
