/** Who is asked now, who comes next. Pure. */
import { businessDate, type Instant } from '#kernel/clock'
import { ageOn, type PeopleFacts } from '../applicants/index.ts'
import { categoryOf, type FinancePlan, type OfferFacts } from '../cars/index.ts'
import { ineligible, route, type Candidate, type Funder } from '../catalogue/index.ts'
import type { Order } from '../orders/index.ts'
import {
  applicationNumber,
  askTask,
  type Application,
  type FunderChoice,
  type RoutingEffect,
} from './model.ts'
import type { SystemEffect } from '../orders/index.ts'

export interface RoutingFacts {
  readonly choices: readonly FunderChoice[]
  readonly applications: readonly Application[]
}

/** The funder that is asked, or that has passed: one at most. */
export const currentChoice = ({ choices }: RoutingFacts): FunderChoice | undefined =>
  choices.find(({ state }) => state === 'ACTIVE' || state === 'PASSED')

export const applicationOf = (
  { applications }: RoutingFacts,
  choice: FunderChoice | undefined,
): Application | undefined =>
  applications.find(
    ({ round, position }) => round === choice?.round && position === choice.position,
  )

/** The passed application: what the funder really lends. */
export const approval = (facts: RoutingFacts): Application | undefined =>
  applicationOf(
    facts,
    facts.choices.find(({ state }) => state === 'PASSED'),
  )

/** The first of the last round that was not asked yet. */
export function nextChoice({ choices }: RoutingFacts): FunderChoice | undefined {
  const round = lastRound(choices)
  return choices
    .filter((choice) => choice.round === round && choice.state === 'PENDING')
    .toSorted((a, b) => a.position - b.position)[0]
}

export const lastRound = (choices: readonly FunderChoice[]): number =>
  Math.max(0, ...choices.map(({ round }) => round))

export const zone = 'Asia/Shanghai'

/** Undefined when the applicant's data was erased: then no funder can be asked. */
export function candidateOf(
  facts: OfferFacts & PeopleFacts,
  plan: FinancePlan,
  at: Instant,
): Candidate | undefined {
  const applicant = facts.people.find(({ part }) => part === 'applicant')
  const idNumber = applicant?.groups?.identity?.['idNumber']
  if (typeof idNumber !== 'string') return undefined
  return {
    product: plan.productCode,
    term: plan.term,
    amount: plan.financeAmount,
    region: facts.dealer.region,
    category: categoryOf(facts.car),
    age: ageOn(idNumber, businessDate(at, zone)),
  }
}

/** The list of a new round: those that fit, in routing order. */
export const routingList = (
  order: Order,
  funders: readonly Funder[],
  { round, at }: { readonly round: number; readonly at: Instant },
): readonly FunderChoice[] =>
  funders.map(({ code }, at0) => ({
    bucket: order.bucket,
    orderId: order.id,
    round,
    position: at0 + 1,
    funderCode: code,
    state: 'PENDING',
    reason: null,
    updatedAt: at,
  }))

/** Why each funder does not fit, for the refusal. */
export const misfits = (funders: readonly Funder[], candidate: Candidate) =>
  funders.map((funder) => ({
    funder: funder.code,
    limits: ineligible(funder, candidate).map(({ limit }) => limit),
  }))

export const fitting = route

/** The choice becomes the one that is asked: an application, and a job that sends it. */
export function activate(
  order: Order,
  choice: FunderChoice,
  { financeAmount, term }: Pick<FinancePlan, 'financeAmount' | 'term'>,
  at: Instant,
): readonly (RoutingEffect | SystemEffect)[] {
  const { bucket, round, position, funderCode } = choice
  const applicationNo = applicationNumber(order.orderNo, round, position)
  const application: Application = {
    bucket,
    applicationNo,
    orderId: order.id,
    round,
    position,
    funderCode,
    state: 'created',
    amount: financeAmount,
    term,
    approvedAmount: null,
    approvedTerm: null,
    monthlyRate: null,
    reasonCode: null,
    asked: 0,
    createdAt: at,
    updatedAt: at,
  }
  return [
    { kind: 'choice.set', choice: { ...choice, state: 'ACTIVE', updatedAt: at } },
    { kind: 'application.add', application },
    { kind: 'job', job: { task: askTask, payload: { applicationNo }, key: applicationNo } },
  ]
}
