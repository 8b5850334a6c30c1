/**
 * A ZIP archive as a stream: each file is packed while it is written, and its sizes follow it. No
 * ZIP64: what does not fit into four gigabytes is no spreadsheet that anybody could open.
 */
import { once } from 'node:events'
import { crc32, createDeflateRaw } from 'node:zlib'

/** The table does not fit into one file of its kind; a csv has no such limit. */
export class SheetTooLarge extends Error {
  override readonly name = 'SheetTooLarge'
}

interface Sums {
  crc: number
  bytes: number
}

interface Packed extends Readonly<Sums> {
  readonly name: Buffer
  readonly at: number
  readonly method: number
  readonly flags: number
  readonly packedBytes: number
}

export interface Archive {
  readonly files: Packed[]
  at: number
}

export const newArchive = (): Archive => ({ files: [], at: 0 })

/** What four bytes can count. */
const sizeMax = 0xffff_ffff
/** Sizes follow the file, since nobody knows them before; names are UTF-8. */
const sizesFollow = 0x0808
const deflated = 8
/** The version that can do all this. */
const version = 20

export async function* packed(
  archive: Archive,
  path: string,
  pieces: AsyncIterable<string>,
): AsyncGenerator<Buffer> {
  const name = Buffer.from(path)
  const sums: Sums = { crc: 0, bytes: 0 }
  yield before(name, { flags: sizesFollow, method: deflated })
  let packedBytes = 0
  for await (const piece of packing(pieces, sums)) {
    packedBytes += piece.length
    yield piece
  }
  const after = Buffer.alloc(16)
  after.writeUInt32LE(0x08074b50, 0)
  sizes({ ...sums, packedBytes }, after, 4)
  yield after
  keep(archive, { name, flags: sizesFollow, method: deflated, packedBytes, ...sums }, after.length)
}

/** A short file as it is: programs look for the type of an archive in its first bytes. */
export function* stored(archive: Archive, path: string, text: string): Generator<Buffer> {
  const name = Buffer.from(path)
  const bytes = Buffer.from(text)
  const sums = { crc: crc32(bytes), bytes: bytes.length, packedBytes: bytes.length }
  const head = before(name, { flags: 0, method: 0 })
  sizes(sums, head, 14)
  yield head
  yield bytes
  keep(archive, { name, flags: 0, method: 0, ...sums }, 0)
}

function before(name: Buffer, { flags, method }: Pick<Packed, 'flags' | 'method'>): Buffer {
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(version, 4)
  head.writeUInt16LE(flags, 6)
  head.writeUInt16LE(method, 8)
  head.writeUInt16LE(name.length, 26)
  return Buffer.concat([head, name])
}

function sizes(sums: Pick<Packed, 'crc' | 'bytes' | 'packedBytes'>, into: Buffer, at: number) {
  into.writeUInt32LE(sums.crc, at)
  into.writeUInt32LE(sums.packedBytes, at + 4)
  into.writeUInt32LE(sums.bytes, at + 8)
}

function keep(archive: Archive, file: Omit<Packed, 'at'>, afterBytes: number): void {
  archive.files.push({ ...file, at: archive.at })
  archive.at += 30 + file.name.length + file.packedBytes + afterBytes
  fits(archive.at)
}

function fits(bytes: number): void {
  if (bytes > sizeMax) throw new SheetTooLarge('a spreadsheet of more than four gigabytes')
}

const pieceCharacters = 65_536

/** Feeds the packer and passes on what it gives, one as fast as the other. */
async function* packing(pieces: AsyncIterable<string>, sums: Sums): AsyncGenerator<Buffer> {
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
  for await (const piece of packer) yield piece as Buffer
  await fed

  async function give(text: string): Promise<void> {
    const bytes = Buffer.from(text)
    sums.crc = crc32(bytes, sums.crc)
    sums.bytes += bytes.length
    fits(sums.bytes)
    if (!packer.write(bytes)) await once(packer, 'drain')
  }
}

export function ending({ files, at }: Archive): Buffer {
  const entries = files.map((file) => {
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(version, 4)
    entry.writeUInt16LE(version, 6)
    entry.writeUInt16LE(file.flags, 8)
    entry.writeUInt16LE(file.method, 10)
    sizes(file, entry, 16)
    entry.writeUInt16LE(file.name.length, 28)
    entry.writeUInt32LE(file.at, 42)
    return Buffer.concat([entry, file.name])
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
