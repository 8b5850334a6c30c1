/** Orders come into being: for lists, one statement per table. */
import type { Actor } from '#kernel/auth'
import { businessDate, type Instant } from '#kernel/clock'
import type { Tx } from '#kernel/db'
import { newId } from '#kernel/id'
import {
  begin,
  decideBirth,
  definitionsIn,
  type Decision,
  type Definition,
} from '#kernel/lifecycle'
import type { Kernel } from '#kernel/module'
import { accept, assert, refuse, type Json, type Result } from '#kernel/problem'
import { faultOf, merged, savePeople, type Fields } from '../applicants/index.ts'
import { insertCars, type Car } from '../cars/index.ts'
import { findDealers } from '../catalogue/index.ts'
import {
  binding,
  bucketOfOrder,
  forHistory,
  insertOrders,
  machine,
  orderNumber,
  type Order,
} from '../orders/index.ts'
import { zone } from '../routing/index.ts'
import { NewOrder } from './model.ts'

export interface Birth {
  readonly given: NewOrder
  readonly actor: Actor
  readonly actorSystem: string
  readonly requestId: string
  readonly at: Instant
}

export const birthEvent = 'create_order'

interface Born {
  readonly birth: Birth
  readonly order: Order
  readonly car: Car
  readonly decision: Decision
}

/**
 * New orders in the initial state of the version that takes new orders. Refusals:
 * actor_not_allowed, event_payload_invalid, dealer_unknown, definition_not_found.
 */
export function createOrders(kernel: Kernel) {
  return async (tx: Tx, births: readonly Birth[]): Promise<readonly Result<Order>[]> => {
    const current = await definitionsIn(kernel.database).current(tx, machine)
    if (!current.ok) return births.map(() => current)
    const codes = births.flatMap((birth) => dealerOf(birth) ?? [])
    const dealers = await findDealers(tx, [...new Set(codes)])
    const active = new Set(dealers.filter((dealer) => dealer.active).map(({ code }) => code))
    const judged = births.map((birth) => judge(birth, current.value, active))
    const accepted = births.filter((_, at) => judged[at]?.ok)
    const numbers = await takeNumbers(kernel, accepted)
    const born = births.map((birth, at) => {
      const decided = judged[at]
      assert(decided, 'each birth was judged')
      if (!decided.ok) return decided
      const orderNo = numbers.get(birth)
      assert(orderNo, 'each accepted birth has a number')
      return accept(bear(birth, orderNo, current.value, decided.value))
    })
    await write(kernel, tx, current.value, born)
    return born.map((one) => (one.ok ? accept(one.value.order) : one))
  }
}

/** Orders come from dealers: the party whose user sends it. */
const dealerOf = ({ actor }: Birth): string | undefined =>
  actor.party?.kind === 'dealer' ? actor.party.code : undefined

function judge(
  birth: Birth,
  definition: Definition,
  active: ReadonlySet<string>,
): Result<Decision> {
  const decided = decideBirth(definition, birthEvent, birth.actor)
  if (!decided.ok) return decided
  const dealer = dealerOf(birth)
  if (dealer === undefined || !active.has(dealer)) {
    return refuse('dealer_unknown', `${dealer ?? 'You'} is no active dealer of the catalogue.`)
  }
  return faultOf(birth.given.applicant as Fields) ?? decided
}

async function takeNumbers(
  { numbers }: Kernel,
  births: readonly Birth[],
): Promise<ReadonlyMap<Birth, string>> {
  const found = new Map<Birth, string>()
  const days = Map.groupBy(births, ({ at }) => businessDate(at, zone))
  for (const [day, ofDay] of days) {
    const taken = await numbers.take(`auto-order:${day}`, ofDay.length)
    for (const [at, birth] of ofDay.entries()) found.set(birth, orderNumber(day, taken[at] ?? 0))
  }
  return found
}

function bear(birth: Birth, orderNo: string, definition: Definition, decision: Decision): Born {
  const { given, at } = birth
  const bucket = bucketOfOrder(orderNo)
  const id = newId<'auto-order'>()
  const { salePrice, assessedPrice, ...rest } = given.car
  const car: Car = {
    colour: null,
    vin: null,
    engineNo: null,
    ...rest,
    bucket,
    id: newId(),
    orderId: id,
    salePrice: BigInt(salePrice),
    assessedPrice: assessedPrice === undefined ? null : BigInt(assessedPrice),
  }
  const order: Order = {
    bucket,
    id,
    orderNo,
    smVersion: definition.version,
    state: decision.to,
    creditAuditStatus: null,
    compassStatus: null,
    lendAuditStatus: null,
    lendPreaudit: 'NONE',
    applicantId: newId(),
    coborrowerId: null,
    dealerId: dealerOf(birth) ?? '',
    carId: car.id,
    productId: null,
    funderId: null,
    depositAmount: BigInt(given.deposit ?? 0),
    downPaymentAmount: 0n,
    financeAmount: 0n,
    currency: 'CNY',
    rowVersion: 1,
    createdAt: at,
    updatedAt: at,
    stateSince: at,
  }
  return { birth, order, car, decision }
}

async function write(
  { secrets }: Kernel,
  tx: Tx,
  definition: Definition,
  results: readonly Result<Born>[],
): Promise<void> {
  const born = results.flatMap((result) => (result.ok ? [result.value] : []))
  const [first] = born
  if (first === undefined) return
  await insertOrders(
    tx,
    born.map(({ order }) => order),
  )
  await insertCars(
    tx,
    born.map(({ car }) => car),
  )
  await savePeople(
    tx,
    secrets,
    born.map(({ birth, order }) => ({
      kind: 'person.save',
      order,
      personId: order.applicantId,
      part: 'applicant',
      isNew: true,
      groups: merged({}, birth.given.applicant as Fields),
      at: birth.at,
    })),
  )
  await begin(
    tx,
    binding,
    born.map(({ birth, order, decision }) => ({
      order,
      definition,
      decision,
      actor: birth.actor.name,
      actorSystem: birth.actorSystem,
      payload: forHistory(NewOrder, birth.given as Json),
      requestId: birth.requestId,
    })),
    first.birth.at,
  )
}
