/** The banks' signature, written from the contract and shared with nobody. */
import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto'

export interface Signable {
  readonly method: string
  readonly path: string
  readonly body: string
}

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

const skewSecondsMax = 300

function hmac(secret: string, { method, path, body }: Signable, time: string, nonce: string) {
  const bodyHash = createHash('sha256').update(body).digest('hex')
  const text = [method, path, time, nonce, bodyHash].join('\n')
  return createHmac('sha256', secret).update(text).digest('hex')
}

export function signatureHeaders(secret: string, message: Signable): Record<string, string> {
  const time = String(Math.floor(Date.now() / 1_000))
  const nonce = randomUUID()
  return {
    'X-Timestamp': time,
    'X-Nonce': nonce,
    'X-Signature': hmac(secret, message, time, nonce),
  }
}

/** The code with which the bank refuses the request, or undefined when the signature is right. */
export function signatureFault(
  secret: string,
  message: Signable,
  headers: Headers,
): string | undefined {
  const time = String(headers['x-timestamp'] ?? '')
  const nonce = String(headers['x-nonce'] ?? '')
  const given = Buffer.from(String(headers['x-signature'] ?? ''))
  const right = Buffer.from(hmac(secret, message, time, nonce))
  if (nonce === '' || given.length !== right.length || !timingSafeEqual(given, right)) {
    return 'SIGNATURE_INVALID'
  }
  const skewSeconds = Math.abs(Date.now() / 1_000 - Number(time))
  return skewSeconds <= skewSecondsMax ? undefined : 'SIGNATURE_EXPIRED'
}
