/** API keys: everybody their own, for the programs that act for them. */
import { Type } from 'typebox'
import { createApiKey, listApiKeys, revokeApiKey, scopesMax, type ApiKey } from '#kernel/auth'
import { command, DateTime, read, type Route } from '#kernel/http'
import { asId } from '#kernel/id'
import type { Kernel } from '#kernel/module'
import { accept } from '#kernel/problem'
import { momentOf } from './moment.ts'
import { personal } from './person.ts'
import { ById, Line, strict, Uuid } from './shape.ts'

type Rooms = Pick<Kernel, 'database'>

const base = '/api/v1/api-keys'
const shared = { tag: 'api-keys', access: 'signed-in' as const }

const titleMax = 100
const scopeMax = 60

const ApiKeyAnswer = Type.Object({
  id: Uuid,
  title: Type.String(),
  shown: Type.String({ description: 'how the key begins' }),
  scopes: Type.Array(Type.String()),
  createdAt: DateTime,
  expiresAt: Type.Union([DateTime, Type.Null()]),
  revokedAt: Type.Union([DateTime, Type.Null()]),
  usedAt: Type.Union([DateTime, Type.Null()], { description: 'to the minute; null: never' }),
})

const view = ({ createdAt, expiresAt, revokedAt, usedAt, ...key }: ApiKey) => ({
  ...key,
  scopes: [...key.scopes],
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt?.toISOString() ?? null,
  revokedAt: revokedAt?.toISOString() ?? null,
  usedAt: usedAt?.toISOString() ?? null,
})

export const apiKeyRoutes = ({ database }: Rooms): readonly Route[] => [
  read({
    ...shared,
    path: base,
    operationId: 'listApiKeys',
    summary: 'one’s own API keys, the newest first',
    answer: Type.Object({ items: Type.Array(ApiKeyAnswer) }),
    problems: ['actor_not_allowed'],
    run: async ({ actor }) => {
      const person = personal(actor)
      if (!person.ok) return person
      return accept({ items: (await listApiKeys(database, person.value)).map(view) })
    },
  }),
  command({
    ...shared,
    path: base,
    operationId: 'createApiKey',
    summary: 'a key with scopes like auto-loan:read; it is answered once and kept nowhere',
    body: Type.Object(
      {
        title: Line(titleMax),
        scopes: Type.Array(Line(scopeMax), { minItems: 1, maxItems: scopesMax }),
        expiresAt: Type.Optional(DateTime),
      },
      strict,
    ),
    answer: Type.Object({ apiKey: ApiKeyAnswer, key: Type.String() }),
    status: 201,
    secretAnswer: true,
    problems: ['api_key_invalid', 'actor_not_allowed'],
    each: async (tx, { body, ...call }) => {
      const person = personal(call.actor)
      if (!person.ok) return person
      const { title, scopes, expiresAt } = body
      const until = expiresAt === undefined ? {} : { expiresAt: momentOf(expiresAt) }
      const made = await createApiKey(tx, { ownerId: person.value, title, scopes, ...until }, call)
      if (!made.ok) return made
      return accept({ apiKey: view(made.value.apiKey), key: made.value.key })
    },
  }),
  command({
    ...shared,
    method: 'DELETE',
    path: `${base}/:id`,
    operationId: 'revokeApiKey',
    summary: 'ends a key of one’s own, at once',
    params: ById,
    answer: ApiKeyAnswer,
    problems: ['api_key_not_found', 'actor_not_allowed'],
    each: async (tx, { params, ...call }) => {
      const person = personal(call.actor)
      if (!person.ok) return person
      const revoked = await revokeApiKey(tx, person.value, asId<'api-key'>(params.id), call)
      return revoked.ok ? accept(view(revoked.value)) : revoked
    },
  }),
]
