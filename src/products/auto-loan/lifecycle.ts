/** Binds document 000's machine to this module: its tables, its guards, its events. Pure. */
import { Compile } from 'typebox/compile'
import type { TSchema } from 'typebox'
import { accept, refuse, type Json, type Result } from '#kernel/problem'
import { peopleEvents } from './applicants/index.ts'
import { auditEvents } from './audits/index.ts'
import { NewOrder } from './births/index.ts'
import { offerEvents } from './cars/index.ts'
import { contractEvents, contractGuards } from './contracts/index.ts'
import { materialsEvents } from './materials/index.ts'
import { AnyPayload, type Effect, type Facts } from './model.ts'
import { rule, strict, type EventRule, type Guard, type GuardName } from './orders/index.ts'
import { paymentEvents, paymentGuards } from './payments/index.ts'
import { routingEvents, routingGuards } from './routing/index.ts'

export type AnyRule = EventRule<Facts, Effect>

const nothing = () => accept([])

const rules: Readonly<Record<string, AnyRule | undefined>> = {
  ...peopleEvents,
  ...materialsEvents,
  ...auditEvents,
  ...offerEvents,
  ...contractEvents,
  ...routingEvents,
  ...paymentEvents,
  create_order: rule(NewOrder, [], nothing),
  submit_order: rule(AnyPayload, [], nothing),
  can_aegis_update_order: rule(strict({}), [], nothing),
  can_refund: rule(strict({}), [], nothing),
}

const anyRule: AnyRule = rule(AnyPayload, [], nothing)

/** An event that only a later version knows moves the order and does nothing else. */
export const ruleOf = (event: string): AnyRule =>
  Object.hasOwn(rules, event) ? (rules[event] ?? anyRule) : anyRule

const guards: Readonly<Record<GuardName, Guard<Facts>>> = {
  ...contractGuards,
  ...routingGuards,
  ...paymentGuards,
}

export const guardNames = Object.keys(guards)

/** A definition may name a guard that this program does not have: then nobody passes. */
export function guardOf(name: string): Guard<Facts> {
  const found = new Map<string, Guard<Facts>>(Object.entries(guards)).get(name)
  return found ?? { needs: [], refusal: () => unknownGuard(name) }
}

const unknownGuard = (name: string) => ({
  detail: `this program has no guard ${name}`,
  detailZh: `本程序没有守卫 ${name}`,
})

type Check = Pick<ReturnType<typeof Compile>, 'Check' | 'Errors'>
const compiled = new WeakMap<TSchema, Check>()

function checkOf(schema: TSchema): Check {
  const before = compiled.get(schema)
  if (before !== undefined) return before
  const made = Compile(schema)
  compiled.set(schema, made)
  return made
}

const errorsMax = 20

/** The payload, when it is what the event takes; else each field that is wrong. */
export function checkPayload(event: string, payload: Json): Result<Json, 'event_payload_invalid'> {
  const check = checkOf(ruleOf(event).payload)
  if (check.Check(payload)) return accept(payload)
  const errors = check
    .Errors(payload)
    .slice(0, errorsMax)
    .map((error) => ({
      path: `payload${error.instancePath}${missing(error.params)}`,
      message: error.message,
    }))
  const detail = errors.map(({ path, message }) => `${path} ${message}`).join('; ')
  return refuse('event_payload_invalid', detail, { errors })
}

const missing = (given: object): string =>
  'requiredProperties' in given && Array.isArray(given.requiredProperties)
    ? `/${given.requiredProperties.join(', ')}`
    : ''
