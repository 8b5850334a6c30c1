/** AES-256-GCM, the one way in which anything is encrypted here. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

export const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16
/** First byte of everything sealed, so that another algorithm can follow one day. */
const version = 1
const algorithm = 'aes-256-gcm'

export const newKey = (): Buffer => randomBytes(keyBytes)

/**
 * `owner` is bound to what is sealed without being in it: moved to another owner's row, it does not
 * open.
 */
export function sealBytes(key: Buffer, owner: string, clear: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, key, nonce)
  cipher.setAAD(Buffer.from(owner))
  const body = Buffer.concat([cipher.update(clear), cipher.final()])
  return Buffer.concat([Buffer.of(version), nonce, body, cipher.getAuthTag()])
}

/** Undefined when it was changed, belongs to another owner, or was sealed with another key. */
export function openBytes(key: Buffer, owner: string, sealed: Buffer): Buffer | undefined {
  const bodyAt = 1 + nonceBytes
  if (sealed.length < bodyAt + tagBytes || sealed[0] !== version) return undefined
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(1, bodyAt))
  decipher.setAAD(Buffer.from(owner))
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  const clear = decipher.update(sealed.subarray(bodyAt, -tagBytes))
  try {
    return Buffer.concat([clear, decipher.final()])
  } catch {
    // GCM says "not what was sealed" by throwing; that is the answer here.
    return undefined
  }
}
