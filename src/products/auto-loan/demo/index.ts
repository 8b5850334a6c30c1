export { users as demoUsers, type DemoUser } from './model.ts'
export { furnishDemo, type DemoOptions } from './service.ts'
