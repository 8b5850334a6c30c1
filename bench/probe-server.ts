/**
 * The server as `liushui serve` runs it, with two doors more: POSTs that are validated as journals
 * are and then answered from memory. What a journal costs beyond them is the ledger and PostgreSQL.
 */
import { systemClock } from '#kernel/clock'
import { readConfig } from '#kernel/config'
import { openServer, raw, type Route } from '#kernel/http'
import { openLog } from '#kernel/log'
import { openKernel, problems, routesOf } from '../src/app/app.ts'
import { listening } from '../src/app/listen.ts'

const config = readConfig({ ...process.env, PORT: process.argv[2] })
if (!config.ok) throw new Error(config.problem.detail)
const { databaseAppUrl: applicationUrl = '' } = config.value
const log = openLog(config.value.logLevel)
const kernel = await openKernel({ config: config.value, clock: systemClock, log, applicationUrl })
const routes = routesOf(kernel)
const app = await openServer({
  ...kernel,
  routes: [
    ...routes,
    ...routes.filter(({ operationId }) => operationId === 'postJournals').flatMap(probes),
  ],
  problems,
  requestsPerMinuteMax: config.value.requestsPerMinuteMax,
  checkAnswers: false,
  version: 'bench',
  readiness: async () => [],
})
process.once('SIGTERM', () => {
  void app.close().then(() => kernel.database.close())
})
await listening(app, config.value)

/** With the guard of the journals, which asks the database who it is, and without any. */
function probes({ body, access, tag }: Route): readonly Route[] {
  const answer = JSON.stringify({ bizNo: 'B202601010000000001', replayed: false })
  const probe = (name: string, to: Route['access']) =>
    raw({
      method: 'POST',
      path: `/api/v1/bench/${name}`,
      operationId: `bench_${name}`,
      summary: 'answers at once',
      tag,
      access: to,
      problems: [],
      ...(body ? { body } : {}),
      run: async (_request, reply) =>
        await reply.type('application/json; charset=utf-8').send(answer),
    })
  return [probe('signed-in', access), probe('public', 'public')]
}
