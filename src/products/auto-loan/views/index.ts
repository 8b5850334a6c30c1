export { ListRow, OrderRow, OrderView, ReasonAnswer } from './model.ts'
export { orderList } from './store.ts'
export { orderRow, readOrder, type ListedOrder } from './service.ts'
export {
  filtersOf,
  ListQuery,
  listRows,
  orderNotFound,
  pinned,
  scopeOf,
  viewRoutes,
} from './routes.ts'
