// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface FunderCallbackInput {
  readonly params: {
    readonly code: string
  }
}

export type FunderCallbackAnswer = string

/** A funder answers: PASS, FAIL, LOANED, LOAN_FAILED; signed in its headers. `POST /callback/funder/{code}` */
export function funderCallback(
  client: Client,
  input: FunderCallbackInput,
  options?: CallOptions,
): Promise<FunderCallbackAnswer> {
  return client.call(
    { method: 'POST', path: '/callback/funder/{code}', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}
