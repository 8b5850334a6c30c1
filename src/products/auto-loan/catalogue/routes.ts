import { Type } from 'typebox'
import { command, read, type Route } from '#kernel/http'
import type { Kernel } from '#kernel/module'
import { accept } from '#kernel/problem'
import { strict } from '../orders/index.ts'
import { code, Dealer, Funder, FunderChange, Product } from './model.ts'
import {
  changeDealer,
  changeFunder,
  changeProduct,
  funderAnswer,
  productAnswer,
} from './service.ts'
import { listDealers, listFunders, listProducts } from './store.ts'

const base = '/api/v1/auto-loan'
const tag = 'auto-loan'
const ByCode = strict({ code })
const all = <Item extends Parameters<typeof Type.Array>[0]>(item: Item) =>
  Type.Object({ items: Type.Array(item) })

export const catalogueRoutes = (kernel: Kernel): readonly Route[] => [
  ...dealerRoutes(kernel),
  ...funderRoutes(kernel),
  ...productRoutes(kernel),
]

const dealerRoutes = ({ database }: Kernel): readonly Route[] => [
  read({
    path: `${base}/dealers`,
    operationId: 'listDealers',
    summary: 'Dealers; a dealer sees itself',
    tag,
    access: 'signed-in',
    answer: all(Dealer),
    problems: [],
    run: async ({ actor }) => accept({ items: await listDealers(database, actor) }),
  }),
  command({
    method: 'PUT',
    path: `${base}/dealers/:code`,
    operationId: 'saveDealer',
    summary: 'Adds or changes a dealer',
    tag,
    access: ['admin'],
    params: ByCode,
    body: Type.Omit(Dealer, ['code'], { additionalProperties: false }),
    answer: Dealer,
    problems: [],
    each: (tx, call) =>
      changeDealer(tx, { ...call, value: { ...call.body, code: call.params.code } }),
  }),
]

const funderRoutes = ({ database, secrets }: Kernel): readonly Route[] => [
  read({
    path: `${base}/funders`,
    operationId: 'listFunders',
    summary: 'Funders, in routing order',
    tag,
    access: ['admin', 'fund-router', 'finance-ops', 'lending-auditor', 'credit-auditor'],
    answer: all(Funder),
    problems: [],
    run: async () => accept({ items: (await listFunders(database)).map(funderAnswer) }),
  }),
  command({
    method: 'PUT',
    path: `${base}/funders/:code`,
    operationId: 'saveFunder',
    summary: 'Adds or changes a funder; orders that are with it keep their routing list',
    tag,
    access: ['admin'],
    params: ByCode,
    body: FunderChange,
    answer: Funder,
    problems: ['funder_invalid'],
    each: (tx, call) => {
      const { secret, ...given } = call.body
      const value = { ...given, code: call.params.code }
      return changeFunder(tx, secrets, { ...call, value, secret })
    },
  }),
]

const productRoutes = ({ database }: Kernel): readonly Route[] => [
  read({
    path: `${base}/products`,
    operationId: 'listProducts',
    summary: 'Loan products with their limits',
    tag,
    access: 'signed-in',
    answer: all(Product),
    problems: [],
    run: async () => accept({ items: (await listProducts(database)).map(productAnswer) }),
  }),
  command({
    method: 'PUT',
    path: `${base}/products/:code`,
    operationId: 'saveProduct',
    summary: 'Adds or changes a product; plans that were saved keep their rates',
    tag,
    access: ['admin'],
    params: ByCode,
    body: Type.Omit(Product, ['code'], { additionalProperties: false }),
    answer: Product,
    problems: ['product_invalid'],
    each: (tx, call) =>
      changeProduct(tx, { ...call, value: { ...call.body, code: call.params.code } }),
  }),
]
