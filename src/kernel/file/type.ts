/** What a file is, is told by its first bytes, never by its name or by what the sender claims. */

export type ContentType = 'image/jpeg' | 'image/png' | 'image/webp' | 'application/pdf'

/** As many bytes as the longest mark needs. */
export const markBytes = 12

export function sniff(start: Uint8Array): ContentType | undefined {
  const text = Buffer.from(start.subarray(0, markBytes)).toString('latin1')
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (text.startsWith('RIFF') && text.slice(8) === 'WEBP') return 'image/webp'
  if (text.startsWith('%PDF-')) return 'application/pdf'
  return undefined
}
