import type { Schema } from '../db/index.ts'
import type { ProblemTable } from '../problem/index.ts'

export { masterKeys, SecretKeyWrong } from './master.ts'
export type { IndexKind } from './blind-index.ts'
export { maskCard, maskIdNumber, maskName, maskPhone } from './mask.ts'
export {
  openSecrets,
  type ClearField,
  type SealedField,
  type SecretDeed,
  type Secrets,
  type SecretsOptions,
  type Unmasking,
} from './secrets.ts'

export const secretProblems = {
  reason_required: { status: 422, means: 'This is recorded with its reason, and none was given.' },
  erased: { status: 410, means: 'The data of this person was erased.' },
  person_unknown: { status: 404, means: 'There is no such person.' },
} as const satisfies ProblemTable

export const secretSchema: Schema = {
  name: 'secret',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: [],
  columns: {
    'index_key.name': 'open',
    'index_key.wrapped': 'secret',
    'person_key.wrapped': 'secret',
  },
}
