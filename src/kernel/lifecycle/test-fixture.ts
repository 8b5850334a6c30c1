/** For tests: the shipped definitions, and an order table with a history to apply them to. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { pathToFileURL } from 'node:url'
import { migrate, roleOf, sql, type Tx } from '../db/index.ts'
import { newId } from '../id/index.ts'
import { assert } from '../problem/index.ts'
import type { TestDatabase } from '#test/database'
import type { ApplyItem } from './apply.ts'
import type { Binding, OrderKey } from './binding.ts'
import type { Mover } from './decide.ts'
import type { Definition } from './definition.ts'
import type { Draft } from './draft.ts'
import { definitionsOf } from './merge.ts'
import { readSources } from './read.ts'

const sources = new URL('../../../docs/sources/', import.meta.url)
export const documentName = '000_c23e34179e43ca84.txt'
export const amendmentsName = '000-amendments.md'

export const sourceFile = (name: string) => ({
  name,
  bytes: readFileSync(new URL(name, sources)),
})

export async function draftOf(...names: readonly string[]): Promise<Draft> {
  const read = await readSources(names.map(sourceFile))
  assert(read.ok, read.ok ? '' : read.problem.detail)
  return read.value
}

/** Version 8 and version simple, with the amendments. */
export async function shipped(): Promise<{ readonly v8: Definition; readonly simple: Definition }> {
  const definitions = definitionsOf(await draftOf(documentName, amendmentsName))
  return { v8: version(definitions, '8'), simple: version(definitions, 'simple') }
}

export function version(definitions: readonly Definition[], name: string): Definition {
  const found = definitions.find((definition) => definition.version === name)
  assert(found, `there is a version ${name}`)
  return found
}

export const user = (...roles: readonly string[]): Mover => ({ kind: 'user', roles })
export const engine: Mover = { kind: 'system', roles: ['system'] }

export const binding: Binding = {
  machine: 'auto-loan',
  schema: 'lifecycle_test',
  orders: {
    table: 'loan_order',
    idType: 'uuid',
    columns: {
      bucket: 'bucket',
      id: 'id',
      number: 'id',
      state: 'state',
      stateSince: 'state_since',
      version: 'row_version',
      definition: 'sm_version',
      updatedAt: 'updated_at',
    },
    fields: ['credit_audit_status', 'compass_status', 'lend_audit_status'],
    parties: {},
  },
  history: 'order_event',
}

/** The same with the ids of a document that says `bigint id`, and without subsystem fields. */
export const numberedBinding: Binding = {
  ...binding,
  orders: { ...binding.orders, table: 'numbered_order', idType: 'bigint', fields: [] },
  history: 'numbered_event',
}

const tablesOf = (order: string, event: string, idType: string): string => `
  create table lifecycle_test.${order} (
    bucket smallint not null,
    id ${idType} not null,
    state integer not null,
    row_version integer not null,
    sm_version text not null,
    credit_audit_status integer,
    compass_status integer,
    lend_audit_status integer,
    state_since timestamptz not null,
    updated_at timestamptz not null,
    constraint ${order}_pkey primary key (bucket, id)
  );
  create table lifecycle_test.${event} (
    bucket smallint not null,
    id uuid not null,
    order_id ${idType} not null,
    seq integer not null,
    event text not null,
    from_state integer not null,
    to_state integer not null,
    actor text not null,
    actor_system text not null,
    payload json not null,
    occurred_at timestamptz not null,
    request_id text not null,
    written_by xid8 not null default pg_current_xact_id(),
    constraint ${event}_pkey primary key (bucket, id),
    constraint ${event}_seq_is_unique unique (bucket, order_id, seq),
    constraint ${event}_once_per_request unique (bucket, request_id, order_id)
  );`

/** Adds the tables to the test's own database. */
export async function addOrderTables({ ownerUrl, applicationUrl }: TestDatabase): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'lifecycle-'))
  const uuids = tablesOf('loan_order', 'order_event', 'uuid')
  const numbers = tablesOf('numbered_order', 'numbered_event', 'bigint')
  writeFileSync(path.join(directory, '0001-orders.sql'), `${uuids}${numbers}`)
  await migrate({
    ownerUrl,
    applicationRole: await roleOf(applicationUrl),
    schemas: [
      {
        name: 'lifecycle_test',
        directory: pathToFileURL(`${directory}/`),
        appendOnly: ['order_event', 'numbered_event'],
      },
    ],
  })
}

export const orderKey = (bucket = 7): OrderKey => ({ bucket, id: newId<'loan-order'>() })

/** An order as the module would insert it. */
export async function insertOrders(
  tx: Tx,
  keys: readonly OrderKey[],
  born: { readonly state: number; readonly version: string; readonly at?: Readonly<Date> },
): Promise<void> {
  const { state, version: name, at = new Date('2026-01-01T00:00:00Z') } = born
  await tx.run(sql`
    insert into lifecycle_test.loan_order
      (bucket, id, state, row_version, sm_version, state_since, updated_at)
    select bucket, id, ${state}, 1, ${name}, ${at}::timestamptz, ${at}::timestamptz
      from unnest(${keys.map((key) => key.bucket)}::smallint[],
                  ${keys.map((key) => key.id)}::uuid[]) as k(bucket, id)`)
}

/** What an item says besides order and decision. */
export const by = (
  definition: Definition,
  requestId: string,
): Omit<ApplyItem, 'order' | 'decision'> => ({
  definition,
  actor: 'user:1',
  actorSystem: 'test',
  payload: { note: '一' },
  requestId,
})
