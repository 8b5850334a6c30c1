/** The simulated partners behind one port. */
import { fastify, type FastifyInstance } from 'fastify'
import { openControl } from './control.ts'
import { funderPartners, funderRoutes } from './funder/routes.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The body to the letter: that is what was signed. */
    rawText?: string
  }
}

export interface SandboxOptions {
  readonly liushuiUrl: string
  readonly usualDelayMs: number
  readonly secretOf: (funder: string) => string
}

const bodyBytesMax = 1_000_000

export async function openSandbox(options: SandboxOptions): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: bodyBytesMax,
    // Whoever is kept waiting on purpose must not keep the sandbox from ending.
    forceCloseConnections: true,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  })
  const stopping = new AbortController()
  app.addHook('preClose', async () => stopping.abort())
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    request.rawText = String(body)
    try {
      done(null, JSON.parse(request.rawText))
    } catch {
      done(Object.assign(new Error('the body is no JSON'), { statusCode: 400 }))
    }
  })
  app.setErrorHandler(async (problem, _request, reply) => {
    const status = Number(Reflect.get(Object(problem), 'statusCode') ?? 500)
    const message = problem instanceof Error ? problem.message : String(problem)
    const code = status < 500 ? 'INVALID_REQUEST' : 'INTERNAL'
    return await reply.code(status).send({ code, message })
  })
  app.setNotFoundHandler(async (request, reply) => {
    const message = `there is no ${request.method} ${request.url}`
    return await reply.code(404).send({ code: 'NO_SUCH_ROUTE', message })
  })
  const control = openControl(funderPartners)
  control.routes(app)
  app.get('/healthz', async () => ({ ok: true }))
  await app.register(async (bank) => {
    funderRoutes(bank, { ...options, control, stopped: stopping.signal })
  })
  return app
}
