import { sql, type Reader, type Tx } from '#kernel/db'
import { insertRows, names, ofOrders, type Columns, type OrderKey } from '../orders/index.ts'
import type { AuditEffect, AuditResult } from './model.ts'

const columns: Columns<AuditResult> = {
  bucket: 'smallint',
  orderId: 'uuid',
  id: 'uuid',
  event: 'text',
  conclusion: 'text',
  conditions: 'text',
  netCheck: 'jsonb',
  phoneCheck: 'jsonb',
  comment: 'text',
  auditor: 'text',
  concludedAt: 'timestamptz',
}

/** Oldest first. */
export const readAudits = (reader: Reader, orders: readonly OrderKey[]): Promise<AuditResult[]> =>
  reader.rows<AuditResult>(
    sql`select ${names(columns)} from auto_loan.audit_result
         where ${ofOrders(orders)}
         order by order_id, id`,
    'auto_loan.read_audits',
  )

export const addAudits = (tx: Tx, effects: readonly AuditEffect[]): Promise<void> =>
  insertRows(
    tx,
    { table: 'auto_loan.audit_result', columns: columns },
    effects.map(({ result }) => result),
  )
