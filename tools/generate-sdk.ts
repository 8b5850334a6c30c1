/** sdk/generated/: the types of every operation, and one typed function for each. */
import { assert, type ProblemTable } from '#kernel/problem'
import { pascal, typeOf, type JsonSchema } from './sdk-types.ts'

/** As much of an OpenAPI document as the sdk is made of. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, JsonSchema>> }
}

interface Operation {
  readonly operationId?: string
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly required?: boolean
  readonly description?: string
  readonly schema: JsonSchema
}

type Content = Readonly<Record<string, { readonly schema?: JsonSchema }>>

/** An operation with everything that its function needs. */
interface Call {
  readonly id: string
  readonly tag: string
  readonly summary: string
  readonly method: string
  readonly path: string
  readonly params: string | undefined
  readonly query: string | undefined
  readonly body: string | undefined
  readonly needsQuery: boolean
  readonly needsBody: boolean
  readonly sends: 'nothing' | 'json' | 'form'
  readonly answers: 'nothing' | 'json' | 'file'
  readonly answer: string
}

const head = '// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.\n'

/** File names and their unformatted text. */
export function sdkFiles(api: OpenApi, problems: ProblemTable): ReadonlyMap<string, string> {
  const calls = callsOf(api)
  const tags = [...new Set(calls.map(({ tag }) => tag))].toSorted()
  const shared = Object.entries(api.components?.schemas ?? {})
  return new Map([
    ['problems.ts', problemFile(problems)],
    ['types.ts', `${head}\n${shared.map(([name, schema]) => declared(name, schema)).join('\n')}`],
    ...tags.map((tag): [string, string] => [
      `${tag}.ts`,
      operationFile(
        calls.filter((call) => call.tag === tag),
        shared.map(([name]) => pascal(name)),
      ),
    ]),
    ['index.ts', indexFile(tags)],
  ])
}

const declared = (name: string, schema: JsonSchema): string =>
  `export type ${pascal(name)} = ${typeOf(schema)}\n`

function problemFile(problems: ProblemTable): string {
  const lines = Object.entries(problems)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { status, means }]) => `${code}: { status: ${status}, means: ${quoted(means)} },`)
  return `${head}
/** Every code that a refusal can have, with its HTTP status. */
export const problemCodes = {
${lines.join('\n')}
} as const

export type ProblemCode = keyof typeof problemCodes
`
}

const quoted = (text: string): string => JSON.stringify(text)

const camel = (name: string): string => {
  const joined = pascal(name)
  return joined.charAt(0).toLowerCase() + joined.slice(1)
}

const indexFile = (tags: readonly string[]): string =>
  `${head}\n${tags.map((tag) => `export * as ${camel(tag)} from './${tag}.ts'`).join('\n')}\n`

function operationFile(calls: readonly Call[], shared: readonly string[]): string {
  const body = calls.map(functionOf).join('\n')
  const used = shared.filter((name) => new RegExp(String.raw`\b${name}\b`, 'u').test(body))
  const types = used.length > 0 ? `import type { ${used.join(', ')} } from './types.ts'\n` : ''
  return `${head}import type { CallOptions, Client } from '../client.ts'\n${types}\n${body}`
}

function functionOf(call: Call): string {
  const { id, method, path, sends, answers } = call
  const name = pascal(id)
  const input = inputOf(call)
  const given = `{ method: '${method}', path: '${path}', sends: '${sends}', answers: '${answers}' }`
  const parameter =
    input === undefined ? '' : `input: ${name}Input${isOptional(call) ? ' = {}' : ''}, `
  return `${input === undefined ? '' : `export interface ${name}Input ${input}\n\n`}
export type ${name}Answer = ${call.answer}

/** ${sentence(call.summary)} \`${method} ${path}\` */
export function ${id}(client: Client, ${parameter}options?: CallOptions): Promise<${name}Answer> {
  return client.call(${given}, ${input === undefined ? '{}' : 'input'}, options)
}
`
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/u, '')}.`

/** No part of the input has to be given. */
const isOptional = ({ params, needsQuery, needsBody }: Call): boolean =>
  params === undefined && !needsQuery && !needsBody

function inputOf({ params, query, body, needsQuery, needsBody }: Call): string | undefined {
  const members = [
    ...(params === undefined ? [] : [`readonly params: ${params}`]),
    ...(query === undefined ? [] : [`readonly query${needsQuery ? '' : '?'}: ${query}`]),
    ...(body === undefined ? [] : [`readonly body${needsBody ? '' : '?'}: ${body}`]),
  ]
  return members.length === 0 ? undefined : `{\n${members.join('\n')}\n}`
}

const methods = ['get', 'post', 'put', 'patch', 'delete']

function callsOf(api: OpenApi): readonly Call[] {
  const calls = Object.entries(api.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) => callOf(method.toUpperCase(), path, operation)),
  )
  const ids = calls.map(({ id }) => id)
  const twice = ids.find((id, at) => ids.indexOf(id) !== at)
  assert(twice === undefined, `two operations are called ${twice}`)
  return calls.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

function callOf(method: string, path: string, operation: Operation): Call {
  const { operationId: id, tags: [tag] = [], summary = id } = operation
  assert(id && tag && summary, `${method} ${path} has no operationId, tag or summary`)
  const sent = Object.entries(operation.requestBody?.content ?? {})[0]
  const isForm = sent?.[0].startsWith('multipart/') === true
  const body = sent && (isForm ? 'FormData' : typeOf(sent[1].schema ?? {}))
  return {
    id,
    tag,
    summary,
    method,
    path,
    params: objectOf(operation, 'path'),
    query: objectOf(operation, 'query'),
    body,
    needsQuery: (operation.parameters ?? []).some((one) => one.in === 'query' && one.required),
    needsBody: body !== undefined && operation.requestBody?.required === true,
    sends: sent ? (isForm ? 'form' : 'json') : 'nothing',
    ...answerOf(operation),
  }
}

function objectOf({ parameters = [] }: Operation, place: Parameter['in']): string | undefined {
  const wanted = parameters.filter((parameter) => parameter.in === place)
  if (wanted.length === 0) return undefined
  return typeOf({
    type: 'object',
    properties: Object.fromEntries(wanted.map(described)),
    required: wanted.filter(({ required }) => required === true).map(({ name }) => name),
  })
}

const described = ({ name, schema, description }: Parameter): [string, JsonSchema] => [
  name,
  description === undefined ? schema : { ...schema, description },
]

function answerOf({ responses }: Operation): Pick<Call, 'answers' | 'answer'> {
  const good = Object.entries(responses).find(([status]) => status.startsWith('2'))
  const content = Object.entries(good?.[1].content ?? {})[0]
  if (!content || good?.[0] === '204') return { answers: 'nothing', answer: 'undefined' }
  const [type, { schema }] = content
  return type.includes('json')
    ? { answers: 'json', answer: typeOf(schema ?? {}) }
    : { answers: 'file', answer: 'Blob' }
}
