/** The events that change what is known of the applicant and the co-borrower. Pure. */
import type { TSchema } from 'typebox'
import { newId } from '#kernel/id'
import { accept, refuse, type Refused, type Result } from '#kernel/problem'
import {
  fieldsOf,
  rule,
  type EventRefusal,
  type EventRule,
  type Occurrence,
  type OrderEffect,
} from '../orders/index.ts'
import {
  BasicEdit,
  CoBorrowerEdit,
  IdentityEdit,
  LicenceEdit,
  UserEdit,
  WorkEdit,
  type Fields,
  type Part,
  type Person,
  type PersonEffect,
} from './model.ts'
import { idNumberFault, merged } from './rules.ts'

export interface PeopleFacts {
  readonly people: readonly Person[]
}

export type PeopleEffect = PersonEffect | OrderEffect
type PeopleRule = EventRule<PeopleFacts, PeopleEffect>

const editing = (payload: TSchema, part: Part): PeopleRule =>
  rule(payload, ['people'], (given) => edit(given, given.payload as Fields, part))

export const peopleEvents = {
  save_user_work_info: editing(WorkEdit, 'applicant'),
  save_user_basic_info: editing(BasicEdit, 'applicant'),
  save_user_driver_license: editing(LicenceEdit, 'applicant'),
  save_user_coborrower_info: editing(CoBorrowerEdit, 'co_borrower'),
  save_coborrow_info: editing(CoBorrowerEdit, 'co_borrower'),
  save_user_id_card: editing(IdentityEdit, 'applicant'),
  save_user_info: editing(UserEdit, 'applicant'),
} satisfies Readonly<Record<string, PeopleRule>>

function edit(
  { order, facts, at }: Occurrence<PeopleFacts, unknown>,
  fields: Fields,
  part: Part,
): Result<readonly PeopleEffect[], EventRefusal> {
  const fault = faultOf(fields)
  if (fault) return fault
  const person = facts.people.find((one) => one.part === part)
  if (person?.groups === undefined && person !== undefined) {
    return refuse('guard_failed', 'the data of this person was erased', { guard: 'person_erased' })
  }
  const groups = merged(person?.groups ?? {}, fields)
  if (person !== undefined) {
    const personId = person.id
    return accept([{ kind: 'person.save', order, personId, part, isNew: false, groups, at }])
  }
  const missing = ['name', 'idNumber', 'phone'].filter((name) => fields[name] === undefined)
  if (missing.length > 0) {
    const detail = `a new co-borrower needs ${missing.join(', ')}`
    return refuse('event_payload_invalid', detail, {
      errors: missing.map((field) => ({ path: `payload/${field}`, message: 'is missing' })),
    })
  }
  const personId = newId<'person'>()
  return accept([
    { kind: 'person.save', order, personId, part, isNew: true, groups, at },
    { kind: 'order.set', order, fields: { ...fieldsOf(order), coborrowerId: personId } },
  ])
}

/** What the schema cannot say: that the ID number is one. */
export function faultOf(fields: Fields): Refused<'event_payload_invalid'> | undefined {
  const { idNumber } = fields
  const fault = typeof idNumber === 'string' ? idNumberFault(idNumber) : undefined
  if (fault === undefined) return undefined
  const errors = [{ path: 'payload/idNumber', message: fault }]
  return refuse('event_payload_invalid', `payload/idNumber: ${fault}`, { errors })
}
