/** Where lifecycle.apply writes what it decided. */
import type { Binding } from '#kernel/lifecycle'
import { machine } from './model.ts'

export const binding: Binding = {
  machine,
  schema: 'auto_loan',
  orders: {
    table: 'auto_order',
    idType: 'uuid',
    columns: {
      bucket: 'bucket',
      id: 'id',
      number: 'order_no',
      state: 'state',
      stateSince: 'state_since',
      version: 'row_version',
      definition: 'sm_version',
      updatedAt: 'updated_at',
    },
    fields: ['credit_audit_status', 'compass_status', 'lend_audit_status'],
    parties: { dealer: 'dealer_id', funder: 'funder_id' },
  },
  history: 'order_event',
}
