/**
 * Events and births of orders, for lists: one locked read, decisions in memory, one statement per
 * table. Calls for the same order follow each other; those of different orders travel together.
 */
import { systemActor, type Actor } from '#kernel/auth'
import type { Instant } from '#kernel/clock'
import type { Reader, Tx } from '#kernel/db'
import { dueTimes } from '#kernel/jobs'
import {
  apply,
  decide,
  definitionsIn,
  moves,
  rowsFrom,
  type Decision,
  type Definition,
  type Move,
  type PossibleMove,
  type Reason,
} from '#kernel/lifecycle'
import type { Kernel } from '#kernel/module'
import { accept, assert, refuse, type Json, type Refused, type Result } from '#kernel/problem'
import { foresee, newsOf } from './events.ts'
import { checkPayload, guardOf, ruleOf } from './lifecycle.ts'
import type { Effect, EventAnswer, EventCall, Facts } from './model.ts'
import {
  binding,
  forHistory,
  isVisible,
  lockOrders,
  machine,
  type FollowUp,
  type Need,
  type Order,
} from './orders/index.ts'
import { isRepeatedRequest } from './payments/index.ts'
import { readFacts, writeEffects } from './store.ts'

/** A call on its way, and the place of its answer. */
interface Step {
  readonly call: EventCall
  readonly at: number
}

/** A step whose order, role, payload and state are in order. */
interface Ready extends Step {
  readonly order: Order
  readonly definition: Definition
  readonly decision: Decision
}

/** Asked in a state that it does not leave; but it may have been done already. */
interface Late extends Step {
  readonly order: Order
  readonly conflict: Refused
}

interface Done extends Ready {
  readonly effects: readonly Effect[]
}

type Answers = (Result<EventAnswer> | undefined)[]

/** The system lets no event follow another more often than this in one transaction. */
const wavesMax = 1_000

/**
 * Applies events; an answer for each call, in order. A call that is refused has written nothing.
 * Refusals in this order: order_not_found, event_unknown, actor_not_allowed, event_payload_invalid
 * (it needs no lock to be told), state_conflict, guard_failed. Source: 000; specification 1.3, 1.6.
 */
export function applyEvents(kernel: Kernel) {
  return async (tx: Tx, calls: readonly EventCall[]): Promise<readonly Result<EventAnswer>[]> => {
    const answers: Answers = calls.map(() => undefined)
    let waiting: readonly Step[] = calls.map((call, at) => ({ call, at }))
    for (let wave = 0; waiting.length > 0; wave++) {
      assert(wave < wavesMax, `at most ${wavesMax} events of one order travel together`)
      const [now, later] = firstOfEachOrder(waiting)
      waiting = [...(await applyWave(kernel, tx, now, answers)), ...later]
    }
    return answers.map((answer) => {
      assert(answer, 'every call has an answer')
      return answer
    })
  }
}

function firstOfEachOrder(steps: readonly Step[]): readonly [readonly Step[], readonly Step[]] {
  const seen = new Set<string>()
  const now: Step[] = []
  const later: Step[] = []
  for (const step of steps) {
    const { orderNo } = step.call
    if (seen.has(orderNo)) later.push(step)
    else now.push(step)
    seen.add(orderNo)
  }
  return [now, later]
}

/** One event for each of several orders; answers what follows them. */
async function applyWave(
  kernel: Kernel,
  tx: Tx,
  steps: readonly Step[],
  answers: Answers,
): Promise<readonly Step[]> {
  const found = await lockOrders(
    tx,
    steps.map(({ call }) => call.orderNo),
  )
  const orders = new Map(found.map((order) => [order.orderNo, order]))
  const { ready, late } = await judge(kernel, tx, { steps, orders, answers })
  const factsOf = await readFacts(kernel, tx, questionOf(ready, late))
  for (const step of late) answers[step.at] = repeated(step, factsOf(step.order))
  const done = ready.flatMap((step): Done[] => {
    const effects = effectsOf(step, factsOf(step.order))
    if (!effects.ok) turnDown(answers, step.at, effects)
    return effects.ok ? [{ ...step, effects: effects.value }] : []
  })
  const writes = done.filter(({ call, decision }) => !call.dryRun && decision.kind !== 'probe')
  const running = await runningTimers(tx, done)
  for (const step of done) {
    const answer = answered(step, answers[step.at])
    answers[step.at] = step.call.dryRun ? foreseen(step, answer, running) : answer
  }
  await write(kernel, tx, writes)
  return writes.flatMap(followers)
}

