/** The map: which screen stands at which address. Each screen is loaded when it is first opened. */
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import { Crashed, Loading, Missing } from './layout/states.tsx'
import { path } from './path.ts'

const inside: RouteObject[] = [
  { index: true, element: <Navigate to={path.orders()} replace /> },
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
