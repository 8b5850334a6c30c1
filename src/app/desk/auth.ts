/** Signing in and out, and what people do with their own account. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type, type Static } from 'typebox'
import {
  findUser,
  isRole,
  listSessions,
  partyKinds,
  revokeSession,
  roles,
  type Actor,
  type Asking,
  type Caller,
  type Session,
} from '#kernel/auth'
import { command, DateTime, raw, read, sendProblem, sessionCookie, type Route } from '#kernel/http'
import { asId } from '#kernel/id'
import type { Kernel } from '#kernel/module'
import { accept, assert, type Result } from '#kernel/problem'
import { apiKeyRoutes } from './api-keys.ts'
import { personal } from './person.ts'
import { ById, strict, Uuid } from './shape.ts'
import { userRoutes, UserAnswer, userView } from './users.ts'

const base = '/api/v1/auth'
const shared = { tag: 'auth', access: 'signed-in' as const, beforePasswordChange: true }

/** The part of the kernel that signing in needs. */
type Rooms = Pick<Kernel, 'auth' | 'config' | 'database'>

export const authRoutes = (kernel: Rooms): readonly Route[] => [
  login(kernel),
  logout(kernel),
  me(kernel),
  changePassword(kernel),
  sessions(kernel),
  endSession(),
  ...secondFactor(kernel),
  ...userRoutes(kernel),
  ...apiKeyRoutes(kernel),
]

const passwordTextMax = 1_000
/** Taken as typed: it is only ever hashed. */
const Password = Type.String({ minLength: 1, maxLength: passwordTextMax })
const Code = Type.String({ pattern: '^[0-9]{6}$', description: 'six digits of the app' })

const Credentials = Type.Object({
  username: Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]*$' }),
  password: Password,
  totp: Type.Optional(Code),
})

const SignedInAnswer = Type.Object({
  token: Type.String({ description: 'for Authorization: Bearer' }),
  csrfToken: Type.String({ description: 'for X-CSRF-Token, where the cookie is used' }),
  expiresAt: DateTime,
  mustChangePassword: Type.Boolean(),
  needsTotp: Type.Boolean(),
  user: UserAnswer,
})

/** A route of its own kind: it sets a cookie, and what it refuses is remembered all the same. */
const login = ({ auth, config }: Rooms): Route =>
  raw({
    ...shared,
    access: 'public',
    method: 'POST',
    path: `${base}/login`,
    operationId: 'signIn',
    summary: 'opens a session: a bearer token, and the same as a cookie for the console',
    body: Credentials,
    answer: SignedInAnswer,
    problems: [
      'credentials_invalid',
      'account_locked',
      'totp_required',
      'totp_invalid',
      'too_many_attempts',
    ],
    run: async (request, reply, { requestId }) => {
      // It was validated against the schema above.
      const credentials = request.body as Static<typeof Credentials>
      const opened = await auth.login(credentials, callerOf(request, requestId))
      if (!opened.ok) return await sendProblem(reply, opened.problem)
      const { expiresAt, user, ...rest } = opened.value
      const secure = config.secureCookies
      const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const
      reply.setCookie(sessionCookie, rest.token, { ...cookie, expires: new Date(expiresAt) })
      return await send(reply, {
        ...rest,
        expiresAt: expiresAt.toISOString(),
        user: userView(user),
      })
    },
  })

const logout = ({ database }: Rooms): Route =>
  raw({
    ...shared,
    method: 'POST',
    path: `${base}/logout`,
    operationId: 'signOut',
    summary: 'ends this session',
    status: 204,
    problems: ['actor_not_allowed'],
    run: async (_request, reply, { actor, session, requestId, at }) => {
      const person = personal(actor)
      if (!person.ok) return await sendProblem(reply, person.problem)
      const sessionId = session?.sessionId
      assert(sessionId, 'a person is known by a session')
      // One that was ended elsewhere in this moment is as good as ended here.
      await database.transaction((tx) =>
        revokeSession(tx, person.value, sessionId, { actor, at, requestId }),
      )
      reply.clearCookie(sessionCookie, { path: '/' })
      return await reply.code(204).send()
    },
  })

