import type { Instant } from '#kernel/clock'
import { sql, type Reader, type Tx } from '#kernel/db'
import { given, insertRows, names, ofOrders, type Columns, type OrderKey } from '../orders/index.ts'
import type { Application, FunderChoice, RoutingEffect } from './model.ts'

const choiceColumns: Columns<FunderChoice> = {
  bucket: 'smallint',
  orderId: 'uuid',
  round: 'integer',
  position: 'integer',
  funderCode: 'text',
  state: 'text',
  reason: 'text',
  updatedAt: 'timestamptz',
}

const applicationColumns: Columns<Application> = {
  bucket: 'smallint',
  applicationNo: 'text',
  orderId: 'uuid',
  round: 'integer',
  position: 'integer',
  funderCode: 'text',
  state: 'text',
  amount: 'bigint',
  term: 'integer',
  approvedAmount: 'bigint',
  approvedTerm: 'integer',
  monthlyRate: 'text',
  reasonCode: 'text',
  asked: 'integer',
  createdAt: 'timestamptz',
  updatedAt: 'timestamptz',
}

export const readChoices = (reader: Reader, orders: readonly OrderKey[]): Promise<FunderChoice[]> =>
  reader.rows<FunderChoice>(
    sql`select ${names(choiceColumns)} from auto_loan.funder_choice
         where ${ofOrders(orders)}
         order by order_id, round, position`,
    'auto_loan.read_choices',
  )

export const readApplications = (
  reader: Reader,
  orders: readonly OrderKey[],
): Promise<Application[]> =>
  reader.rows<Application>(
    sql`select ${names(applicationColumns)} from auto_loan.funder_application
         where ${ofOrders(orders)}
         order by order_id, round, position`,
    'auto_loan.read_applications',
  )

export const findApplication = (
  reader: Reader,
  key: { readonly bucket: number; readonly applicationNo: string },
): Promise<Application | undefined> =>
  reader.row<Application>(sql`
    select ${names(applicationColumns)} from auto_loan.funder_application
     where bucket = ${key.bucket} and application_no = ${key.applicationNo}`)

type Of<Kind extends RoutingEffect['kind']> = Extract<RoutingEffect, { kind: Kind }>

export const insertChoices = (tx: Tx, effects: readonly Of<'choices.add'>[]): Promise<void> =>
  insertRows(
    tx,
    { table: 'auto_loan.funder_choice', columns: choiceColumns },
    effects.flatMap(({ choices }) => choices),
  )

/** Whoever gives way first, then whoever takes over: one funder at a time is active. */
export async function setChoices(tx: Tx, effects: readonly Of<'choice.set'>[]): Promise<void> {
  const choices = effects.map(({ choice }) => choice)
  const isCurrent = ({ state }: FunderChoice): boolean => state === 'ACTIVE' || state === 'PASSED'
  await updateChoices(
    tx,
    choices.filter((choice) => !isCurrent(choice)),
  )
  await updateChoices(tx, choices.filter(isCurrent))
}

async function updateChoices(tx: Tx, choices: readonly FunderChoice[]): Promise<void> {
  if (choices.length === 0) return
  await tx.run(sql`
    update auto_loan.funder_choice as c
       set state = given.state, reason = given.reason, updated_at = given.updated_at
      from ${given(choiceColumns, choices)}
     where c.bucket = given.bucket and c.order_id = given.order_id and c.round = given.round
       and c.position = given.position
       and c.order_id = any(${choices.map(({ orderId }) => orderId)}::uuid[])`)
}

export const insertApplications = (
  tx: Tx,
  effects: readonly Of<'application.add'>[],
): Promise<void> =>
  insertRows(
    tx,
    { table: 'auto_loan.funder_application', columns: applicationColumns },
    effects.map(({ application }) => application),
  )

export async function setApplications(
  tx: Tx,
  effects: readonly Pick<Of<'application.set'>, 'application'>[],
): Promise<void> {
  const applications = effects.map(({ application }) => application)
  await tx.run(sql`
    update auto_loan.funder_application as a
       set state = given.state, approved_amount = given.approved_amount,
           approved_term = given.approved_term, monthly_rate = given.monthly_rate,
           reason_code = given.reason_code, asked = given.asked, updated_at = given.updated_at
      from ${given(applicationColumns, applications)}
     where a.bucket = given.bucket and a.application_no = given.application_no
       and a.application_no = any(${applications.map((a) => a.applicationNo)}::text[])`)
}

/** Open questions that nobody has asked since: their timer was lost with a dead job. */
export const staleApplications = (
  reader: Reader,
  before: Instant,
  most: number,
): Promise<Pick<Application, 'applicationNo' | 'state'>[]> =>
  reader.rows(sql`
    select application_no, state from auto_loan.funder_application
     where state in ('created', 'unknown', 'accepted', 'withdrawing') and updated_at < ${before}
     order by updated_at limit ${most}`)
