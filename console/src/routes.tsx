/** The map: which screen stands at which address. Each screen is loaded when it is first opened. */
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import { Crashed, Loading, Missing } from './layout/states.tsx'
import { path } from './path.ts'

const inside: RouteObject[] = [
  { index: true, element: <Navigate to={path.work()} replace /> },
  {
    path: 'work',
    lazy: async () => ({ Component: (await import('./features/work/WorkList.tsx')).WorkList }),
  },
  {
    path: 'dashboard',
    lazy: async () => ({
      Component: (await import('./features/dashboard/Dashboard.tsx')).Dashboard,
    }),
  },
  {
    path: 'auto-loan/orders',
    lazy: async () => ({
      Component: (await import('./features/auto-loan/pages.tsx')).OrderList,
    }),
  },
  {
    path: 'auto-loan/orders/new',
    lazy: async () => ({ Component: (await import('./features/auto-loan/NewOrder.tsx')).NewOrder }),
  },
  {
    path: 'auto-loan/orders/:orderNo',
    lazy: async () => ({ Component: (await import('./features/auto-loan/pages.tsx')).Order }),
  },
  {
    path: 'lifecycles',
    lazy: async () => ({
      Component: (await import('./features/lifecycles/LifecycleList.tsx')).LifecycleList,
    }),
  },
  {
    path: 'lifecycles/import',
    lazy: async () => ({
      Component: (await import('./features/lifecycles/Import.tsx')).Import,
    }),
  },
  {
    path: 'lifecycles/:machine/versions/compare',
    lazy: async () => ({
      Component: (await import('./features/lifecycles/Compare.tsx')).Compare,
    }),
  },
  {
    path: 'lifecycles/:machine/orders/migration',
    lazy: async () => ({
      Component: (await import('./features/lifecycles/Migration.tsx')).Migration,
    }),
  },
  {
    path: 'lifecycles/:machine/:version',
    lazy: async () => ({
      Component: (await import('./features/lifecycles/Lifecycle.tsx')).Lifecycle,
    }),
  },
  {
    path: 'approvals',
    lazy: async () => ({
      Component: (await import('./features/approvals/ApprovalList.tsx')).ApprovalList,
    }),
  },
  {
    path: 'approvals/limits',
    lazy: async () => ({
      Component: (await import('./features/approvals/ApprovalLimits.tsx')).ApprovalLimits,
    }),
  },
  {
    path: 'approvals/:id',
    lazy: async () => ({
      Component: (await import('./features/approvals/Approval.tsx')).Approval,
    }),
  },
  {
    path: 'parameters',
    lazy: async () => ({
      Component: (await import('./features/parameters/ParameterList.tsx')).ParameterList,
    }),
  },
  {
    path: 'parameters/:name',
    lazy: async () => ({
      Component: (await import('./features/parameters/Parameter.tsx')).Parameter,
    }),
  },
  {
    path: 'alarms',
    lazy: async () => ({
      Component: (await import('./features/alarms/AlarmList.tsx')).AlarmList,
    }),
  },
  {
    path: 'audit',
    lazy: async () => ({
      Component: (await import('./features/audit/AuditList.tsx')).AuditList,
    }),
  },
  {
    path: 'jobs',
    lazy: async () => ({
      Component: (await import('./features/jobs/Jobs.tsx')).Jobs,
    }),
  },
  {
    path: 'partner-calls',
    lazy: async () => ({
      Component: (await import('./features/partner-calls/PartnerCalls.tsx')).PartnerCalls,
    }),
  },
  {
    path: 'users',
    lazy: async () => ({
      Component: (await import('./features/users/UserList.tsx')).UserList,
    }),
  },
  {
    path: 'users/roles',
    lazy: async () => ({
      Component: (await import('./features/users/Roles.tsx')).Roles,
    }),
  },
  {
    path: 'users/:id',
    lazy: async () => ({
      Component: (await import('./features/users/UserPage.tsx')).UserPage,
    }),
  },
  {
    path: 'api-keys',
    lazy: async () => ({
      Component: (await import('./features/api-keys/ApiKeys.tsx')).ApiKeys,
    }),
  },
  {
    path: 'sandbox',
    lazy: async () => ({
      Component: (await import('./features/sandbox/Sandbox.tsx')).Sandbox,
    }),
  },
  {
    path: 'ledger/accounts',
    lazy: async () => ({
      Component: (await import('./features/ledger/AccountList.tsx')).AccountList,
    }),
  },
  {
    path: 'ledger/accounts/:accountNo',
    lazy: async () => ({
      Component: (await import('./features/ledger/Account.tsx')).Account,
    }),
  },
  {
    path: 'ledger/journals',
    lazy: async () => ({
      Component: (await import('./features/ledger/JournalList.tsx')).JournalList,
    }),
  },
  {
    path: 'ledger/journals/:bizNo',
    lazy: async () => ({
      Component: (await import('./features/ledger/Journal.tsx')).Journal,
    }),
  },
  {
    path: 'ledger/adjustments/new',
    lazy: async () => ({
      Component: (await import('./features/ledger/Adjustment.tsx')).Adjustment,
    }),
  },
  {
    path: 'ledger/trial-balance',
    lazy: async () => ({
      Component: (await import('./features/ledger/TrialBalance.tsx')).TrialBalance,
    }),
  },
  {
    path: 'ledger/periods',
    lazy: async () => ({
      Component: (await import('./features/ledger/Periods.tsx')).Periods,
    }),
  },
  {
    path: 'ledger/verification',
    lazy: async () => ({
      Component: (await import('./features/ledger/Verification.tsx')).Verification,
    }),
  },
  {
    path: 'data',
    lazy: async () => ({ Component: (await import('./features/data/Tables.tsx')).Tables }),
  },
  {
    path: 'data/:schema/:table',
    lazy: async () => ({ Component: (await import('./features/data/Table.tsx')).Table }),
  },
  {
    path: 'account',
    lazy: async () => ({ Component: (await import('./features/auth/Account.tsx')).Account }),
  },
  { path: '*', element: <Missing /> },
]

export const router = createBrowserRouter([
  {
    errorElement: <Crashed />,
    hydrateFallbackElement: <Loading />,
    children: [
      {
        path: 'sign-in',
        lazy: async () => ({ Component: (await import('./features/auth/SignIn.tsx')).SignIn }),
      },
      {
        lazy: async () => ({ Component: (await import('./layout/Frame.tsx')).Frame }),
        children: inside,
      },
    ],
  },
])
