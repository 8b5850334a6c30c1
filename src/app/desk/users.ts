/** The people of the back office, for an administrator. */
import { Type } from 'typebox'
import {
  createUser,
  findUser,
  listSessions,
  listUsers,
  partyKinds,
  removeTotp,
  resetPassword,
  revokeSession,
  roles,
  updateUser,
  type User,
} from '#kernel/auth'
import { command, DateTime, Page, pageQuery, read, type Route } from '#kernel/http'
import { asId } from '#kernel/id'
import type { Kernel } from '#kernel/module'
import { accept, refuse } from '#kernel/problem'
import { endOfPage, startOfPage } from './cursor.ts'
import { ById, Line, strict, Uuid } from './shape.ts'

type Rooms = Pick<Kernel, 'database'>

const base = '/api/v1/users'
const shared = { tag: 'users', access: ['admin'] as const }

const usernameMax = 63
const displayNameMax = 100
const partyCodeMax = 64
const passwordTextMax = 1_000

const RoleName = Type.Enum([...roles])
const PartyShape = Type.Object(
  { kind: Type.Enum([...partyKinds]), code: Line(partyCodeMax) },
  strict,
)
const NewPassword = Type.String({
  minLength: 1,
  maxLength: passwordTextMax,
  description: 'generated and answered once when missing; changed at the next sign-in',
})

export const UserAnswer = Type.Object({
  id: Uuid,
  username: Type.String(),
  displayName: Type.String(),
  roles: Type.Array(RoleName),
  party: Type.Union([PartyShape, Type.Null()]),
  disabled: Type.Boolean(),
  mustChangePassword: Type.Boolean(),
  totpRequired: Type.Boolean(),
  totpEnrolled: Type.Boolean(),
  version: Type.Integer(),
  createdAt: DateTime,
  updatedAt: DateTime,
})

export const userView = ({ disabledAt, createdAt, updatedAt, ...user }: User) => ({
  ...user,
  roles: [...user.roles],
  party: user.party ?? null,
  disabled: disabledAt !== null,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
})

/** Only when it was generated. */
const GeneratedPassword = Type.Union([Type.String(), Type.Null()], {
  description: 'the generated password, shown once; null when one was given',
})

export const userRoutes = (kernel: Rooms): readonly Route[] => [
  list(kernel),
  one(kernel),
  create(),
  update(),
  reset(),
  removeSecondFactor(),
  sessions(kernel),
  endSession(),
]

const UsersQuery = Type.Object(
  { ...pageQuery, text: Type.Optional(Line(usernameMax)), role: Type.Optional(RoleName) },
  strict,
)
const usersList = { name: 'users', query: UsersQuery, after: Line(usernameMax) }

const list = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: base,
    operationId: 'listUsers',
    summary: 'users by name; text finds a part of either name',
    query: UsersQuery,
    answer: Page(UserAnswer),
    problems: [],
    run: async ({ query }) => {
      const start = startOfPage(usersList, query)
      if (!start.ok) return start
      const { filter, after, limit } = start.value
      const found = await listUsers(database, { ...filter, after, limit: limit + 1 })
      return accept(
        endOfPage(start.value, found, { keyOf: ({ username }) => username, show: userView }),
      )
    },
  })