/** A refused call has written nothing, so nothing that follows a written one may be refused. */
function turnDown(answers: Answers, at: number, refusal: Refused): void {
  assert(
    answers[at] === undefined,
    `what the system lets follow is legal: ${refusal.problem.detail}`,
  )
  answers[at] = refusal
}

interface Judging {
  readonly steps: readonly Step[]
  readonly orders: ReadonlyMap<string, Order>
  readonly answers: Answers
}

async function judge(
  { database }: Kernel,
  reader: Reader,
  { steps, orders, answers }: Judging,
): Promise<{ readonly ready: readonly Ready[]; readonly late: readonly Late[] }> {
  const definitions = definitionsIn(database)
  const ready: Ready[] = []
  const late: Late[] = []
  for (const step of steps) {
    const { call, at } = step
    const order = orders.get(call.orderNo)
    if (order === undefined || !isVisible(call.actor.party, order)) {
      turnDown(answers, at, refuse('order_not_found', `There is no order ${call.orderNo}.`))
      continue
    }
    const definition = await definitions.pinned(reader, machine, order.smVersion)
    const { event, actor, expectedVersion } = call
    const position = { state: order.state, version: order.rowVersion }
    const decided = decide(definition, { order: position, event, actor, expectedVersion })
    const conflict = !decided.ok && decided.problem.code === 'state_conflict' ? decided : undefined
    const payload = checkPayload(event, call.payload)
    if (!decided.ok && conflict === undefined) turnDown(answers, at, decided)
    else if (!payload.ok) turnDown(answers, at, payload)
    else if (decided.ok) ready.push({ ...step, order, definition, decision: decided.value })
    else if (event === 'submit_fund_loan') late.push({ ...step, order, conflict: decided })
    else turnDown(answers, at, decided)
  }
  return { ready, late }
}

function questionOf(ready: readonly Ready[], late: readonly Late[]) {
  const needed = new Map<Need, Order[]>()
  const need = (order: Order, needs: readonly Need[]): void => {
    for (const one of new Set(needs)) {
      const orders = needed.get(one)
      if (orders === undefined) needed.set(one, [order])
      else orders.push(order)
    }
  }
  for (const { order, call, decision } of ready) {
    const guarded = decision.guard === undefined ? [] : guardOf(decision.guard).needs
    need(order, [...ruleOf(call.event).needs, ...guarded])
  }
  for (const { order } of late) need(order, ['payments'])
  const [first] = [...ready, ...late]
  return {
    needing: (one: Need): readonly Order[] => needed.get(one) ?? [],
    numbers: ready.flatMap(({ call }) => loanRequestNo(call) ?? []),
    at: first?.call.at ?? new Date(0),
  }
}

/** Whether this number was used before must be known before it is used. */
function loanRequestNo({ event, payload }: EventCall): string | undefined {
  if (event !== 'submit_fund_loan') return undefined
  const given: unknown = Reflect.get(Object(payload), 'loanRequestNo')
  return typeof given === 'string' ? given : undefined
}

function repeated({ call, order, conflict }: Late, facts: Facts): Result<EventAnswer> {
  if (!isRepeatedRequest(order, call.payload as object, facts)) return conflict
  return accept({
    orderNo: order.orderNo,
    event: call.event,
    from: order.state,
    to: order.state,
    state: order.state,
    subsystem: {},
    version: order.rowVersion,
    unchanged: true,
    dryRun: call.dryRun,
  })
}

/** The definition's guard first, then the event's own rules. */
function effectsOf({ call, order, decision }: Ready, facts: Facts): Result<readonly Effect[]> {
  const { event, payload, actor, at } = call
  // The payload fits the event's schema: that was checked before.
  const given = { order, event, from: decision.from, payload: payload as never, facts, actor, at }
  const { guard } = decision
  const refusal = guard === undefined ? undefined : guardOf(guard).refusal(given)
  if (refusal !== undefined) {
    return refuse('guard_failed', refusal.detail, { guard: guard ?? null, ...refusal.facts })
  }
  return ruleOf(event).effects(given)
}

/** A follower reports in the answer of the call that it followed. */
function answered(
  { call, order, decision }: Done,
  before: Result<EventAnswer> | undefined,
): Result<EventAnswer> {
  const unchanged = decision.kind === 'probe'
  const answer: EventAnswer = {
    orderNo: order.orderNo,
    event: call.event,
    from: decision.from,
    to: decision.to,
    state: decision.to,
    subsystem: decision.fields,
    version: order.rowVersion + (unchanged ? 0 : 1),
    unchanged,
    dryRun: call.dryRun,
  }
  if (before?.ok !== true) return accept(answer)
  const { state, version } = answer
  const subsystem = { ...before.value.subsystem, ...answer.subsystem }
  return accept({ ...before.value, state, version, subsystem })
}

