import { Type, type TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { partnerActor, subjectOf } from '#kernel/auth'
import { businessDate } from '#kernel/clock'
import { command, raw, read, Text, type Call, type Route } from '#kernel/http'
import { decide, definitionsIn, eventsOf, type Definition } from '#kernel/lifecycle'
import type { Kernel } from '#kernel/module'
import { verifySignature } from '#kernel/partner'
import { accept, refuse, type Json, type Result } from '#kernel/problem'
import { applicantRoutes } from './applicants/index.ts'
import { createOrders, NewOrder } from './births/index.ts'
import { catalogueRoutes, code, readFunderSecret } from './catalogue/index.ts'
import { Callback } from './channels/index.ts'
import { contractRoutes } from './contracts/index.ts'
import { ruleOf } from './lifecycle.ts'
import { materialsRoutes } from './materials/index.ts'
import { Foresight, parameterNames, type EventCall } from './model.ts'
import { findOrder, machine, orderNoPattern, strict, type Order } from './orders/index.ts'
import { paymentRoutes } from './payments/index.ts'
import { hearFunder } from './reactions.ts'
import { applyEvents, standingOf } from './service.ts'
import {
  orderNotFound,
  OrderView,
  pinned,
  readOrder,
  ReasonAnswer,
  viewRoutes,
} from './views/index.ts'

const base = '/api/v1/auto-loan'
const tag = 'auto-loan'
const orderNo = Type.String({ pattern: orderNoPattern })
const ByOrder = strict({ no: orderNo })
const eventName = Type.String({ pattern: '^[\\p{L}\\p{N}_]{1,64}$' })

export const routes = (kernel: Kernel): readonly Route[] => [
  lifecycleRoute(kernel),
  ...viewRoutes(kernel),
  createRoute(kernel),
  orderRoute(kernel),
  eventRoute(kernel),
  probeRoute(kernel),
  ...applicantRoutes(kernel),
  ...materialsRoutes(kernel),
  ...contractRoutes(),
  ...paymentRoutes(async (at) =>
    Number(await kernel.parameters.value(kernel.database, parameterNames.refundDays, at)),
  ),
  ...catalogueRoutes(kernel),
  callbackRoute(kernel),
]

const optionalText = Type.Optional(Type.String())
const Lifecycle = Type.Object({
  machine: Type.String(),
  version: Type.String(),
  initial: Type.Integer(),
  states: Type.Array(
    Type.Object({
      code: Type.Integer(),
      name: Type.String(),
      nameEn: optionalText,
      subsystem: optionalText,
      terminal: Type.Boolean(),
      origin: Type.String(),
    }),
  ),
  moves: Type.Array(
    Type.Object({
      event: Type.String(),
      from: Type.Integer(),
      to: Type.Integer(),
      kind: Type.String(),
      label: Type.String(),
      labelEn: optionalText,
      roles: Type.Array(Type.String()),
      guard: optionalText,
      origin: Type.String(),
    }),
  ),
  /** JSON schema of each event's payload. */
  payloads: Type.Record(Type.String(), Type.Unknown()),
})

const lifecycleRoute = ({ database }: Kernel): Route =>
  read({
    path: `${base}/lifecycle`,
    operationId: 'autoLoanLifecycle',
    summary: 'The machine of new orders, or of ?version=, with the payload schema of each event',
    tag,
    access: 'signed-in',
    query: strict({ version: Type.Optional(Text(32)) }),
    answer: Lifecycle,
    problems: ['definition_not_found'],
    run: async ({ query }) => {
      const definitions = definitionsIn(database)
      const { version } = query
      if (version === undefined) {
        const current = await definitions.current(database, machine)
        return current.ok ? accept(lifecycleAnswer(current.value)) : current
      }
      const found = await definitions.find(database, machine, version)
      if (found === undefined) {
        return refuse('definition_not_found', `There is no published version ${version}.`)
      }
      return accept(lifecycleAnswer(found))
    },
  })

const lifecycleAnswer = (definition: Definition) => ({
  machine: definition.machine,
  version: definition.version,
  initial: definition.initial,
  states: definition.states.map((state) => ({
    code: state.code,
    name: state.name,
    ...(state.nameEn === undefined ? {} : { nameEn: state.nameEn }),
    ...(state.subsystem === undefined ? {} : { subsystem: state.subsystem }),
    terminal: state.terminal,
    origin: state.origin,
  })),
  moves: definition.moves.map((move) => ({
    event: move.event,
    from: move.from,
    to: move.to,
    kind: move.kind,
    label: move.label,
    ...(move.labelEn === undefined ? {} : { labelEn: move.labelEn }),
    roles: [...move.roles],
    ...(move.guard === undefined ? {} : { guard: move.guard }),
    origin: move.origin,
  })),
  payloads: Object.fromEntries(
    eventsOf(definition).map((event): [string, TSchema] => [event, ruleOf(event).payload]),
  ),
})

/**
 * Who does it, and by which request: history refuses the same one twice. The day belongs to it,
 * because a key that was forgotten after a week may come again and is then another request.
 */
function requestOf(call: Call<unknown, unknown, unknown>): string {
  const { actor, idempotencyKey, requestId, at } = call
  if (idempotencyKey === undefined) return `${subjectOf(actor)} ${requestId}`
  return `${subjectOf(actor)} ${idempotencyKey} ${businessDate(at, 'UTC')}`
}

const systemOf = ({ session }: Call<unknown, unknown, unknown>): string =>
  session?.csrfToken === undefined ? 'api' : 'console'

const createRoute = (kernel: Kernel): Route =>
  command({
    path: `${base}/orders`,
    operationId: 'createOrder',
    summary: 'Creates an order (create_order) in the initial state',
    tag,
    access: 'signed-in',
    body: NewOrder,
    invalidCode: 'event_payload_invalid',
    answer: Type.Object({
      orderNo: Type.String(),
      state: Type.Integer(),
      version: Type.Integer(),
      smVersion: Type.String(),
    }),
    status: 201,
    problems: ['event_payload_invalid', 'dealer_unknown', 'definition_not_found', 'event_unknown'],
    all: async (tx, calls) => {
      const born = await createOrders(kernel)(
        tx,
        calls.map((call) => ({
          given: call.body,
          actor: call.actor,
          actorSystem: systemOf(call),
          requestId: requestOf(call),
          at: call.at,
        })),
      )
      return born.map((result) => {
        if (!result.ok) return result
        const { orderNo: no, state, rowVersion: version, smVersion } = result.value
        return accept({ orderNo: no, state, version, smVersion })
      })
    },
  })

const orderRoute = (kernel: Kernel): Route =>
  read({
    path: `${base}/orders/:no`,
    operationId: 'getOrder',
    summary: 'One order: data groups masked, money facts, and the moves that are possible now',
    tag,
    access: 'signed-in',
    params: ByOrder,
    answer: OrderView,
    problems: ['order_not_found'],
    run: async ({ params, actor, at }) =>
      await kernel.database.snapshot(async (reader): Promise<Result<OrderView>> => {
        const order = await findOrder(reader, params.no, actor)
        if (order === undefined) return orderNotFound(params.no)
        const definition = await pinned(kernel, order)
        const { moves, unless } = await standingOf(kernel, reader, {
          order,
          definition,
          actor,
          at,
        })
        const view = await readOrder(kernel, reader, { order, definition, unless })
        return accept({ ...view, moves: [...moves] })
      }),
  })

const EventAnswer = Type.Object({
  orderNo: Type.String(),
  event: Type.String(),
  from: Type.Integer(),
  to: Type.Integer(),
  state: Type.Integer(),
  subsystem: Type.Record(Type.String(), Type.Integer()),
  version: Type.Integer(),
  unchanged: Type.Boolean(),
  dryRun: Type.Boolean(),
  /** Of a dry run: what it would lead to beyond the order's own row. */
  would: Type.Optional(Foresight),
})

const eventRoute = (kernel: Kernel): Route =>
  command({
    path: `${base}/orders/:no/events/:event`,
    operationId: 'applyEvent',
    summary: 'Lets an event happen to an order; ?dryRun=true answers what it would do',
    tag,
    access: 'signed-in',
    params: strict({ no: orderNo, event: eventName }),
    query: strict({ dryRun: Type.Optional(Type.Boolean()) }),
    body: strict({
      payload: Type.Optional(Type.Unknown()),
      expectedVersion: Type.Optional(Type.Integer({ minimum: 1 })),
    }),
    answer: EventAnswer,
    problems: [
      'order_not_found',
      'event_unknown',
      'event_payload_invalid',
      'state_conflict',
      'guard_failed',
    ],
    dry: ({ query }) => query.dryRun === true,
    all: async (tx, calls) =>
      await applyEvents(kernel)(
        tx,
        calls.map((call): EventCall => {
          const { payload = {}, expectedVersion } = call.body
          return {
            orderNo: call.params.no,
            event: call.params.event,
            // It came as JSON; the event's own schema says whether it fits.
            payload: payload as Json,
            expectedVersion,
            actor: call.actor,
            actorSystem: systemOf(call),
            requestId: requestOf(call),
            at: call.at,
            dryRun: call.query.dryRun === true,
          }
        }),
      ),
  })

const probeRoute = (kernel: Kernel): Route =>
  read({
    path: `${base}/orders/:no/can/:probe`,
    operationId: 'probeOrder',
    summary: 'Asks a can_… event of the machine: whether, and if not, why not',
    tag,
    access: 'signed-in',
    params: strict({ no: orderNo, probe: eventName }),
    answer: Type.Object({
      allowed: Type.Boolean(),
      reason: Type.Union([ReasonAnswer, Type.Null()]),
    }),
    problems: ['order_not_found', 'event_unknown'],
    run: async ({ params, actor, at }) => {
      const order = await findOrder(kernel.database, params.no, actor)
      if (order === undefined) return orderNotFound(params.no)
      const definition = await pinned(kernel, order)
      const { probe: event } = params
      if (!definition.moves.some((move) => move.event === event && move.kind === 'probe')) {
        return refuse('event_unknown', `Version ${definition.version} has no probe ${event}.`)
      }
      const position = { state: order.state, version: order.rowVersion }
      const decided = decide(definition, { order: position, event, actor })
      if (!decided.ok) return otherState(definition, order, decided)
      const asking = { order, definition, actor, at }
      const { moves } = await standingOf(kernel, kernel.database, asking)
      const move = moves.find((one) => one.event === event)
      return accept({ allowed: move?.allowed === true, reason: move?.reason ?? null })
    },
  })

function otherState(definition: Definition, { state }: Order, refused: Result<never>) {
  if (refused.ok || refused.problem.code !== 'state_conflict') return refused
  const name = definition.states.find(({ code: one }) => one === state)?.name ?? String(state)
  const reason = { code: 'state_conflict', zh: `订单处于${name}`, en: `the order is in ${state}` }
  return accept({ allowed: false, reason })
}

/** Bank's envelope: SUCCESS, or a code; and 200 whenever the signature is right. */
const callbackRoute = (kernel: Kernel): Route =>
  raw({
    method: 'POST',
    path: '/callback/funder/:code',
    operationId: 'funderCallback',
    summary: 'A funder answers: PASS, FAIL, LOANED, LOAN_FAILED; signed in its headers',
    tag: 'callbacks',
    access: 'public',
    params: strict({ code }),
    produces: 'application/json',
    problems: [],
    run: async (request, reply, { at }) => {
      // The server has checked it against the schema above.
      const { code: funder } = request.params as { code: string }
      const secret = await readFunderSecret(kernel.database, kernel.secrets, funder)
      const received = {
        method: request.method,
        path: request.url,
        headers: request.headers,
        body: request.rawText ?? '',
      }
      const signed = secret === undefined ? undefined : verifySignature(received, secret)
      if (signed?.ok !== true) {
        return await reply.code(401).send({ code: 'SIGNATURE_INVALID', message: 'not signed so' })
      }
      const said = request.body
      if (!Value.Check(Callback, said)) {
        return await reply.send({ code: 'CALLBACK_INVALID', message: 'see the contract' })
      }
      const heard = await kernel.database.transaction((tx) =>
        hearFunder(kernel)(tx, { funder, said, actor: partnerActor(funder), at }),
      )
      if (heard.ok) return await reply.send({ code: 'SUCCESS' })
      const { code: refused, detail } = heard.problem
      return await reply.send({ code: refused.toUpperCase(), message: detail })
    },
  })
