/** Session tokens and API keys: random, shown once, kept only as their SHA-256. */
import { createHash, createHmac, randomBytes } from 'node:crypto'

const tokenBytes = 32

export type TokenKind = 'session' | 'api-key'

/** The prefix tells leaked-secret scanners, and us, what kind of secret this is. */
const prefixes = { session: 'ls_', 'api-key': 'lk_' } as const

export const newToken = (kind: TokenKind): string =>
  prefixes[kind] + randomBytes(tokenBytes).toString('base64url')

export function kindOfToken(token: string): TokenKind | undefined {
  if (!/^l[sk]_[\w-]{43}$/u.test(token)) return undefined
  return token.startsWith(prefixes.session) ? 'session' : 'api-key'
}

/** 256 random bits need no salt and no slow hash. */
export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest()

const shownLength = 9

/** Enough of a key to recognise it in a list, too little to use it. */
export const shownOfToken = (token: string): string => token.slice(0, shownLength)

/**
 * The CSRF token of a cookie session. It follows from the session token, so nothing is kept, and a
 * page that cannot read the HttpOnly cookie cannot compute it.
 */
export const csrfTokenOf = (sessionToken: string): string =>
  createHmac('sha256', sessionToken).update('liushui csrf').digest('base64url')
