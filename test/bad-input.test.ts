/**
 * Every route of the OpenAPI document, with everything that a careless or hostile caller may
 * send.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { roles } from '#kernel/auth'
import { testHouse, type Answer } from '#test/house'

interface Schema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly minItems?: number
  readonly minLength?: number
  readonly minimum?: number
  readonly format?: string
  readonly pattern?: string
}

interface Operation {
  readonly operationId: string
  readonly security?: readonly object[]
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly schema: Schema
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

interface Route {
  readonly method: string
  readonly path: string
  readonly operation: Operation
  readonly body: Schema | undefined
}

const house = await testHouse()
// Whoever has every role of the house gets past the guard, so that the routes themselves are tried.
const outsiders = new Set<string>([
  'dealer',
  'channel',
  'investor',
  'super-investor',
  'merchant-user',
  'tiancai-org',
  'car-owner',
  'auditor',
])
const staff = await house.person(roles.filter((role) => !outsiders.has(role)))
const document = (await house.stranger.get('/openapi.json')).body as {
  paths: Record<string, Record<string, Operation>>
}

const routes: readonly Route[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    operation,
    body: operation.requestBody?.content['application/json']?.schema,
  })),
)

const unknownIds: Readonly<Record<string, string>> = {
  uuid: '0190aaaa-0000-7000-8000-000000000000',
}

const somePath = (route: Route, value?: string): string =>
  route.path.replaceAll(/\{(\w+)\}/gu, (_, name: string) => {
    const found = route.operation.parameters?.find((one) => one.name === name)
    return encodeURIComponent(
      value ?? unknownIds[found?.schema.format ?? ''] ?? uuidLike(found?.schema),
    )
  })

const uuidLike = (schema: Schema | undefined): string =>
  schema?.pattern?.includes('0-9a-f') ? (unknownIds['uuid'] ?? '') : 'unknown-1'

/** What no route may ever do, whatever came. */
function isProblem(answer: Answer, where: string, statuses?: readonly number[]): void {
  assert.notEqual(answer.status, 500, `${where}: ${JSON.stringify(answer.body)}`)
  // A partner's contract has an envelope of its own, in which it also hears of its mistakes.
  if (answer.status < 400 || where.includes(' /callback/')) return
  assert.match(String(answer.headers.get('content-type')), /application\/problem\+json/, where)
  assert.match(String(answer.body.code), /^[a-z][a-z0-9_]+$/, where)
  assert.ok(String(answer.body.detail).length > 0, where)
  if (statuses) {
    assert.ok(statuses.includes(answer.status), `${where}: ${answer.status} ${answer.body.code}`)
  }
}

const json = { 'content-type': 'application/json' }
const send = (route: Route, path: string, body?: string): Promise<Answer> =>
  staff.send(route.method, path, body === undefined ? {} : { headers: json, body })

/** A small value that the schema allows. */
function sample(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const [first] = schema.anyOf ?? []
  if (first) return sample(first)
  switch (schema.type ?? 'string') {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] ?? {})]),
      )
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}))
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return text(schema)
  }
}

function text(schema: Schema): string {
  if (schema.format === 'date-time') return '2026-01-01T00:00:00Z'
  if (schema.format === 'date') return '2026-01-01'
  if (schema.pattern?.includes('0-9a-f')) return unknownIds['uuid'] ?? ''
  if (schema.pattern?.includes('0-9')) return '123456'
  return 'x'.repeat(Math.max(1, schema.minLength ?? 1))
}

const wrongTypes: Readonly<Record<string, unknown>> = {
  string: 17,
  integer: 'many',
  number: 'many',
  boolean: 'perhaps',
  object: 'flat',
  array: 'one',
}

const withBody = routes.filter(({ body }) => body !== undefined)

test('there are routes to try', () => {
  assert.ok(routes.length > 20, `${routes.length} routes`)
  assert.ok(withBody.length > 10, `${withBody.length} with a body`)
})

test('a missing field and a wrong type are refused, field by field, on every route', async () => {
  for (const route of withBody) {
    const { body: schema } = route
    if (schema?.type !== 'object') continue
    const good = sample(schema) as Record<string, unknown>
    for (const name of schema.required ?? []) {
      const { [name]: _, ...rest } = good
      const answer = await send(route, somePath(route), JSON.stringify(rest))
      isProblem(answer, `${route.method} ${route.path} without ${name}`, [400])
    }
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const wrong = wrongTypes[property.type ?? '']
      if (wrong === undefined) continue
      const answer = await send(route, somePath(route), JSON.stringify({ ...good, [name]: wrong }))
      isProblem(answer, `${route.method} ${route.path} with a wrong ${name}`, [400])
    }
  }
})

test('broken JSON, no body, and a body that is too large are refused on every route', async () => {
  for (const route of withBody) {
    const where = `${route.method} ${route.path}`
    isProblem(await send(route, somePath(route), '{"a":'), where, [400])
    isProblem(await send(route, somePath(route), 'null'), where, [400])
    const large = await send(route, somePath(route), JSON.stringify('x'.repeat(9_000_000)))
    isProblem(large, where, [413])
    assert.ok(large.body.limitBytes > 0, `${where} names its limit`)
  }
})

/** The name of a list is the page's own: of one that nobody has used, nothing was kept yet. */
const namedByPages: readonly string[] = ['/api/v1/lists/{list}']

test('an id that nobody has is not found, on every route that takes one', async () => {
  for (const route of routes.filter(({ path }) => path.includes('{'))) {
    const body = route.body ? JSON.stringify(sample(route.body)) : undefined
    const answer = await send(route, somePath(route), body)
    isProblem(answer, `${route.method} ${route.path}`)
    const reads = route.method === 'GET' && !namedByPages.includes(route.path)
    if (reads) assert.ok(answer.status >= 400, `${route.path} answers ${answer.status} for no id`)
  }
})

test('a stranger gets 401 from every route that is not public', async () => {
  for (const route of routes) {
    if (route.operation.security?.length === 0) continue
    const answer = await house.stranger.send(route.method, somePath(route))
    isProblem(answer, `${route.method} ${route.path}`, [401])
  }
})

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom("'; drop table x; --", '../../etc/passwd', '%00', '\u0000', '1e400', '-1', '𝔘'),
)

test('whatever is generated as path, query and body, nothing answers 500', async () => {
  const request = fc.record({
    route: fc.constantFrom(...routes),
    id: nasty,
    query: fc.dictionary(
      fc.constantFrom('cursor', 'limit', 'state', 'from', 'sort', 'q', 'machine'),
      nasty,
    ),
    body: fc.json({ maxDepth: 3 }),
    partly: fc.dictionary(fc.string({ maxLength: 12 }), fc.jsonValue({ maxDepth: 2 })),
    mix: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(request, async ({ route, id, query, body, partly, mix }) => {
      const good = route.body ? sample(route.body) : undefined
      const mixed = mix && typeof good === 'object' ? JSON.stringify({ ...good, ...partly }) : body
      const search = new URLSearchParams(query)
      const path = `${somePath(route, id === '' ? ' ' : id.toWellFormed())}?${search.toString()}`
      const answer = await send(route, path, route.method === 'GET' ? undefined : mixed)
      isProblem(answer, `${route.method} ${path} ${mixed}`)
    }),
    { numRuns: 1_500, endOnFailure: true },
  )
})
