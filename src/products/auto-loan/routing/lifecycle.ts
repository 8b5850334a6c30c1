/** From the confirmed product to a funder that passes. Pure. */
import { minorJson } from '#kernel/money'
import { accept, assert, refuse, type Json, type Result } from '#kernel/problem'
import type { PeopleFacts } from '../applicants/index.ts'
import { CommentPayload } from '../audits/index.ts'
import type { FinancePlan, OfferFacts } from '../cars/index.ts'
import { nextSet, validSet, type ContractEffect, type ContractFacts } from '../contracts/index.ts'
import {
  fieldsOf,
  launchKey,
  rule,
  type Condition,
  type EventRefusal,
  type EventRule,
  type FollowUp,
  type Guard,
  type GuardRefusal,
  type Occurrence,
  type OrderEffect,
  type SystemEffect,
} from '../orders/index.ts'
import {
  FailPayload,
  PassPayload,
  ReasonPayload,
  withdrawTask,
  type Application,
  type FunderChoice,
  type RoutingEffect,
} from './model.ts'
import {
  activate,
  applicationOf,
  candidateOf,
  currentChoice,
  fitting,
  lastRound,
  misfits,
  nextChoice,
  routingList,
  type RoutingFacts,
} from './rules.ts'

type Facts = RoutingFacts & OfferFacts & PeopleFacts & ContractFacts
export type RoutingEffects = RoutingEffect | ContractEffect | OrderEffect | SystemEffect | FollowUp
type RoutingRule = EventRule<Facts, RoutingEffects>
type Effects = Result<readonly RoutingEffects[], EventRefusal>

export const routingEvents = {
  product_confirmed: rule(CommentPayload, ['offer', 'people', 'routing'], launch),
  auto_launch_compass_routing: rule(CommentPayload, ['offer', 'people', 'routing'], launch),
  fund_final_audit_pass: rule(PassPayload, ['offer', 'routing', 'contracts'], pass),
  fund_final_audit_fail: rule(FailPayload, ['routing'], fail),
  skip_current_lending_bank: rule(ReasonPayload, ['offer', 'routing', 'contracts'], skip),
  retry_fund_routing: rule(ReasonPayload, ['offer', 'routing'], retry),
  cancel: rule(ReasonPayload, ['routing', 'contracts'], cancel),
} satisfies Readonly<Record<string, RoutingRule>>

export const routingGuards = {
  product_complete: { needs: ['offer'], refusal: incomplete } satisfies Guard<OfferFacts>,
  another_funder_left: { needs: ['routing'], refusal: nobodyLeft } satisfies Guard<RoutingFacts>,
}

function incomplete({ order, facts }: Condition<OfferFacts>): GuardRefusal | undefined {
  if (order.productId !== null && facts.plan?.productCode === order.productId) return undefined
  return {
    detail: 'no product is chosen: send save_product first',
    detailZh: '尚未选择产品，请先保存产品',
  }
}

function nobodyLeft({ facts }: Condition<RoutingFacts>): GuardRefusal | undefined {
  if (nextChoice(facts) !== undefined) return undefined
  return { detail: 'no funder of the routing list is left', detailZh: '路由列表中已无其他资方' }
}

function launch({ order, facts, at }: Occurrence<Facts, unknown>): Effects {
  const { plan } = facts
  const candidate = plan && candidateOf(facts, plan, at)
  if (plan === undefined || candidate === undefined) {
    const detail = 'the plan or the data of the applicant is missing'
    return refuse('guard_failed', detail, { guard: 'funder_eligible' })
  }
  const round = lastRound(facts.choices) + 1
  const list = routingList(order, fitting(facts.funders, candidate), { round, at })
  const [first] = list
  if (first === undefined) {
    const funders = misfits(facts.funders, candidate)
    const detail = 'no funder takes this product, term, amount, region, car and age'
    return refuse('guard_failed', detail, { guard: 'funder_eligible', funders })
  }
  return accept([
    { kind: 'choices.add', choices: list },
    ...activate(order, first, plan, at),
    { kind: 'deadline.clear', key: launchKey(order.orderNo) },
  ])
}

function pass({ order, payload, facts, at }: Occurrence<Facts, PassPayload>): Effects {
  const choice = currentChoice(facts)
  const application = applicationOf(facts, choice)
  if (choice === undefined || application === undefined || choice.funderCode !== payload.funder) {
    return notActive(payload.funder, choice)
  }
  const approvedAmount = BigInt(payload.approvedAmount)
  const { approvedTerm, monthlyRate } = payload
  if (approvedAmount > application.amount || approvedTerm > application.term) {
    const asked = `${application.amount} fen over ${application.term} months`
    const detail = `${payload.funder} approved more than was asked: ${asked}`
    return refuse('guard_failed', detail, {
      guard: 'approval_within_application',
      amount: minorJson(application.amount),
      term: application.term,
    })
  }
  const funder = facts.funders.find(({ code }) => code === payload.funder)
  const documents = funder?.contractDocuments ?? []
  const set = nextSet(order, facts, { funderCode: payload.funder, documents, at })
  const answered = { approvedAmount, approvedTerm, monthlyRate, state: 'passed' as const }
  return accept([
    { kind: 'choice.set', choice: { ...choice, state: 'PASSED', updatedAt: at } },
    { kind: 'application.set', application: { ...application, ...answered, updatedAt: at } },
    { kind: 'contracts.new', set },
    { kind: 'order.set', order, fields: { ...fieldsOf(order), funderId: payload.funder } },
    { kind: 'deadline.clear', key: application.applicationNo },
  ])
}

