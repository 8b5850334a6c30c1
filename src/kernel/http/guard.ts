/** Who calls, and may they: the one place that answers 401 and 403 before a route runs. */
import type { FastifyRequest } from 'fastify'
import { hasRole, type Actor, type Auth, type Role, type Session } from '../auth/index.ts'
import { timingSafeEqual } from 'node:crypto'
import { accept, refuse, type Result } from '../problem/index.ts'
import type { Route } from './route.ts'

export const sessionCookie = 'liushui_session'

/** Nobody: the actor of a public route. */
export const anonymous: Actor = {
  kind: 'system',
  id: 'anonymous',
  name: 'anonymous',
  roles: [],
  party: undefined,
}

export type GuardRefusal =
  | 'unauthenticated'
  | 'actor_not_allowed'
  | 'csrf_token_invalid'
  | 'password_change_required'
  | 'second_factor_required'

export async function guard(
  auth: Pick<Auth, 'authenticate'>,
  route: Route,
  request: FastifyRequest,
): Promise<Result<Session | undefined, GuardRefusal>> {
  if (route.access === 'public') return accept(undefined)
  const found = await auth.authenticate({
    authorization: request.headers.authorization,
    cookie: request.cookies[sessionCookie],
  })
  if (!found.ok) return found
  const session = found.value
  const refused =
    forged(route, request, session) ?? unready(route, session) ?? notAllowed(route, session.actor)
  return refused ?? accept(session)
}

/** A cookie is sent by the browser on its own, so a write must also carry the session's token. */
function forged(route: Route, request: FastifyRequest, session: Session) {
  if (session.csrfToken === undefined || route.method === 'GET') return undefined
  const given = Buffer.from(String(request.headers['x-csrf-token'] ?? ''))
  const wanted = Buffer.from(session.csrfToken)
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return undefined
  return refuse('csrf_token_invalid', 'Send the X-CSRF-Token that sign-in answered.')
}

function unready(route: Route, session: Session) {
  if (route.beforePasswordChange === true) return undefined
  if (session.mustChangePassword) {
    return refuse('password_change_required', 'Change the first password before anything else.')
  }
  if (!session.needsTotp) return undefined
  return refuse('second_factor_required', 'Set up the second factor before anything else.')
}

function notAllowed(route: Route, actor: Actor) {
  return missingScope(route, actor) ?? missingRole(route, actor)
}

/** An API key may do what its scopes name, `auto-loan:read`, and never more than its roles. */
function missingScope(route: Route, actor: Actor) {
  if (actor.scopes === undefined) return undefined
  const scope = `${route.tag}:${route.method === 'GET' ? 'read' : 'write'}`
  if (actor.scopes.includes(scope)) return undefined
  return refuse('actor_not_allowed', `This API key has no scope ${scope}.`, { scope })
}

/** Tags of what everybody does with their own account; a file is another way of reading. */
const ownAccount = new Set(['auth', 'api-keys', 'exports'])

/** Whether somebody who has this one role gets past the door: for the page that lists it. */
export const isOpenTo = (route: Route, role: Role): boolean =>
  missingRole(route, { ...anonymous, kind: 'user', roles: [role] }) === undefined

/** An auditor reads everything and writes nothing, but for its own account. */
function missingRole(route: Route, actor: Actor) {
  const { access } = route
  if (hasRole(actor, ['auditor'])) {
    if (route.method === 'GET' || ownAccount.has(route.tag)) return undefined
    return refuse('actor_not_allowed', 'An auditor reads everything and changes nothing.')
  }
  if (access === 'public' || access === 'signed-in' || hasRole(actor, access)) return undefined
  return refuse('actor_not_allowed', `This needs one of the roles ${access.join(', ')}.`, {
    roles: access,
  })
}
