export {
  hasRole,
  isPartyKind,
  isRole,
  partnerActor,
  partyKinds,
  roles,
  subjectOf,
  systemActor,
  type Actor,
  type Party,
  type PartyKind,
  type Role,
} from './actor.ts'
export { inScope } from './scope.ts'
import type { Schema } from '../db/index.ts'

export const authSchema: Schema = {
  name: 'auth',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: [],
}
