/** Every page of the console, and how it is reached: a test holds this list against the routes. */
import type { Life } from './life.ts'

export interface ShownPage {
  /** As routes.tsx writes it. */
  readonly route: string
  /** Names its pictures. */
  readonly name: string
  /** Who looks at it; nobody has signed in yet where it is left out. */
  readonly user?: 'admin' | 'credit' | 'dealer' | 'finance'
  /** The page speaks of tables and columns by their names. */
  readonly names?: 'tables'
  readonly address: (life: Life) => string
}

const machine = 'auto-loan'

// prettier-ignore
export const pages: readonly ShownPage[] = [
  { route: 'sign-in', name: 'sign-in', address: () => '/sign-in' },
  { route: 'work', name: 'work', user: 'credit', address: () => '/work' },
  { route: 'dashboard', name: 'dashboard', user: 'admin', address: () => '/dashboard' },
  { route: 'auto-loan/orders', name: 'orders', user: 'admin', address: () => '/auto-loan/orders' },
  { route: 'auto-loan/orders/new', name: 'new-order', user: 'dealer', address: () => '/auto-loan/orders/new' },
  { route: 'auto-loan/orders/:orderNo', name: 'order', user: 'finance', address: ({ orderNo }) => `/auto-loan/orders/${orderNo}` },
  { route: 'lifecycles', name: 'lifecycles', user: 'admin', address: () => '/lifecycles' },
  { route: 'lifecycles/import', name: 'lifecycle-import', user: 'admin', address: () => '/lifecycles/import' },
  { route: 'lifecycles/:machine/versions/compare', name: 'lifecycle-compare', user: 'admin', address: () => `/lifecycles/${machine}/versions/compare` },
  { route: 'lifecycles/:machine/orders/migration', name: 'lifecycle-migration', user: 'admin', address: () => `/lifecycles/${machine}/orders/migration` },
  { route: 'lifecycles/:machine/:version', name: 'lifecycle', user: 'admin', address: ({ machineVersion }) => `/lifecycles/${machine}/${machineVersion}` },
  { route: 'approvals', name: 'approvals', user: 'admin', address: () => '/approvals' },
  { route: 'approvals/limits', name: 'approval-limits', user: 'admin', address: () => '/approvals/limits' },
  { route: 'approvals/:id', name: 'approval', user: 'admin', address: ({ proposalId }) => `/approvals/${proposalId}` },
  { route: 'parameters', name: 'parameters', user: 'admin', address: () => '/parameters' },
  { route: 'parameters/:name', name: 'parameter', user: 'admin', address: ({ parameter }) => `/parameters/${parameter}` },
  { route: 'alarms', name: 'alarms', user: 'admin', address: () => '/alarms' },
  { route: 'audit', name: 'audit', user: 'admin', address: () => '/audit' },
  { route: 'jobs', name: 'jobs', user: 'admin', address: () => '/jobs' },
  { route: 'partner-calls', name: 'partner-calls', user: 'admin', address: () => '/partner-calls' },
  { route: 'users', name: 'users', user: 'admin', address: () => '/users' },
  { route: 'users/roles', name: 'roles', user: 'admin', address: () => '/users/roles' },
  { route: 'users/:id', name: 'user', user: 'admin', address: ({ userId }) => `/users/${userId}` },
  { route: 'api-keys', name: 'api-keys', user: 'admin', address: () => '/api-keys' },
  { route: 'sandbox', name: 'sandbox', user: 'admin', address: () => '/sandbox' },
  { route: 'ledger/accounts', name: 'ledger-accounts', user: 'finance', address: () => '/ledger/accounts' },
  { route: 'ledger/accounts/:accountNo', name: 'ledger-account', user: 'finance', address: ({ accountNo }) => `/ledger/accounts/${accountNo}` },
  { route: 'ledger/journals', name: 'journals', user: 'finance', address: () => '/ledger/journals' },
  { route: 'ledger/journals/:bizNo', name: 'journal', user: 'finance', address: ({ bizNo }) => `/ledger/journals/${bizNo}` },
  { route: 'ledger/adjustments/new', name: 'adjustment', user: 'finance', address: () => '/ledger/adjustments/new' },
  { route: 'ledger/trial-balance', name: 'trial-balance', user: 'finance', address: () => '/ledger/trial-balance' },
  { route: 'ledger/periods', name: 'periods', user: 'finance', address: () => '/ledger/periods' },
  { route: 'ledger/verification', name: 'verification', user: 'finance', address: () => '/ledger/verification' },
  { route: 'data', name: 'data', user: 'admin', names: 'tables', address: () => '/data' },
  { route: 'data/:schema/:table', name: 'data-table', user: 'admin', names: 'tables', address: () => '/data/auto_loan/auto_order' },
  { route: 'account', name: 'account', user: 'credit', address: () => '/account' },
  { route: '*', name: 'missing', user: 'admin', address: () => '/no-such-page' },
]
