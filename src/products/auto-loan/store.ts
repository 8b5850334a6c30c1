/** Reads what events are decided upon, and writes their effects: one statement per table. */
import type { Instant } from '#kernel/clock'
import type { Reader, Tx } from '#kernel/db'
import { clearDeadlines, enqueue, publish, setDeadlines } from '#kernel/jobs'
import type { Kernel } from '#kernel/module'
import { assert } from '#kernel/problem'
import { readPeople, savePeople } from './applicants/index.ts'
import { addAudits, readAudits } from './audits/index.ts'
import { readCars, readPlans, savePlans } from './cars/index.ts'
import { findDealers, listFunders, listProducts, type LoanRules } from './catalogue/index.ts'
import {
  insertContractSets,
  insertSignatures,
  readContractSets,
  readSignatures,
  voidContractSets,
} from './contracts/index.ts'
import { readImages, submitImages } from './materials/index.ts'
import { parameterNames, type Effect, type Facts } from './model.ts'
import { setFields, type Need, type Order, type OrderKey } from './orders/index.ts'
import {
  insertDisbursements,
  insertLoans,
  insertReceipts,
  readNumbers,
  readPayments,
  setDisbursements,
} from './payments/index.ts'
import {
  insertApplications,
  insertChoices,
  readApplications,
  readChoices,
  setApplications,
  setChoices,
} from './routing/index.ts'

export interface Question {
  /** For whom something is needed; nobody, when it is not. */
  readonly needing: (need: Need) => readonly Order[]
  /** Loan request numbers that this batch would use. */
  readonly numbers: readonly string[]
  readonly at: Instant
}

type FactsOf = (order: OrderKey) => Facts
type Read<Part> = (order: OrderKey) => Part

/** What is known of these orders, as far as it is needed, with one query for each table. */
export async function readFacts(
  kernel: Kernel,
  reader: Reader,
  question: Question,
): Promise<FactsOf> {
  const parts: Read<Partial<Facts>>[] = []
  for (const need of allNeeds) {
    const orders = question.needing(need)
    if (orders.length === 0) continue
    const part = await readers[need](kernel, reader, { ...question, orders })
    const known = new Set(orders.map(({ id }) => id))
    parts.push((order) => (known.has(order.id) ? part(order) : {}))
  }
  return (order) => {
    const known = Object.assign({}, ...parts.map((part) => part(order)))
    // A rule reads only what it declared as needed: the test of all events holds it to that.
    return known as Facts
  }
}

interface Reading extends Question {
  readonly orders: readonly Order[]
}
type PartReader = (
  kernel: Kernel,
  reader: Reader,
  reading: Reading,
) => Promise<Read<Partial<Facts>>>

const readers: Readonly<Record<Need, PartReader>> = {
  people: async ({ secrets }, reader, { orders }) => {
    const people = byOrder(await readPeople(reader, secrets, orders))
    return ({ id }) => ({ people: people(id) })
  },
  offer: readOffers,
  routing: async (_, reader, { orders }) => {
    const choices = byOrder(await readChoices(reader, orders))
    const applications = byOrder(await readApplications(reader, orders))
    return ({ id }) => ({ choices: choices(id), applications: applications(id) })
  },
  contracts: async (_, reader, { orders }) => {
    const sets = byOrder(await readContractSets(reader, orders))
    const signatures = byOrder(await readSignatures(reader, orders))
    return ({ id }) => ({ contractSets: sets(id), signatures: signatures(id) })
  },
  materials: async (_, reader, { orders }) => {
    const images = byOrder(await readImages(reader, orders))
    return ({ id }) => ({ images: images(id) })
  },
  audits: async (_, reader, { orders }) => {
    const audits = byOrder(await readAudits(reader, orders))
    return ({ id }) => ({ audits: audits(id) })
  },
  payments: readMoney,
}

const allNeeds = Object.keys(readers) as Need[]

function byOrder<Row extends { readonly orderId: string }>(
  rows: readonly Row[],
): (orderId: string) => readonly Row[] {
  const groups = Map.groupBy(rows, ({ orderId }) => orderId)
  return (orderId) => groups.get(orderId) ?? []
}

