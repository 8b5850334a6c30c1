import type { Schema } from '../db/index.ts'

export { forget, keptForDays } from './command.ts'
export { isOpenTo, sessionCookie } from './guard.ts'
export { httpProblems, problemAnswer, type HttpProblem } from './problem.ts'
export {
  ask,
  command,
  raw,
  read,
  type Access,
  type Call,
  type Context,
  type Route,
} from './route.ts'
export {
  Currency,
  DateTime,
  Day,
  Decimal,
  Minor,
  Page,
  pageQuery,
  pageSizeMax,
  PositiveMinor,
  ProblemAnswer,
  Text,
} from './schema.ts'
export { openServer, type ServerOptions } from './server.ts'
export { checkedBody, checkedQuery } from './validation.ts'
export { sendProblem } from './wire.ts'

export const httpSchema: Schema = {
  name: 'http',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: [],
  columns: {
    'idempotency.fingerprint': 'secret',
    'idempotency.body': 'secret',
  },
}
