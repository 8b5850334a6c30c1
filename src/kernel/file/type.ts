/** What a file is, is told by its first bytes, never by its name or by what the sender claims. */

export type ContentType =
  | 'image/jpeg'
  | 'image/png'
  | 'image/webp'
  | 'application/pdf'
  | 'text/csv'
  | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  | 'application/vnd.oasis.opendocument.spreadsheet'

/** As many bytes as the longest mark needs. */
export const markBytes = 84

export function sniff(start: Uint8Array): ContentType | undefined {
  const text = Buffer.from(start.subarray(0, markBytes)).toString('latin1')
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'image/webp'
  if (text.startsWith('%PDF-')) return 'application/pdf'
  // Only our own tables begin so: a text that somebody else wrote need not have this mark.
  if (text.startsWith('\xef\xbb\xbf')) return 'text/csv'
  return text.startsWith('PK\x03\x04') ? sniffArchive(text.slice(nameAt)) : undefined
}

/** Where the name of an archive's first file stands. */
const nameAt = 30

function sniffArchive(first: string): ContentType | undefined {
  const opened = 'application/vnd.oasis.opendocument.spreadsheet'
  if (first.startsWith(`mimetype${opened}`)) return opened
  const workbook = first.startsWith('xl/') || first.startsWith('[Content_Types].xml')
  return workbook ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : undefined
}