const me = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/me`,
    operationId: 'whoAmI',
    summary: 'who is signed in, and what the console needs to know of it',
    answer: Type.Object({
      kind: Type.Union([Type.Literal('user'), Type.Literal('api-key')]),
      id: Uuid,
      name: Type.String(),
      displayName: Type.String(),
      roles: Type.Array(Type.Enum([...roles])),
      party: Type.Union([
        Type.Object({ kind: Type.Enum([...partyKinds]), code: Type.String() }),
        Type.Null(),
      ]),
      scopes: Type.Union([Type.Array(Type.String()), Type.Null()]),
      mustChangePassword: Type.Boolean(),
      needsTotp: Type.Boolean(),
      totpEnrolled: Type.Boolean(),
      csrfToken: Type.Union([Type.String(), Type.Null()]),
    }),
    problems: [],
    run: async ({ actor, session }) => {
      assert(session, 'whoever is signed in has a session')
      const user = await findUser(database, asId<'user'>(actor.ownerId ?? actor.id))
      return accept({
        kind: actor.kind === 'user' ? ('user' as const) : ('api-key' as const),
        id: actor.id,
        name: actor.name,
        displayName: user?.displayName ?? actor.name,
        roles: actor.roles.filter(isRole),
        party: actor.party ?? null,
        scopes: actor.scopes ? [...actor.scopes] : null,
        mustChangePassword: session.mustChangePassword,
        needsTotp: session.needsTotp,
        totpEnrolled: user?.totpEnrolled ?? false,
        csrfToken: session.csrfToken ?? null,
      })
    },
  })

const PasswordChange = Type.Object({ currentPassword: Password, newPassword: Password }, strict)

const changePassword = ({ auth }: Rooms): Route =>
  raw({
    ...shared,
    method: 'POST',
    path: `${base}/password`,
    operationId: 'changePassword',
    summary: 'changes one’s own password and ends all other sessions',
    body: PasswordChange,
    status: 204,
    problems: ['credentials_invalid', 'account_locked', 'too_many_attempts', 'password_too_weak'],
    run: async (request, reply, context) => {
      // It was validated against the schema above.
      const { currentPassword, newPassword } = request.body as Static<typeof PasswordChange>
      const asking = askingOf(request, context)
      if (!asking.ok) return await sendProblem(reply, asking.problem)
      const passwords = { current: currentPassword, next: newPassword }
      const changed = await auth.changePassword(asking.value, passwords)
      return changed.ok ? await reply.code(204).send() : await sendProblem(reply, changed.problem)
    },
  })

const SessionAnswer = Type.Object({
  id: Uuid,
  userAgent: Type.String(),
  address: Type.String(),
  createdAt: DateTime,
  seenAt: DateTime,
  expiresAt: DateTime,
  current: Type.Boolean(),
})

const sessions = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/sessions`,
    operationId: 'listMySessions',
    summary: 'one’s own open sessions',
    answer: Type.Object({ items: Type.Array(SessionAnswer) }),
    problems: ['actor_not_allowed'],
    run: async ({ actor, session, at }) => {
      const person = personal(actor)
      if (!person.ok) return person
      const open = await listSessions(database, person.value, at)
      return accept({
        items: open.map(({ createdAt, seenAt, expiresAt, ...rest }) => ({
          ...rest,
          createdAt: createdAt.toISOString(),
          seenAt: seenAt.toISOString(),
          expiresAt: expiresAt.toISOString(),
          current: rest.id === session?.sessionId,
        })),
      })
    },
  })

const endSession = (): Route =>
  command({
    ...shared,
    method: 'DELETE',
    path: `${base}/sessions/:id`,
    operationId: 'endMySession',
    summary: 'ends one of one’s own sessions, at once',
    params: ById,
    answer: ById,
    problems: ['session_not_found', 'actor_not_allowed'],
    each: async (tx, { params, ...call }) => {
      const person = personal(call.actor)
      if (!person.ok) return person
      const ended = await revokeSession(tx, person.value, asId<'session'>(params.id), call)
      return ended.ok ? accept(params) : ended
    },
  })

const PasswordAgain = Type.Object({ password: Password }, strict)

const secondFactor = ({ auth }: Rooms): readonly Route[] => [
  command({
    ...shared,
    path: `${base}/totp`,
    operationId: 'enrolTotp',
    summary: 'begins a second factor; it counts once its first code was confirmed',
    answer: Type.Object({ secret: Type.String(), uri: Type.String() }),
    secretAnswer: true,
    status: 201,
    problems: ['totp_already_enrolled', 'actor_not_allowed'],
    each: async (tx, call) => {
      const person = personal(call.actor)
      if (!person.ok) return person
      const user = { id: person.value, username: call.actor.name }
      return await auth.enrolTotp(tx, user, call)
    },
  }),
  command({
    ...shared,
    path: `${base}/totp/confirm`,
    operationId: 'confirmTotp',
    summary: 'proves with a first code that the app has the secret',
    body: Type.Object({ totp: Code }, strict),
    answer: Type.Object({ totpEnrolled: Type.Literal(true) }),
    problems: ['totp_not_enrolled', 'totp_already_enrolled', 'totp_invalid', 'actor_not_allowed'],
    each: async (tx, { body, ...call }) => {
      const person = personal(call.actor)
      if (!person.ok) return person
      const user = { id: person.value, username: call.actor.name }
      const confirmed = await auth.confirmTotp(tx, { user, code: body.totp }, call)
      return confirmed.ok ? accept({ totpEnrolled: true as const }) : confirmed
    },
  }),
  raw({
    ...shared,
    method: 'POST',
    path: `${base}/totp/disable`,
    operationId: 'disableTotp',
    summary: 'gives up the second factor; takes the password again',
    body: PasswordAgain,
    status: 204,
    problems: ['credentials_invalid', 'account_locked', 'too_many_attempts', 'totp_not_enrolled'],
    run: async (request, reply, context) => {
      // It was validated against the schema above.
      const { password } = request.body as Static<typeof PasswordAgain>
      const asking = askingOf(request, context)
      if (!asking.ok) return await sendProblem(reply, asking.problem)
      const disabled = await auth.disableTotp(asking.value, password)
      return disabled.ok ? await reply.code(204).send() : await sendProblem(reply, disabled.problem)
    },
  }),
]

const callerOf = (request: FastifyRequest, requestId: string): Caller => ({
  userAgent: request.headers['user-agent'],
  address: request.ip,
  requestId,
})

interface AskingContext {
  readonly actor: Actor
  readonly session: Session | undefined
  readonly requestId: string
}

function askingOf(
  request: FastifyRequest,
  { actor, session, requestId }: AskingContext,
): Result<Asking, 'actor_not_allowed'> {
  const person = personal(actor)
  if (!person.ok) return person
  assert(session, 'a person is known by a session')
  return accept({ actor, tokenHash: session.tokenHash, caller: callerOf(request, requestId) })
}

const send = async (reply: FastifyReply, body: object): Promise<FastifyReply> =>
  await reply.type('application/json; charset=utf-8').send(JSON.stringify(body))
