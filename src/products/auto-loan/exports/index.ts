export { orderExport } from './service.ts'