/** Timers that a dry run would stop: most of those that an event clears never ran. */
async function runningTimers(reader: Reader, done: readonly Done[]): Promise<ReadonlySet<string>> {
  const keys = done.flatMap(({ call, effects }) =>
    call.dryRun
      ? effects.flatMap((effect) => (effect.kind === 'deadline.clear' ? [effect.key] : []))
      : [],
  )
  return new Set((await dueTimes(reader, keys)).keys())
}

/** The answer of a dry run: also what follows it, and what it would lead to. */
function foreseen(
  { order, definition, decision, call, effects }: Done,
  answer: Result<EventAnswer>,
  running: ReadonlySet<string>,
): Result<EventAnswer> {
  if (!answer.ok) return answer
  const follows: { readonly event: string; readonly to: number }[] = []
  let { to: state } = decision
  for (const effect of effects) {
    if (effect.kind !== 'follow') continue
    const position = { state, version: order.rowVersion }
    const next = decide(definition, { order: position, event: effect.event, actor: engine })
    assert(next.ok, `what the system lets follow is legal: ${effect.event} from ${state}`)
    state = next.value.to
    follows.push({ event: effect.event, to: state })
  }
  const foresight = foresee(order, { ...decision, at: call.at }, effects)
  const timers = foresight.timers.filter(({ task, dueAt }) => dueAt !== null || running.has(task))
  return accept({ ...answer.value, state, would: { ...foresight, timers, follows } })
}

async function write(kernel: Kernel, tx: Tx, done: readonly Done[]): Promise<void> {
  if (done.length === 0) return
  const now = new Date(Math.max(...done.map(({ call }) => call.at.getTime())))
  const applied = await apply(
    tx,
    binding,
    done.map(({ call, order, definition, decision }) => ({
      order: { ...order, version: order.rowVersion },
      definition,
      decision,
      actor: call.actor.name,
      actorSystem: call.actorSystem,
      payload: forHistory(ruleOf(call.event).payload, call.payload),
      requestId: call.requestId,
    })),
    now,
  )
  assert(
    applied.every(({ ok }) => ok),
    'an order that is locked is where it was read',
  )
  await writeEffects(
    kernel,
    tx,
    done.flatMap(({ order, decision, effects }) => [
      ...effects,
      ...newsOf(order, { ...decision, at: now }, effects).map((event) => ({
        kind: 'publish' as const,
        event,
      })),
    ]),
  )
}

/** What the system lets follow happens in the same transaction, in the name of the engine. */
const engine = systemActor('engine')

const followers = ({ call, at, effects }: Done): readonly Step[] =>
  effects
    .filter((effect): effect is FollowUp => effect.kind === 'follow')
    .map(({ event, payload }) => ({ at, call: follower(call, event, payload) }))

const follower = (call: EventCall, event: string, payload: Json): EventCall => ({
  orderNo: call.orderNo,
  event,
  payload,
  actor: engine,
  actorSystem: 'engine',
  requestId: `${call.requestId} ${event}`,
  at: call.at,
  dryRun: false,
})

export interface Asking {
  readonly order: Order
  readonly definition: Definition
  readonly actor: Actor
  readonly at: Instant
}

/** What may be done with an order, and what its guards find missing. */
export interface Standing {
  /** For this actor, each row with its reason when not. */
  readonly moves: readonly PossibleMove[]
  /** Whoever asks. */
  readonly unless: (move: Pick<Move, 'guard'>) => Reason | undefined
}

/** A guard that a payload could still satisfy does not stand in the way here. */
export async function standingOf(
  kernel: Kernel,
  reader: Reader,
  { order, definition, actor, at }: Asking,
): Promise<Standing> {
  const guarded = rowsFrom(definition, order.state).flatMap(({ guard }) =>
    guard === undefined ? [] : [guardOf(guard)],
  )
  const needs = new Set(guarded.flatMap((guard) => guard.needs))
  const needing = (one: Need): readonly Order[] => (needs.has(one) ? [order] : [])
  const factsOf = await readFacts(kernel, reader, { needing, numbers: [], at })
  const given = { order, facts: factsOf(order), payload: undefined, at }
  const unless: Standing['unless'] = ({ guard }) => {
    const refusal = guard === undefined ? undefined : guardOf(guard).refusal(given)
    if (guard === undefined || refusal === undefined) return undefined
    const { detail: en, detailZh: zh, facts = {} } = refusal
    return { code: 'guard_failed', zh, en, guard, facts }
  }
  return { moves: moves(definition, order.state, actor, unless), unless }
}
