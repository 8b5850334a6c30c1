export {
  type ContractEffect,
  type ContractSet,
  type Signature,
  type SignaturePayload,
} from './model.ts'
export { missingSignatures, nextSet, validSet, type ContractFacts } from './rules.ts'
export { contractEvents, contractGuards } from './lifecycle.ts'
export {
  insertContractSets,
  insertSignatures,
  readContractSets,
  readSignatures,
  voidContractSets,
} from './store.ts'
export { contractRoutes } from './routes.ts'
