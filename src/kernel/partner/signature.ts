/**
 * The signature of the funder contract, and of our own partners where they give none: HMAC-SHA256
 * over method, path, time, a value used once, and the hash of the body.
 */
import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { systemClock, type Instant } from '../clock/index.ts'
import { accept, refuse, type Result } from '../problem/index.ts'
import type { SignedRequest } from './outcome.ts'

/** An honest clock is not five minutes off, and a recorded request cannot be sent again later. */
const toleranceMs = 300_000

export const hmacSigner =
  (secret: string) =>
  ({ method, path, body, at }: SignedRequest): Readonly<Record<string, string>> => {
    const timestamp = String(Math.floor(at.getTime() / 1_000))
    const nonce = randomUUID()
    const signature = signatureOf(secret, [method, path, timestamp, nonce, sha256(body)])
    return { 'X-Timestamp': timestamp, 'X-Nonce': nonce, 'X-Signature': signature }
  }

const sha256 = (body: string | Uint8Array): string =>
  createHash('sha256').update(body).digest('hex')

const signatureOf = (secret: string, lines: readonly string[]): string =>
  createHmac('sha256', secret).update(lines.join('\n')).digest('hex')

export interface ReceivedRequest {
  readonly method: string
  /** With its query, as it arrived. */
  readonly path: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The bytes as they arrived: a body that was parsed and written again has another hash. */
  readonly body: string | Uint8Array
}

export type SignatureRefusal = 'signature_invalid' | 'signature_expired'

/**
 * Whether the partner that shares `secret` sent this, and just now: by the real time, even
 * where the
 * clock of the business was moved, for the partner signs with its own.
 */
export function verifySignature(
  request: ReceivedRequest,
  secret: string,
  now: Instant = systemClock.now(),
): Result<void, SignatureRefusal> {
  const timestamp = headerOf(request, 'x-timestamp')
  const nonce = headerOf(request, 'x-nonce')
  const given = headerOf(request, 'x-signature')
  if (!/^\d{1,12}$/u.test(timestamp) || nonce === '' || given === '') {
    return refuse(
      'signature_invalid',
      'the headers X-Timestamp (epoch seconds), X-Nonce and X-Signature are needed',
    )
  }
  const { method, path, body } = request
  const right = Buffer.from(signatureOf(secret, [method, path, timestamp, nonce, sha256(body)]))
  const sent = Buffer.from(given.toLowerCase())
  if (sent.byteLength !== right.byteLength || !timingSafeEqual(sent, right)) {
    return refuse('signature_invalid', 'the signature does not fit this request')
  }
  if (Math.abs(now.getTime() - Number(timestamp) * 1_000) <= toleranceMs) return accept(undefined)
  return refuse('signature_expired', 'X-Timestamp is more than five minutes off')
}

function headerOf({ headers }: ReceivedRequest, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}
