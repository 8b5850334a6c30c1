/** Every address of the console. Screens link through these; routes.tsx gives them their screen. */
export const path = {
  home: () => '/',
  signIn: (next?: string) =>
    next === undefined || next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`,
  account: () => '/account',
  orders: () => '/auto-loan/orders',
  order: (orderNo: string) => `/auto-loan/orders/${encodeURIComponent(orderNo)}`,
  newOrder: () => '/auto-loan/orders/new',
  lifecycles: () => '/lifecycles',
  lifecycle: (machine: string, version: string) =>
    `/lifecycles/${encodeURIComponent(machine)}/${encodeURIComponent(version)}`,
} as const

/** Only a page of ours: an address in `next` never leads a signed-in person elsewhere. */
export function safeNext(next: string | null): string {
  const ours = next !== null && /^\/(?![/\\])/u.test(next) && !next.startsWith('/sign-in')
  return ours ? next : path.home()
}