const one = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/:id`,
    operationId: 'getUser',
    summary: 'one user',
    params: ById,
    answer: UserAnswer,
    problems: ['user_not_found'],
    run: async ({ params }) => {
      const user = await findUser(database, asId<'user'>(params.id))
      return user ? accept(userView(user)) : notFound(params.id)
    },
  })

const notFound = (id: string) => refuse('user_not_found', `There is no user ${id}.`)

const create = (): Route =>
  command({
    ...shared,
    path: base,
    operationId: 'createUser',
    summary: 'a new user, who changes the password at the first sign-in',
    body: Type.Object(
      {
        username: Line(usernameMax),
        displayName: Line(displayNameMax),
        roles: Type.Array(RoleName, { maxItems: roles.length }),
        party: Type.Optional(Type.Union([PartyShape, Type.Null()])),
        password: Type.Optional(NewPassword),
      },
      strict,
    ),
    answer: Type.Object({ user: UserAnswer, password: GeneratedPassword }),
    status: 201,
    secretAnswer: true,
    problems: ['user_invalid', 'username_taken', 'password_too_weak'],
    each: async (tx, { body, ...call }) => {
      const given = { ...body, party: body.party ?? undefined, mustChangePassword: true }
      const made = await createUser(tx, given, call)
      if (!made.ok) return made
      const { user, password = null } = made.value
      return accept({ user: userView(user), password })
    },
  })

const update = (): Route =>
  command({
    ...shared,
    method: 'PATCH',
    path: `${base}/:id`,
    operationId: 'updateUser',
    summary: 'changes what is named; a disabled user is signed out at once',
    params: ById,
    body: Type.Object(
      {
        expectedVersion: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
        displayName: Type.Optional(Line(displayNameMax)),
        roles: Type.Optional(Type.Array(RoleName, { maxItems: roles.length })),
        party: Type.Optional(Type.Union([PartyShape, Type.Null()])),
        disabled: Type.Optional(Type.Boolean()),
        totpRequired: Type.Optional(Type.Boolean()),
      },
      strict,
    ),
    answer: UserAnswer,
    problems: ['user_not_found', 'user_invalid', 'version_conflict', 'last_administrator'],
    each: async (tx, { params, body, ...call }) => {
      const changed = await updateUser(tx, asId<'user'>(params.id), body, call)
      return changed.ok ? accept(userView(changed.value)) : changed
    },
  })

const reset = (): Route =>
  command({
    ...shared,
    path: `${base}/:id/password`,
    operationId: 'resetPassword',
    summary: 'a new first password; all sessions of the user end and a lock is lifted',
    params: ById,
    body: Type.Object({ password: Type.Optional(NewPassword) }, strict),
    answer: Type.Object({ password: GeneratedPassword }),
    secretAnswer: true,
    problems: ['user_not_found', 'password_too_weak'],
    each: async (tx, { params, body, ...call }) => {
      const made = await resetPassword(tx, asId<'user'>(params.id), body.password, call)
      return made.ok ? accept({ password: made.value.password ?? null }) : made
    },
  })

const removeSecondFactor = (): Route =>
  command({
    ...shared,
    method: 'DELETE',
    path: `${base}/:id/totp`,
    operationId: 'removeUserTotp',
    summary: 'for somebody who lost the phone',
    params: ById,
    answer: ById,
    problems: ['totp_not_enrolled'],
    each: async (tx, { params, ...call }) =>
      (await removeTotp(tx, asId<'user'>(params.id), call))
        ? accept(params)
        : refuse('totp_not_enrolled', 'The user has no second factor.'),
  })

const UserSession = Type.Object({
  id: Uuid,
  userAgent: Type.String(),
  address: Type.String(),
  createdAt: DateTime,
  seenAt: DateTime,
  expiresAt: DateTime,
})

const sessions = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/:id/sessions`,
    operationId: 'listUserSessions',
    summary: 'a user’s open sessions',
    params: ById,
    answer: Type.Object({ items: Type.Array(UserSession) }),
    problems: ['user_not_found'],
    run: async ({ params, at }) => {
      const id = asId<'user'>(params.id)
      if (!(await findUser(database, id))) return notFound(params.id)
      const open = await listSessions(database, id, at)
      return accept({
        items: open.map(({ createdAt, seenAt, expiresAt, ...rest }) => ({
          ...rest,
          createdAt: createdAt.toISOString(),
          seenAt: seenAt.toISOString(),
          expiresAt: expiresAt.toISOString(),
        })),
      })
    },
  })

const endSession = (): Route =>
  command({
    ...shared,
    method: 'DELETE',
    path: `${base}/:id/sessions/:sessionId`,
    operationId: 'endUserSession',
    summary: 'ends a user’s session, at once',
    params: Type.Object({ id: Uuid, sessionId: Uuid }),
    answer: Type.Object({ id: Uuid, sessionId: Uuid }),
    problems: ['session_not_found'],
    each: async (tx, { params, ...call }) => {
      const sessionId = asId<'session'>(params.sessionId)
      const ended = await revokeSession(tx, asId<'user'>(params.id), sessionId, call)
      return ended.ok ? accept(params) : ended
    },
  })