async function readOffers(
  { parameters }: Kernel,
  reader: Reader,
  { orders, at }: Reading,
): Promise<Read<Partial<Facts>>> {
  const cars = byOrder(await readCars(reader, orders))
  const plans = byOrder(await readPlans(reader, orders))
  const dealers = await findDealers(reader, [...new Set(orders.map(({ dealerId }) => dealerId))])
  const funders = await listFunders(reader)
  const products = await listProducts(reader)
  const { loanToPrice, termMonths, launchMinutes: launch } = parameterNames
  const values = await parameters.values(reader, [loanToPrice, termMonths, launch], at)
  const [loanToPriceMax, termMonthsMax, launchMinutes] = values
  // Both were checked against the schemas that go by these names.
  const loanRules = { loanToPriceMax, termMonthsMax } as unknown as LoanRules
  const dealerOf = new Map(orders.map((order) => [order.id, order.dealerId]))
  return ({ id }) => {
    const [car] = cars(id)
    const dealer = dealers.find(({ code }) => code === dealerOf.get(id as Order['id']))
    assert(car && dealer, `order ${id} has a car and a dealer`)
    return {
      car,
      dealer,
      plan: plans(id)[0],
      funders,
      products,
      loanRules,
      launchMinutes: Number(launchMinutes),
    }
  }
}

async function readMoney(
  { parameters }: Kernel,
  reader: Reader,
  { orders, numbers, at }: Reading,
): Promise<Read<Partial<Facts>>> {
  const stored = await readPayments(reader, orders)
  const numbersTaken = await readNumbers(reader, numbers)
  const refundDays = Number(await parameters.value(reader, parameterNames.refundDays, at))
  const receipts = byOrder(stored.receipts)
  const refunds = byOrder(stored.refunds)
  const disbursements = byOrder(stored.disbursements)
  const loans = byOrder(stored.loans)
  const instalments = byOrder(stored.instalments)
  return ({ id }) => ({
    receipts: receipts(id),
    refunds: refunds(id),
    disbursements: disbursements(id),
    loan: loans(id)[0],
    instalments: instalments(id),
    numbersTaken,
    refundDays,
  })
}

type Kind = Exclude<Effect['kind'], 'follow'>
type Of<K extends Effect['kind']> = Extract<Effect, { kind: K }>
type Writers = {
  readonly [K in Kind]: (tx: Tx, effects: readonly Of<K>[], kernel: Kernel) => Promise<unknown>
}

/** In the order in which they are written: what refers to something comes after it. */
const writers: Writers = {
  'person.save': (tx, effects, { secrets }) => savePeople(tx, secrets, effects),
  'order.set': setFields,
  'plan.save': (tx, effects) =>
    savePlans(
      tx,
      effects.map(({ plan }) => plan),
    ),
  'images.submit': submitImages,
  'audit.add': addAudits,
  'contracts.void': voidContractSets,
  'contracts.new': insertContractSets,
  'contracts.sign': insertSignatures,
  'choices.add': insertChoices,
  'choice.set': setChoices,
  'application.add': insertApplications,
  'application.set': setApplications,
  'receipt.add': insertReceipts,
  'disbursement.add': insertDisbursements,
  'disbursement.set': setDisbursements,
  'loan.add': insertLoans,
  'deadline.clear': (tx, effects) =>
    clearDeadlines(
      tx,
      effects.map(({ key }) => key),
    ),
  'deadline.set': (tx, effects) =>
    setDeadlines(
      tx,
      effects.map(({ deadline }) => deadline),
    ),
  job: (tx, effects) =>
    enqueue(
      tx,
      effects.map(({ job }) => job),
    ),
  publish: (tx, effects) =>
    publish(
      tx,
      effects.map(({ event }) => event),
    ),
}

/** All effects of a batch, kind by kind. */
export async function writeEffects(
  kernel: Kernel,
  tx: Tx,
  effects: readonly Effect[],
): Promise<void> {
  if (effects.length === 0) return
  const kinds = Map.groupBy(effects, ({ kind }) => kind)
  for (const [kind, write] of Object.entries(writers)) {
    const own = kinds.get(kind as Kind)
    // Grouped by the very kind that this writer takes; the compiler cannot follow that.
    if (own !== undefined) await write(tx, own as never, kernel)
  }
}
