export { Fee, NewCar, PlanPayload, type Car, type FinancePlan, type PlannedFee } from './model.ts'
export { categoryOf, financeAmount, offerOf, priceOf } from './rules.ts'
export { offerEvents, type OfferEffect, type OfferFacts } from './lifecycle.ts'
export { insertCars, readCars, readPlans, savePlans } from './store.ts'
