/** Every address of the console. Screens link through these; routes.tsx gives them their screen. */
export const path = {
  home: () => '/',
  work: () => '/work',
  dashboard: () => '/dashboard',
  signIn: (next?: string) =>
    next === undefined || next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`,
  account: () => '/account',
  orders: () => '/auto-loan/orders',
  order: (orderNo: string) => `/auto-loan/orders/${encodeURIComponent(orderNo)}`,
  newOrder: () => '/auto-loan/orders/new',
  lifecycles: () => '/lifecycles',
  importLifecycle: () => '/lifecycles/import',
  lifecycle: (machine: string, version: string) =>
    `/lifecycles/${encodeURIComponent(machine)}/${encodeURIComponent(version)}`,
  compareLifecycles: (machine: string) =>
    `/lifecycles/${encodeURIComponent(machine)}/versions/compare`,
  migrateLifecycle: (machine: string) =>
    `/lifecycles/${encodeURIComponent(machine)}/orders/migration`,
  ledger: () => '/ledger/accounts',
  ledgerAccount: (accountNo: string) => `/ledger/accounts/${encodeURIComponent(accountNo)}`,
  journals: () => '/ledger/journals',
  journal: (bizNo: string) => `/ledger/journals/${encodeURIComponent(bizNo)}`,
  adjustment: () => '/ledger/adjustments/new',
  trialBalance: () => '/ledger/trial-balance',
  periods: () => '/ledger/periods',
  verification: () => '/ledger/verification',
  data: () => '/data',
  dataTable: (schema: string, table: string) =>
    `/data/${encodeURIComponent(schema)}/${encodeURIComponent(table)}`,
  alarms: () => '/alarms',
  parameters: () => '/parameters',
  parameter: (name: string) => `/parameters/${encodeURIComponent(name)}`,
  jobs: () => '/jobs',
  partnerCalls: () => '/partner-calls',
  audit: () => '/audit',
  users: () => '/users',
  user: (id: string) => `/users/${encodeURIComponent(id)}`,
  roles: () => '/users/roles',
  apiKeys: () => '/api-keys',
  approvals: () => '/approvals',
  approval: (id: string) => `/approvals/${encodeURIComponent(id)}`,
  approvalLimits: () => '/approvals/limits',
  sandbox: () => '/sandbox',
} as const

/** Only a page of ours: an address in `next` never leads a signed-in person elsewhere. */
export function safeNext(next: string | null): string {
  const ours = next !== null && /^\/(?![/\\])/u.test(next) && !next.startsWith('/sign-in')
  return ours ? next : path.home()
}
