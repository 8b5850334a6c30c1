/** What the formats of several sheets share: their shape, their limits, and XML. */
import type { Cell } from './cell.ts'

/** What a sheet can hold, in Excel and in LibreOffice; the rest goes on in the next one. */
export const sheetRowsMax = 1_048_576

export interface Shape {
  /** Of the sheet; a second one is called `name 2`. */
  readonly name?: string
  /** Stands above the rows of each sheet and stays in sight. */
  readonly head?: readonly string[]
  /** In characters, one for each column. */
  readonly widths?: readonly number[]
  readonly rowsMax?: number
}

export type Lines = AsyncIterable<readonly Cell[]>

/** The lines one after another, in as many sheets as they need; at least one. */
export interface Cut {
  /** Whether there is something for another sheet. */
  more(): boolean
  /** The lines of the next sheet, its head first. */
  sheet(): AsyncGenerator<readonly Cell[]>
}

export async function cutOf(lines: Lines, { head, rowsMax = sheetRowsMax }: Shape): Promise<Cut> {
  const rows = lines[Symbol.asyncIterator]()
  let next = await rows.next()
  return {
    more: () => next.done !== true,
    async *sheet() {
      if (head) yield head
      for (let count = head ? 1 : 0; !next.done && count < rowsMax; count++) {
        yield next.value
        next = await rows.next()
      }
    },
  }
}

export const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** As long as Excel lets a text be; what is longer is cut, and says so. */
export const textLengthMax = 32_767

// XML 1.0 has no way to write most control characters.
export const escaped = (text: string): string =>
  (text.length > textLengthMax ? `${text.slice(0, textLengthMax - 1)}…` : text)
    .toWellFormed()
    .replaceAll(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')

const nameLengthMax = 31

/** What both programs take as a sheet's name, with the number of the sheet when it goes on. */
export function sheetName(name: string | undefined, no: number): string {
  if (name === undefined) return String(no)
  const plain = name.replaceAll(/[\\/?*[\]:'\p{Cc}]/gu, ' ').trim() || 'Sheet'
  const end = no === 1 ? '' : ` ${no}`
  return escaped(plain.slice(0, nameLengthMax - end.length) + end).replaceAll('"', '&quot;')
}
