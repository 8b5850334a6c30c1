/** Whom an order waits for in each state of its definition, and for how long it may. Pure. */
import { Type } from 'typebox'
import { roles, type Role } from '../auth/index.ts'
import type { ParameterDefinition } from '../parameter/index.ts'
import { rowsFrom, stateOf, systemRole, type Definition } from './definition.ts'
import { limitMinutesMax } from './working-time.ts'

/**
 * The roles that can lead an order on from the state. Who can only end it there is waited for only
 * when nobody can lead it on: an order in audit does not wait for its dealer to give it up.
 */
export function awaitedRoles(definition: Definition, state: number): readonly string[] {
  const leaving = rowsFrom(definition, state).filter(({ kind }) => kind === 'transition')
  const onward = leaving.filter(({ to }) => stateOf(definition, to)?.terminal !== true)
  const rows = onward.length > 0 ? onward : leaving
  const named = rows.flatMap((row) => row.roles).filter((role) => role !== systemRole)
  return [...new Set(named)]
}

/** One version's orders in one state, which wait for these roles. */
export interface Stop {
  readonly version: string
  readonly state: number
  readonly roles: readonly string[]
}

/** The states in which orders wait for one of these roles; for anybody, when none are given. */
export function stopsOf(definition: Definition, wanted?: readonly string[]): readonly Stop[] {
  return definition.states
    .map(({ code }) => ({
      version: definition.version,
      state: code,
      roles: awaitedRoles(definition, code),
    }))
    .filter((stop) =>
      wanted === undefined
        ? stop.roles.length > 0
        : stop.roles.some((role) => wanted.includes(role)),
    )
}

/** Minutes that a role may be waited for. */
export type WaitLimits = Readonly<Partial<Record<Role, number>>>

/** The strictest limit of those who could lead it on; undefined where none has one. */
export function limitOf(limits: WaitLimits, stop: Pick<Stop, 'roles'>): number | undefined {
  const known = Object.entries(limits)
    .filter(([role]) => stop.roles.includes(role))
    .map(([, minutes]) => minutes)
  return known.length === 0 ? undefined : Math.min(...known)
}

const minutes = Type.Integer({ minimum: 1, maximum: limitMinutesMax })
const WaitLimitsValue = Type.Object(
  Object.fromEntries(roles.map((role) => [role, Type.Optional(minutes)])),
  { additionalProperties: false },
)
const TakeMinutes = Type.Integer({ minimum: 1, maximum: 1_440 })

export const waitLimitsName = (machine: string): string => `${machine}.wait_limit_minutes`
export const takeMinutesName = (machine: string): string => `${machine}.take_minutes`

/** What the module of a machine lists among its parameters. */
export function workParameters(
  machine: string,
  initial: { readonly limits: WaitLimits; readonly takeMinutes: number },
): readonly ParameterDefinition[] {
  const people = { makers: ['admin'], checkers: ['admin'] } as const
  return [
    {
      name: waitLimitsName(machine),
      unit: 'minutes',
      title: {
        zh: '各角色的处理时限（分钟，非工作日不计）',
        en: 'Minutes that each role may be waited for, not counting days off',
      },
      schema: WaitLimitsValue,
      initial: { ...initial.limits },
      ...people,
    },
    {
      name: takeMinutesName(machine),
      unit: 'minutes',
      title: { zh: '领取订单的有效分钟数', en: 'Minutes that a taken order stays taken' },
      schema: TakeMinutes,
      initial: initial.takeMinutes,
      ...people,
    },
  ]
}
