/** The map: which screen stands at which address. Each screen is loaded when it is first opened. */
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import { Crashed, Loading, Missing } from './layout/states.tsx'
import { path } from './path.ts'

const inside: RouteObject[] = [
  { index: true, element: <Navigate to={path.orders()} replace /> },
  {
    path: 'auto-loan/orders',
    lazy: async () => ({
      Component: (await import('./features/auto-loan/OrderList.tsx')).OrderList,
    }),
  },
  {
    path: 'auto-loan/orders/new',
    lazy: async () => ({ Component: (await import('./features/auto-loan/NewOrder.tsx')).NewOrder }),
  },
  {
    path: 'auto-loan/orders/:orderNo',
    lazy: async () => ({ Component: (await import('./features/auto-loan/Order.tsx')).Order }),
  },
  {
    path: 'lifecycles',
    lazy: async () => ({
      Component: (await import('./features/lifecycles/LifecycleList.tsx')).LifecycleList,
    }),
  },
  {
    path: 'lifecycles/:machine/:version',
    lazy: async () => ({
      Component: (await import('./features/lifecycles/Lifecycle.tsx')).Lifecycle,
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
