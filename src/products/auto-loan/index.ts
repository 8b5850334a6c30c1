/** Car loans: document 000. The module, and the few functions that others may call. */
import { readFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import type { Schema } from '#kernel/db'
import {
  definitionsOf,
  readSources,
  verifyHistory,
  type ShippedDefinition,
} from '#kernel/lifecycle'
import type { Module } from '#kernel/module'
import { assert } from '#kernel/problem'
import { orderExport } from './exports/index.ts'
import { crons, tasks } from './jobs.ts'
import { guardNames } from './lifecycle.ts'
import { parameters, problems } from './model.ts'
import { binding } from './orders/index.ts'
import { routes } from './routes.ts'

export const autoLoanSchema: Schema = {
  name: 'auto_loan',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: [
    'order_event',
    'audit_result',
    'receipt',
    'repayment',
    'loan_request_number',
    'loan',
  ],
  columns: {
    'applicant_lookup.phone_index': 'secret',
    'applicant_lookup.id_number_index': 'secret',
    'audit_result.net_check': 'open',
    'audit_result.phone_check': 'open',
    'car.vin': 'masked',
    'car.engine_no': 'masked',
    'contract_set.documents': 'open',
    'dealer.name': 'open',
    'finance_plan.fees': 'open',
    'funder.name': 'open',
    'funder.secret_owner': 'secret',
    'funder.secret_sealed': 'secret',
    'image.name': 'masked',
    'order_event.payload': 'open',
    'person.phone_index': 'secret',
    'person.id_number_index': 'secret',
    'person_group.name': 'open',
    'person_group.sealed': 'secret',
    'product.name': 'open',
    'product.terms': 'open',
    'product.fee_limits': 'open',
  },
}

/** Version 8 takes new orders; the graph's version "simple" stands beside it. */
const currentVersion = '8'
const sources = ['000_c23e34179e43ca84.txt', '000-amendments.md'] as const

async function shipped(): Promise<readonly ShippedDefinition[]> {
  const files = await Promise.all(
    sources.map(async (name) => ({
      name,
      bytes: await readFile(new URL(`../../../docs/sources/${name}`, import.meta.url)),
    })),
  )
  const draft = await readSources(files)
  assert(draft.ok, draft.ok ? '' : draft.problem.detail)
  const digests = files.map(({ name, bytes }) => ({
    name,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }))
  return definitionsOf(draft.value).map((definition) => ({
    definition,
    sources: digests,
    takesNewOrders: definition.version === currentVersion,
  }))
}

export const autoLoan: Module = {
  name: 'auto-loan',
  schema: autoLoanSchema,
  problems,
  parameters,
  lifecycles: [binding],
  guards: guardNames,
  shipped,
  proposalKinds: () => [],
  routes,
  tasks,
  crons,
  subscriptions: () => [],
  exports: (kernel) => [orderExport(kernel)],
  verify: async ({ database }, onProgress) => {
    const fault = await verifyHistory(database, binding, onProgress)
    if (fault === undefined) return undefined
    const subject = `order:${fault.orderId} row ${fault.seq}`
    return { module: 'auto-loan', subject, detail: fault.detail }
  },
}

export { applyEvents } from './service.ts'
export { createOrders } from './births/index.ts'
export { orderList } from './views/index.ts'
export { demoUsers, furnishDemo, type DemoOptions, type DemoUser } from './demo/index.ts'
