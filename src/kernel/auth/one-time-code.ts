/**
 * Time-based one-time passwords, RFC 6238: SHA-1, six digits, thirty seconds, as the apps
 * expect.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../clock/index.ts'

const secretBytes = 20
const stepSeconds = 30
const digits = 6
/** A phone's clock may be one step off either way. */
const stepsOff = [0, -1, 1]

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A secret as base32 without padding: what an authenticator app reads. */
export const newTotpSecret = (): string => toBase32(randomBytes(secretBytes))

export const stepAt = (at: Instant): number => Math.floor(at.getTime() / 1_000 / stepSeconds)

export function codeOf(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0x0f
  const number = (mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits
  return String(number).padStart(digits, '0')
}

/** The step that `code` belongs to, when it is right now; a step may be used only once. */
export function matchingStep(secret: string, code: string, at: Instant): number | undefined {
  const given = Buffer.from(code)
  if (given.length !== digits) return undefined
  const now = stepAt(at)
  return stepsOff
    .map((off) => now + off)
    .find((step) => timingSafeEqual(given, Buffer.from(codeOf(secret, step))))
}

/** What the app scans as a picture. */
export function totpUri(username: string, secret: string): string {
  const label = encodeURIComponent(`Liushui:${username}`)
  const form = `digits=${digits}&period=${stepSeconds}`
  return `otpauth://totp/${label}?secret=${secret}&issuer=Liushui&${form}`
}

function toBase32(bytes: Buffer): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/gu) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join('')
}

function fromBase32(text: string): Buffer {
  const bits = Array.from(text, (letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
  const bytes = bits.join('').match(/.{8}/gu) ?? []
  return Buffer.from(bytes.map((eight) => Number.parseInt(eight, 2)))
}
