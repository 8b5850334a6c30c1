/**
 * Finding personal data without reading it: equal values have equal indexes, and nobody without the
 * key can tell what was indexed, or try all phone numbers.
 */
import { createHmac, hkdfSync } from 'node:crypto'
import { never } from '../problem/index.ts'
import { keyBytes } from './cipher.ts'

export type IndexKind = 'phone' | 'id_number' | 'card_number' | 'name'

const kinds: readonly IndexKind[] = ['phone', 'id_number', 'card_number', 'name']

export type BlindIndex = (kind: IndexKind, value: string) => Buffer

/** Each kind has a key of its own: a phone and a card with the same digits are not the same. */
export function blindIndexWith(key: Buffer): BlindIndex {
  const keys = new Map(
    kinds.map((kind) => [
      kind,
      Buffer.from(hkdfSync('sha256', key, '', `liushui index ${kind}`, keyBytes)),
    ]),
  )
  return (kind, value) =>
    createHmac('sha256', keys.get(kind) ?? '')
      .update(normalised(kind, value))
      .digest()
}

/** One way of writing for what people write in several. */
function normalised(kind: IndexKind, value: string): string {
  // NFKC turns full-width digits and letters, as Chinese input methods give them, into plain ones.
  const plain = value.normalize('NFKC').trim()
  switch (kind) {
    case 'phone':
      return phoneDigits(plain)
    case 'id_number':
      return plain.replaceAll(/[\s-]/gu, '').toUpperCase()
    case 'card_number':
      return plain.replaceAll(/[\s-]/gu, '')
    case 'name':
      return plain.replaceAll(/\s+/gu, ' ').toLowerCase()
    default:
      return never(kind)
  }
}

/** A Chinese mobile number with and without its country code is one number. */
function phoneDigits(plain: string): string {
  const digits = plain.replaceAll(/[\s().-]/gu, '').replace(/^00/u, '+')
  return digits.replace(/^\+?86(?=1\d{10}$)/u, '')
}
