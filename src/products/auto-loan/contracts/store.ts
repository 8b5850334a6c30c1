import { sql, type Reader, type Tx } from '#kernel/db'
import { insertRows, names, ofOrders, type Columns, type OrderKey } from '../orders/index.ts'
import type { ContractEffect, ContractSet, Signature } from './model.ts'

const setColumns: Columns<ContractSet> = {
  bucket: 'smallint',
  orderId: 'uuid',
  revision: 'integer',
  funderCode: 'text',
  documents: 'jsonb',
  createdAt: 'timestamptz',
  voidedAt: 'timestamptz',
  voidReason: 'text',
}

const signatureColumns: Columns<Signature> = {
  bucket: 'smallint',
  orderId: 'uuid',
  revision: 'integer',
  document: 'text',
  signer: 'text',
  fileSha256: 'text',
  signedOn: 'date',
  recordedBy: 'text',
  recordedAt: 'timestamptz',
}

export const readContractSets = (
  reader: Reader,
  orders: readonly OrderKey[],
): Promise<ContractSet[]> =>
  reader.rows<ContractSet>(
    sql`select ${names(setColumns)} from auto_loan.contract_set
         where ${ofOrders(orders)}
         order by order_id, revision`,
    'auto_loan.read_contract_sets',
  )

export const readSignatures = (reader: Reader, orders: readonly OrderKey[]): Promise<Signature[]> =>
  reader.rows<Signature>(
    sql`select ${names(signatureColumns)} from auto_loan.contract_signature
         where ${ofOrders(orders)}
         order by order_id, revision, document, signer`,
    'auto_loan.read_signatures',
  )

type Of<Kind extends ContractEffect['kind']> = Extract<ContractEffect, { kind: Kind }>

export const insertContractSets = (
  tx: Tx,
  effects: readonly Of<'contracts.new'>[],
): Promise<void> =>
  insertRows(
    tx,
    { table: 'auto_loan.contract_set', columns: setColumns },
    effects.map(({ set }) => set),
  )

export async function voidContractSets(
  tx: Tx,
  effects: readonly Of<'contracts.void'>[],
): Promise<void> {
  await tx.run(sql`
    update auto_loan.contract_set as c
       set voided_at = given.at, void_reason = given.reason
      from unnest(${effects.map(({ order }) => order.bucket)}::smallint[],
        ${effects.map(({ order }) => order.id)}::uuid[],
        ${effects.map(({ at }) => at)}::timestamptz[],
        ${effects.map(({ reason }) => reason)}::text[]) as given (bucket, order_id, at, reason)
     where c.bucket = given.bucket and c.order_id = given.order_id and c.voided_at is null
       and c.order_id = any(${effects.map(({ order }) => order.id)}::uuid[])`)
}

/** Who signed, signed: recording it again changes nothing. */
export const insertSignatures = (tx: Tx, effects: readonly Of<'contracts.sign'>[]): Promise<void> =>
  insertRows(
    tx,
    { table: 'auto_loan.contract_signature', columns: signatureColumns },
    effects.map(({ signature }) => signature),
    sql`on conflict (bucket, order_id, revision, document, signer) do nothing`,
  )
