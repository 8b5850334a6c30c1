// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export type ListCurrenciesAnswer = {
  readonly items: readonly {
    readonly code: string
    readonly exponent: number
  }[]
}

/** Currencies with the number of their decimals. `GET /api/v1/currencies` */
export function listCurrencies(
  client: Client,
  options?: CallOptions,
): Promise<ListCurrenciesAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/currencies', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}
