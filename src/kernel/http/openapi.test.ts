import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { accept } from '../problem/index.ts'
import { command, Page, pageQuery, read } from './index.ts'
import { plain, testServer } from './testing.ts'

const Note = Type.Object({ text: Type.String({ minLength: 1 }) })
const Params = Type.Object({ no: Type.Integer({ minimum: 1 }) })
const shared = { tag: 'note', summary: 'a note', problems: ['note_refused'] }

const { call } = await testServer([
  read({
    ...shared,
    access: ['admin'],
    path: '/notes',
    operationId: 'listNotes',
    query: Type.Object({ ...pageQuery, state: Type.Optional(Type.Array(Type.Integer())) }),
    answer: Page(Note),
    run: async () => accept({ items: [], nextCursor: null }),
  }),
  command({
    ...shared,
    access: 'public',
    method: 'PUT',
    path: '/notes/:no',
    operationId: 'saveNote',
    params: Params,
    body: Note,
    answer: Note,
    status: 201,
    each: async (_tx, { body }) => accept(body),
  }),
  plain('POST', '/files', { consumes: 'multipart/form-data', answer: Note, status: 201 }),
])

interface Operation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly security: readonly object[]
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    required?: boolean
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: object }>> }
  readonly responses: Readonly<Record<string, { description: string; content: object }>>
}

interface Document {
  readonly openapi: string
  readonly info: { readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: object; readonly securitySchemes: object }
}

const document = (await call('GET /openapi.json')).json() as Document

function operation(path: string, method: string): Operation {
  const found = document.paths[path]?.[method]
  assert.ok(found, `${method} ${path} is in the document`)
  return found
}

test('the document holds each route once, and nothing that is not a route', () => {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  assert.deepEqual(all.toSorted(), ['get /notes', 'post /files', 'put /notes/{no}'])
  assert.deepEqual([document.openapi, document.info.version], ['3.1.0', '1.2.3'])
})

test('what validates a call is what the document says of it', () => {
  const { parameters = [] } = operation('/notes', 'get')
  assert.deepEqual(
    parameters.map(({ name, in: where }) => `${where} ${name}`),
    ['query cursor', 'query limit', 'query state'],
  )
  const save = operation('/notes/{no}', 'put')
  assert.deepEqual(
    save.parameters?.map(({ name, in: where, required }) => [where, name, required]),
    [['path', 'no', true]],
  )
  assert.deepEqual(save.requestBody?.content['application/json']?.schema, {
    type: 'object',
    required: ['text'],
    properties: { text: { type: 'string', minLength: 1 } },
  })
})

test('a good answer has its own status and schema, every other one is a problem', () => {
  const { responses } = operation('/notes/{no}', 'put')
  assert.deepEqual(Object.keys(responses), ['201', '4XX'])
  assert.match(String(responses['4XX']?.description), /note_refused/u)
  assert.deepEqual(responses['4XX']?.content, {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  })
  assert.ok('Problem' in document.components.schemas)
})

test('the document says who needs to sign in, and how', () => {
  assert.deepEqual(operation('/notes', 'get').security, [{ bearer: [] }, { cookie: [] }])
  assert.deepEqual(operation('/notes/{no}', 'put').security, [])
  assert.deepEqual(Object.keys(document.components.securitySchemes), ['bearer', 'cookie'])
})

test('an upload says what it takes', () => {
  assert.equal(operation('/files', 'post').operationId, 'POST_files')
  assert.deepEqual(operation('/files', 'post').tags, ['note'])
})
