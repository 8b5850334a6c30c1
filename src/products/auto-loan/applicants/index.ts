export {
  groupOf,
  NewApplicant,
  type Fields,
  type Groups,
  type Part,
  type Person,
  type PersonEffect,
} from './model.ts'
export { ageOn, idNumberFault, maskedGroups, merged } from './rules.ts'
export { faultOf, peopleEvents, type PeopleEffect, type PeopleFacts } from './lifecycle.ts'
export { readMaskedNames, readPeople, savePeople } from './store.ts'
export { applicantRoutes } from './routes.ts'
