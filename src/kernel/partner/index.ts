import type { Schema } from '../db/index.ts'
import type { ProblemTable } from '../problem/index.ts'

export type { Outcome, Partner, PartnerCall, SignedRequest, UnknownReason } from './outcome.ts'
export { openPartners, type Partners, type PartnersOptions } from './partners.ts'
export { partnersHealth, type PartnerHealth } from './health.ts'
export { listCalls, type CallFilter, type RecordedCall } from './record.ts'
export { hmacSigner, verifySignature, type ReceivedRequest } from './signature.ts'

export const partnerSchema: Schema = {
  name: 'partner',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: [],
  columns: {
    'call.request': 'open',
    'call.answer': 'open',
  },
}

export const partnerProblems: ProblemTable = {
  signature_invalid: { status: 401, means: 'the signature of the request is missing or wrong' },
  signature_expired: { status: 401, means: 'the request was signed more than five minutes ago' },
}
