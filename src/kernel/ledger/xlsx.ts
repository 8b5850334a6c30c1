/**
 * A workbook as a stream. The libraries for spreadsheets keep every cell in memory, which a
 * statement of a million entries does not allow; a workbook of plain texts is four small XML files
 * and a long one in a ZIP archive.
 */
import { once } from 'node:events'
import { crc32, createDeflateRaw } from 'node:zlib'
import { assert } from '../problem/index.ts'
import type { Cell } from './statement.ts'

/** What a sheet can hold; the rest goes on in the next one. */
export const sheetRowsMax = 1_048_576

export async function* xlsxOf(
  lines: AsyncIterable<readonly Cell[]>,
  rowsMax: number = sheetRowsMax,
): AsyncGenerator<Buffer> {
  const archive: Archive = { files: [], at: 0 }
  const rows = lines[Symbol.asyncIterator]()
  let sheets = 0
  let next = await rows.next()
  do {
    sheets += 1
    yield* file(archive, `xl/worksheets/sheet${sheets}.xml`, sheetXml())
  } while (!next.done)
  for (const [name, xml] of frame(sheets)) yield* file(archive, name, single(xml))
  yield ending(archive)

  async function* sheetXml(): AsyncGenerator<string> {
    yield `${head}<worksheet xmlns="${main}"><sheetData>`
    for (let count = 0; !next.done && count < rowsMax; count++) {
      yield rowXml(next.value, count + 1)
      next = await rows.next()
    }
    yield '</sheetData></worksheet>'
  }
}

async function* single(xml: string): AsyncGenerator<string> {
  yield xml
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const open = 'http://schemas.openxmlformats.org'
const main = `${open}/spreadsheetml/2006/main`
const relations = `${open}/officeDocument/2006/relationships`

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

function rowXml(cells: readonly Cell[], no: number): string {
  assert(cells.length <= letters.length, `a row has at most ${letters.length} cells`)
  const made = cells.map((cell, at) => {
    const place = `r="${letters[at]}${no}"`
    return typeof cell === 'number'
      ? `<c ${place}><v>${cell}</v></c>`
      : `<c ${place} t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
  })
  return `<row r="${no}">${made.join('')}</row>`
}

// XML 1.0 has no way to write most control characters.
const escaped = (text: string): string =>
  text
    .replaceAll(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')

/** What stands around the sheets. */
function frame(count: number): readonly (readonly [name: string, xml: string])[] {
  const numbers = Array.from({ length: count }, (_, at) => at + 1)
  const list = numbers.map((no) => `<sheet name="${no}" sheetId="${no}" r:id="rId${no}"/>`)
  return [
    ['[Content_Types].xml', contentTypes(numbers)],
    ['_rels/.rels', links([['rId1', 'officeDocument', 'xl/workbook.xml']])],
    [
      'xl/workbook.xml',
      `${head}<workbook xmlns="${main}" xmlns:r="${relations}">` +
        `<sheets>${list.join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      links(numbers.map((no) => [`rId${no}`, 'worksheet', `worksheets/sheet${no}.xml`])),
    ],
  ]
}

function contentTypes(numbers: readonly number[]): string {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const rels = 'application/vnd.openxmlformats-package.relationships+xml'
  const part = (name: string, kind: string): string =>
    `<Override PartName="/xl/${name}.xml" ContentType="${type}.${kind}+xml"/>`
  const sheets = numbers.map((no) => part(`worksheets/sheet${no}`, 'worksheet'))
  return (
    `${head}<Types xmlns="${open}/package/2006/content-types">` +
    `<Default Extension="rels" ContentType="${rels}"/>` +
    `<Default Extension="xml" ContentType="application/xml"/>` +
    `${part('workbook', 'sheet.main')}${sheets.join('')}</Types>`
  )
}

type Link = readonly [id: string, kind: string, target: string]

function links(all: readonly Link[]): string {
  const made = all.map(
    ([id, kind, target]) =>
      `<Relationship Id="${id}" Type="${relations}/${kind}" Target="${target}"/>`,
  )
  const space = `${open}/package/2006/relationships`
  return `${head}<Relationships xmlns="${space}">${made.join('')}</Relationships>`
}

interface Packed {
  readonly name: Buffer
  readonly at: number
  readonly crc: number
  readonly packedBytes: number
  readonly bytes: number
}

interface Archive {
  readonly files: Packed[]
  at: number
}

/** Sizes follow the file, since nobody knows them before; 20 is the version that can do that. */
const sizesFollow = 0x0808
const deflated = 8
const version = 20

async function* file(
  archive: Archive,
  path: string,
  pieces: AsyncIterable<string>,
): AsyncGenerator<Buffer> {
  const name = Buffer.from(path)
  const before = Buffer.alloc(30)
  before.writeUInt32LE(0x04034b50, 0)
  before.writeUInt16LE(version, 4)
  before.writeUInt16LE(sizesFollow, 6)
  before.writeUInt16LE(deflated, 8)
  before.writeUInt16LE(name.length, 26)
  yield Buffer.concat([before, name])
  const sums = { crc: 0, bytes: 0 }
  let packedBytes = 0
  for await (const piece of packing(pieces, sums)) {
    packedBytes += piece.length
    yield piece
  }
  const after = Buffer.alloc(16)
  after.writeUInt32LE(0x08074b50, 0)
  after.writeUInt32LE(sums.crc, 4)
  after.writeUInt32LE(packedBytes, 8)
  after.writeUInt32LE(sums.bytes, 12)
  yield after
  archive.files.push({ name, at: archive.at, packedBytes, ...sums })
  archive.at += before.length + name.length + packedBytes + after.length
}

const pieceCharacters = 65_536

/** Feeds the packer and passes on what it gives, one as fast as the other. */
async function* packing(
  pieces: AsyncIterable<string>,
  sums: { crc: number; bytes: number },
): AsyncGenerator<Buffer> {
  const packer = createDeflateRaw({ level: 1 })
  const fed = (async () => {
    let text = ''
    for await (const piece of pieces) {
      text += piece
      if (text.length < pieceCharacters) continue
      await give(text)
      text = ''
    }
    await give(text)
    packer.end()
  })()
  fed.catch((problem: unknown) => packer.destroy(problem instanceof Error ? problem : undefined))
  for await (const packed of packer) yield packed as Buffer
  await fed

  async function give(text: string): Promise<void> {
    const bytes = Buffer.from(text)
    sums.crc = crc32(bytes, sums.crc)
    sums.bytes += bytes.length
    if (!packer.write(bytes)) await once(packer, 'drain')
  }
}

function ending({ files, at }: Archive): Buffer {
  const entries = files.map((packed) => {
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(version, 4)
    entry.writeUInt16LE(version, 6)
    entry.writeUInt16LE(sizesFollow, 8)
    entry.writeUInt16LE(deflated, 10)
    entry.writeUInt32LE(packed.crc, 16)
    entry.writeUInt32LE(packed.packedBytes, 20)
    entry.writeUInt32LE(packed.bytes, 24)
    entry.writeUInt16LE(packed.name.length, 28)
    entry.writeUInt32LE(packed.at, 42)
    return Buffer.concat([entry, packed.name])
  })
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([directory, end])
}
