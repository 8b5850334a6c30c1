/** OpenAPI 3.1 from the very schemas that validate, and the pages that show it. */
import { createHash } from 'node:crypto'
import swagger from '@fastify/swagger'
import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import { refuse, type ProblemTable } from '../problem/index.ts'
import type { Route } from './route.ts'
import { ProblemAnswer } from './schema.ts'
import { sendProblem } from './wire.ts'

export async function describe(app: FastifyInstance, version: string): Promise<void> {
  app.addSchema(ProblemAnswer)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Liushui', version, license: { name: 'Apache-2.0' } },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          cookie: { type: 'apiKey', in: 'cookie', name: 'liushui_session' },
        },
      },
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, at) =>
        typeof json['$id'] === 'string' ? json['$id'] : `def-${at}`,
    },
    transform: ({ schema, url, route }) => {
      const ours = route.config?.route
      return { schema: ours ? documented(schema, ours) : schema, url }
    },
  })
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  app.get('/docs/problems', { schema: { hide: true } }, async (_request, reply) => {
    return await reply.type('text/html; charset=utf-8').send(problemsPage(app.problems))
  })
  await app.register(pages)
}

/** The API page. It is made of one inline script and one large file, and needs rules of its own. */
async function pages(app: FastifyInstance): Promise<void> {
  app.addHook('onSend', ownRules)
  await app.register(scalar, {
    routePrefix: '/docs',
    hooks: { onRequest: refuseStrangeHost },
    configuration: {
      url: '/openapi.json',
      pageTitle: 'Liushui API',
      withDefaultFonts: false,
      showDeveloperTools: 'never',
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      hideClientButton: true,
    },
  })
}

const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/gu
const scriptSecondsMax = 86_400

/** The page's own inline script may run, known by its hash; nobody else's. */
async function ownRules(
  _: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  const type = String(reply.getHeader('content-type') ?? '')
  if (type.startsWith('application/javascript')) {
    reply.header('cache-control', `public, max-age=${scriptSecondsMax}`)
  }
  if (!type.startsWith('text/html') || typeof payload !== 'string') return payload
  const hashes = [...payload.matchAll(inlineScript)].map(([, script = '']) => {
    return `'sha256-${createHash('sha256').update(script).digest('base64')}'`
  })
  const icon = '<link rel="icon" href="/favicon.svg" type="image/svg+xml" />'
  const policy = String(reply.getHeader('content-security-policy') ?? '')
  const wider = policy.replace("script-src 'self'", ["script-src 'self'", ...hashes].join(' '))
  reply.header('content-security-policy', wider)
  return payload.replace('<head>', `<head>${icon}`)
}

/** The API page builds addresses from the Host header, and breaks on one that is none. */
async function refuseStrangeHost(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (URL.canParse(`http://${request.hostname}`)) return
  await sendProblem(reply, refuse('request_invalid', 'The Host header names no host.').problem)
}

/** Where the `type` of a problem points. */
function problemsPage(problems: ProblemTable): string {
  const rows = Object.entries(problems)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([code, { status, means }]) =>
        `<tr id="${code}"><td><code>${code}</code><td>${status}<td>${escaped(means)}`,
    )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Liushui: problems</title>
<style>body{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}
td,th{padding:.2rem .8rem;text-align:left;vertical-align:top}tr:target{background:#fff3c4}</style>
<h1>Problems</h1><p>Every refusal is an <code>application/problem+json</code> (RFC 9457) with one of
these codes; <code>detail</code> says what is wrong and what would be right.
<table><tr><th>code<th>status<th>means${rows.join('\n')}</table>`
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** The answers are added for the document only: Fastify is not to validate or serialize by them. */
function documented(schema: FastifySchema, route: Route): FastifySchema {
  const refused = {
    description: route.problems.length > 0 ? `Codes: ${route.problems.join(', ')}` : 'Problem',
    content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
  }
  const answer = route.answer
    ? { description: route.summary, content: { 'application/json': { schema: route.answer } } }
    : {
        description: route.summary,
        content: { [route.produces ?? 'application/octet-stream']: { schema: { type: 'string' } } },
      }
  return {
    ...schema,
    ...(route.consumes ? { consumes: [route.consumes] } : {}),
    // The console shows a button only to those who may press it.
    ...(typeof route.access === 'string' ? {} : { 'x-roles': route.access }),
    security: route.access === 'public' ? [] : [{ bearer: [] }, { cookie: [] }],
    response: { [route.status]: answer, '4XX': refused },
  } as FastifySchema
}
