/**
 * The one door to the server: the sdk with this page's cookie session. Nothing here knows a rule of
 * the business; what may be done comes with every order as `moves`.
 */
import { connect, Refusal, Unanswered, type Client, type Operation } from '#sdk'

export { Refusal, Unanswered }

const open = (csrfToken: string | undefined): Client =>
  connect({ baseUrl: '', credentials: { kind: 'cookie', csrfToken } })

const session: { client: Client } = { client: open(undefined) }

/** The token is handed out at sign-in and with `me`; it lives as long as the page. */
export function rememberCsrfToken(token: string | undefined): void {
  session.client = open(token)
}

export type Query = Readonly<Record<string, unknown>>

export interface Command {
  readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly query?: Query
  readonly body?: unknown
  readonly idempotencyKey: string
}

const base = '/api/v1'

export const read = <T>(path: string, query: Query = {}): Promise<T> =>
  session.client.call<T>(
    { method: 'GET', path: base + path, sends: 'nothing', answers: 'json' },
    { query },
  )

export function command<T>(given: Command): Promise<T> {
  const { method = 'POST', path, query = {}, body, idempotencyKey } = given
  const operation: Operation = { method, path: base + path, sends: sendsOf(body), answers: 'json' }
  return session.client.call<T>(operation, { query, body }, { idempotencyKey })
}

/** For the few writes that answer with nothing but their status. */
export async function act(given: Command): Promise<void> {
  const { method = 'POST', path, query = {}, body, idempotencyKey } = given
  const operation = { method, path: base + path, sends: sendsOf(body), answers: 'nothing' } as const
  await session.client.call(operation, { query, body }, { idempotencyKey })
}

/** Somebody asks to see a file; the server keeps who looked. */
export const readFile = (path: string): Promise<Blob> =>
  session.client.call<Blob>(
    { method: 'GET', path: base + path, sends: 'nothing', answers: 'file' },
    {},
  )

function sendsOf(body: unknown): Operation['sends'] {
  if (body === undefined) return 'nothing'
  return body instanceof FormData ? 'form' : 'json'
}

/** Address of a picture that an element fetches by itself. */
export function addressOf(path: string, query: Readonly<Record<string, string | undefined>>) {
  const given = Object.entries(query).filter((pair): pair is [string, string] => !!pair[1])
  return `${base}${path}?${new URLSearchParams(given).toString()}`
}
