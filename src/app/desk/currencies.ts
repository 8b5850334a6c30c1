/** The currencies and how many decimals each has: IDR is whole rupiah, unlike ISO 4217's two. */
import { Type } from 'typebox'
import { read, type Route } from '#kernel/http'
import { currencies } from '#kernel/money'
import { accept } from '#kernel/problem'

export const currencyRoutes = (): readonly Route[] => [
  read({
    tag: 'currencies',
    access: 'signed-in',
    path: '/api/v1/currencies',
    operationId: 'listCurrencies',
    summary: 'currencies with the number of their decimals',
    answer: Type.Object({
      items: Type.Array(Type.Object({ code: Type.String(), exponent: Type.Integer() })),
    }),
    problems: [],
    run: async () => {
      const items = Object.entries(currencies).map(([code, exponent]) => ({ code, exponent }))
      return accept({ items })
    },
  }),
]
