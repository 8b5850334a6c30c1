export {
  applicationNumber,
  askTask,
  orderNoOf,
  withdrawTask,
  type Application,
  type FunderChoice,
  type RoutingEffect,
} from './model.ts'
export {
  applicationOf,
  approval,
  candidateOf,
  currentChoice,
  nextChoice,
  zone,
  type RoutingFacts,
} from './rules.ts'
export { routingEvents, routingGuards, type RoutingEffects } from './lifecycle.ts'
export {
  findApplication,
  insertApplications,
  insertChoices,
  readApplications,
  readChoices,
  setApplications,
  setChoices,
  staleApplications,
} from './store.ts'
export { applicationRequest, bankOf } from './service.ts'
