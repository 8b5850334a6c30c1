export { NewOrder } from './model.ts'
export { birthEvent, createOrders, type Birth } from './service.ts'