function notActive(funder: string | undefined, active: FunderChoice | undefined) {
  const who = active === undefined ? 'nobody is asked now' : `${active.funderCode} is asked now`
  const facts: Record<string, Json> = { guard: 'funder_active' }
  if (active !== undefined) facts['activeFunder'] = active.funderCode
  return refuse('guard_failed', `${funder ?? 'no funder'} cannot answer: ${who}`, facts)
}

function fail({ payload, facts, at }: Occurrence<RoutingFacts, FailPayload>): Effects {
  const choice = currentChoice(facts)
  if (choice?.funderCode !== payload.funder) return notActive(payload.funder, choice)
  // After a skip with nobody left there is no one to refuse: the order only moves on.
  if (choice === undefined) return accept([])
  const reason = payload.reasonCode ?? null
  const application = applicationOf(facts, choice)
  return accept([
    { kind: 'choice.set', choice: { ...choice, state: 'REFUSED', reason, updatedAt: at } },
    ...closed(application, 'refused', { reason, at }),
  ])
}

interface Closing {
  readonly reason: string | null
  readonly at: Instant
}
type Instant = Occurrence<unknown, unknown>['at']

function closed(
  application: Application | undefined,
  state: Application['state'],
  { reason, at }: Closing,
): readonly (RoutingEffect | SystemEffect)[] {
  if (application === undefined) return []
  const reasonCode = reason
  return [
    { kind: 'application.set', application: { ...application, state, reasonCode, updatedAt: at } },
    { kind: 'deadline.clear', key: application.applicationNo },
  ]
}

/** The funder is to be told that the order is no longer its own. */
function leave(
  application: Application | undefined,
  closing: Closing,
): readonly (RoutingEffect | SystemEffect)[] {
  if (application === undefined) return []
  const { applicationNo } = application
  const job = { task: withdrawTask, payload: { applicationNo }, key: `${applicationNo}:withdraw` }
  return [...closed(application, 'withdrawing', closing), { kind: 'job', job }]
}

const voided = (
  facts: ContractFacts,
  order: Occurrence<unknown, unknown>['order'],
  reason: string,
  at: Instant,
): readonly ContractEffect[] =>
  validSet(facts) === undefined ? [] : [{ kind: 'contracts.void', order, reason, at }]

function skip({ order, payload, facts, at }: Occurrence<Facts, ReasonPayload>): Effects {
  const choice = currentChoice(facts)
  if (choice === undefined) return notActive(undefined, choice)
  const reason = payload.reason ?? null
  const skipped: FunderChoice = { ...choice, state: 'SKIPPED', reason, updatedAt: at }
  const fields = { ...fieldsOf(order), funderId: null, lendPreaudit: 'NONE' as const }
  return accept([
    { kind: 'choice.set', choice: skipped },
    ...leave(applicationOf(facts, choice), { reason, at }),
    ...voided(facts, order, 'the funder was skipped', at),
    { kind: 'order.set', order, fields },
    ...following(order, facts, at),
  ])
}

/** The next funder is asked; where none is left, the order is refused at once. */
function following(
  order: Occurrence<unknown, unknown>['order'],
  facts: Facts,
  at: Instant,
): readonly RoutingEffects[] {
  const next = nextChoice(facts)
  if (next !== undefined) return activate(order, next, planOf(order, facts), at)
  const payload = { reasonCode: 'NO_FUNDER_LEFT' }
  return [{ kind: 'follow', event: 'fund_final_audit_fail', payload }]
}

/** The plan cannot change while funders are asked. */
function planOf(
  order: Occurrence<unknown, unknown>['order'],
  { plan }: OfferFacts,
): Pick<FinancePlan, 'financeAmount' | 'term'> {
  assert(plan, `order ${order.orderNo} is with funders, so it has a plan`)
  return plan
}

function retry({ order, facts, at }: Occurrence<Facts, unknown>): Effects {
  const next = nextChoice(facts)
  if (next === undefined) return notActive(undefined, next)
  return accept(activate(order, next, planOf(order, facts), at))
}

function cancel({ order, payload, facts, at }: Occurrence<Facts, ReasonPayload>): Effects {
  const choice = currentChoice(facts)
  const reason = payload.reason ?? null
  const skipped: readonly RoutingEffect[] =
    choice === undefined
      ? []
      : [{ kind: 'choice.set', choice: { ...choice, state: 'SKIPPED', reason, updatedAt: at } }]
  return accept([
    ...skipped,
    ...leave(applicationOf(facts, choice), { reason, at }),
    ...voided(facts, order, 'the order was abandoned', at),
    { kind: 'deadline.clear', key: launchKey(order.orderNo) },
  ])
}
