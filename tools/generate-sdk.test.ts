import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sdkFiles, type OpenApi } from './generate-sdk.ts'
import { typeOf, type JsonSchema } from './sdk-types.ts'

// prettier-ignore
const types: readonly (readonly [schema: JsonSchema, type: string])[] = [
  [{ type: 'string' }, 'string'],
  [{ type: 'integer' }, 'number'],
  [{ type: ['string', 'null'] }, 'string | null'],
  [{ enum: ['CNY', 'USD'] }, '"CNY" | "USD"'],
  [{ const: true }, 'true'],
  [{}, 'unknown'],
  [{ $ref: '#/components/schemas/order-list' }, 'OrderList'],
  [{ anyOf: [{ type: 'integer' }, { type: 'number' }, { type: 'null' }] }, 'number | null'],
  [{ type: 'array', items: { type: 'string' } }, 'readonly string[]'],
  [{ type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } }, 'readonly (string | null)[]'],
  [{ type: 'array', items: [{ type: 'string' }, { type: 'boolean' }] }, 'readonly [string, boolean]'],
  [{ type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }, '{\nreadonly a: string\n}'],
  [{ type: 'object', properties: { 'x-y': { type: 'string' } } }, '{\nreadonly "x-y"?: string\n}'],
  [{ type: 'object', patternProperties: { '^.*$': { type: 'number' } } }, 'Readonly<Record<string, number>>'],
  [{ type: 'object', additionalProperties: false }, 'Readonly<Record<string, unknown>>'],
]

test('a schema becomes the type of its values', () => {
  for (const [schema, type] of types) assert.equal(typeOf(schema), type, JSON.stringify(schema))
})

test('a type that nobody knows is refused, not guessed', () => {
  assert.throws(() => typeOf({ type: 'integre' }), /knows no type "integre"/u)
})

const answer = { 200: { content: { 'application/json': { schema: { type: 'string' } } } } }
const api: OpenApi = {
  paths: {
    '/api/v1/orders/{no}': {
      get: {
        operationId: 'getOrder',
        summary: 'One order',
        tags: ['car-loan'],
        parameters: [
          { name: 'no', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'at', in: 'query', schema: { type: 'string' } },
        ],
        responses: answer,
      },
    },
    '/api/v1/orders': {
      get: { operationId: 'listOrders', summary: 'All', tags: ['car-loan'], responses: answer },
      post: {
        operationId: 'createOrder',
        summary: 'Create an order',
        tags: ['car-loan'],
        requestBody: { required: true, content: { 'application/json': { schema: {} } } },
        responses: { 204: {} },
      },
    },
  },
}

test('each operation is one function with typed input and answer', () => {
  const files = sdkFiles(api, { gone: { status: 410, means: 'It is gone.' } })
  const text = files.get('car-loan.ts') ?? ''
  assert.match(text, /readonly params: \{\nreadonly no: string\n\}\nreadonly query\?: \{/u)
  assert.match(text, /getOrder\(client: Client, input: GetOrderInput, options\?: CallOptions\)/u)
  assert.match(text, /listOrders\(client: Client, options\?: CallOptions\): Promise<ListOrdersA/u)
  assert.match(text, /CreateOrderAnswer = undefined/u)
  assert.match(
    text,
    /method: 'POST', path: '\/api\/v1\/orders', sends: 'json', answers: 'nothing'/u,
  )
  assert.match(files.get('index.ts') ?? '', /export \* as carLoan from '\.\/car-loan\.ts'/u)
  assert.match(files.get('problems.ts') ?? '', /gone: \{ status: 410, means: "It is gone\." \}/u)
})

test('two operations of one name are refused', () => {
  const [[path, operations] = ['', {}]] = Object.entries(api.paths)
  const twice = { paths: { [path]: operations, '/other': operations } }
  assert.throws(() => sdkFiles(twice, {}), /two operations are called getOrder/u)
})
