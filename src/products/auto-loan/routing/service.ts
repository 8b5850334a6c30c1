/** Speaks to the funder of an order: where it is, and what it is told. */
import { createHash } from 'node:crypto'
import { businessDate, type Instant } from '#kernel/clock'
import type { Kernel } from '#kernel/module'
import { assert } from '#kernel/problem'
import { maskName } from '#kernel/secret'
import { ageOn, readPeople } from '../applicants/index.ts'
import { categoryOf, readCars, readPlans } from '../cars/index.ts'
import { findDealers, listFunders, readFunderSecret } from '../catalogue/index.ts'
import { openFunderBank, type FunderBank } from '../channels/index.ts'
import type { Order } from '../orders/index.ts'
import type { Application } from './model.ts'
import { zone } from './rules.ts'

export interface OpenedBank {
  readonly bank: FunderBank
  /** Where it calls back. */
  readonly callbackUrl: string
}

export async function bankOf(kernel: Kernel, code: string): Promise<OpenedBank> {
  const { database, secrets, partners } = kernel
  const funder = (await listFunders(database)).find((one) => one.code === code)
  const secret = await readFunderSecret(database, secrets, code)
  assert(funder && secret, `funder ${code} is in the catalogue, with its secret`)
  const base = funder.callbackBaseUrl?.replace(/\/$/u, '') ?? ''
  const bank = openFunderBank(partners, { code, baseUrl: funder.baseUrl, secret })
  return { bank, callbackUrl: `${base}/callback/funder/${code}` }
}

/** Of the applicant the funder learns a masked name, a hash and an age. */
export async function applicationRequest(
  kernel: Kernel,
  order: Order,
  application: Application,
  at: Instant,
) {
  const { database, secrets } = kernel
  const [car] = await readCars(database, [order])
  const [plan] = await readPlans(database, [order])
  const [dealer] = await findDealers(database, [order.dealerId])
  const people = await readPeople(database, secrets, [order])
  const identity = people.find(({ part }) => part === 'applicant')?.groups?.identity ?? {}
  assert(car && plan && dealer, `order ${order.orderNo} has a car, a plan and a dealer`)
  const idNumber = String(identity['idNumber'] ?? '')
  return {
    applicationNo: application.applicationNo,
    orderNo: order.orderNo,
    product: plan.productCode,
    amount: application.amount,
    term: application.term,
    region: dealer.region,
    carType: categoryOf(car),
    applicant: {
      nameMasked: maskName(String(identity['name'] ?? '')),
      idNumberHash: createHash('sha256').update(idNumber).digest('hex'),
      age: ageOn(idNumber, businessDate(at, zone)),
    },
  }
}
