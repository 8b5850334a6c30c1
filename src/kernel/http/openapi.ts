/** OpenAPI 3.1 from the very schemas that validate, and a page that shows it. */
import swagger from '@fastify/swagger'
import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance, FastifySchema } from 'fastify'
import type { Route } from './route.ts'
import { ProblemAnswer } from './schema.ts'

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
  await app.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      withDefaultFonts: false,
      showDeveloperTools: 'never',
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      hideClientButton: true,
    },
  })
}

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
    security: route.access === 'public' ? [] : [{ bearer: [] }, { cookie: [] }],
    response: { [route.status]: answer, '4XX': refused },
  } as FastifySchema
}
