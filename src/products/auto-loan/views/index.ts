export { OrderRow, OrderView, ReasonAnswer } from './model.ts'
export { orderList } from './store.ts'
export { orderRow, readOrder, type ListedOrder } from './service.ts'
export { orderNotFound, pinned, viewRoutes } from './routes.ts'
