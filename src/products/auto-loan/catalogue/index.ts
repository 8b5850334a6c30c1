export {
  carCategories,
  code,
  feeKinds,
  feeTitles,
  literals,
  termMax,
  type CarCategory,
  type Dealer,
  type FeeKind,
  type Funder,
  type Product,
  type ProductAnswer,
  type FunderAnswer,
} from './model.ts'
export {
  ineligible,
  rateOf,
  route,
  unfitFor,
  type Candidate,
  type LoanRules,
  type Offer,
  type Unfit,
} from './rules.ts'
export { findDealers, findProducts, listFunders, listProducts, readFunderSecret } from './store.ts'
export { changeDealer, changeFunder, changeProduct } from './service.ts'
export { catalogueRoutes } from './routes.ts'
