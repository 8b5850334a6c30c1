/** Takes documents and photos in, by stream, and gives them out by their SHA-256. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import * as path from 'node:path'
import type { Readable } from 'node:stream'
import type { Instant } from '../clock/index.ts'
import { sql, type Reader, type Tx } from '../db/index.ts'
import { accept, refuse, type Result } from '../problem/index.ts'
import type { FileStore } from './store.ts'
import { markBytes, sniff, type ContentType } from './type.ts'

export interface StoredFile {
  /** Hex, lower case: the file's name for ever. */
  readonly sha256: string
  readonly size: number
  readonly contentType: ContentType
  /** As the sender called it, without folders and control characters. */
  readonly name: string
}

export interface FileTerms {
  readonly name: string
  /** What the sender claims. It decides nothing; the bytes do. */
  readonly contentType?: string
  readonly sizeMax: number
  readonly typesAllowed: readonly ContentType[]
}

export type FileRefusal = 'file_too_large' | 'file_type_not_allowed'
export type Content = Uint8Array | AsyncIterable<Uint8Array>

export interface Files {
  /** Keeps the content, durably, before it answers. The same content is kept once. */
  put(content: Content, terms: FileTerms): Promise<Result<StoredFile, FileRefusal>>
  /** The bytes, or undefined when there is no such file. */
  open(sha256: string): Promise<Readable | undefined>
  /** Whether the file is there and its bytes still have this hash. */
  verify(sha256: string): Promise<boolean>
  /** For what is kept for some days only. Whoever removes knows that nobody else means it. */
  remove(sha256: string): Promise<void>
}

export function openFiles(store: FileStore): Files {
  const openFile = async (sha256: string): Promise<Readable | undefined> =>
    sha256Pattern.test(sha256) ? await store.open(sha256) : undefined
  return {
    put: (content, terms) => put(store, content, terms),
    open: openFile,
    verify: async (sha256) => {
      const stream = await openFile(sha256)
      if (stream === undefined) return false
      const hash = createHash('sha256')
      for await (const part of stream) hash.update(part)
      return hash.digest('hex') === sha256
    },
    remove: async (sha256) => {
      if (sha256Pattern.test(sha256)) await store.remove(sha256)
    },
  }
}

const sha256Pattern = /^[0-9a-f]{64}$/u

async function put(
  store: FileStore,
  content: Content,
  terms: FileTerms,
): Promise<Result<StoredFile, FileRefusal>> {
  await mkdir(store.spoolDirectory, { recursive: true, mode: 0o700 })
  const spooled = path.join(store.spoolDirectory, randomUUID())
  try {
    const file = await spool(spooled, content, terms)
    if (file.ok) await store.keep(file.value.sha256, spooled)
    return file
  } finally {
    // Nothing is left of an upload that was refused or cut off.
    await rm(spooled, { force: true })
  }
}

/** Writes and hashes part by part; stops at the first part too many. */
async function spool(
  spooled: string,
  content: Content,
  terms: FileTerms,
): Promise<Result<StoredFile, FileRefusal>> {
  const hash = createHash('sha256')
  const file = await open(spooled, 'wx', 0o600)
  let start: Buffer = Buffer.alloc(0)
  let size = 0
  try {
    for await (const part of content instanceof Uint8Array ? [content] : content) {
      size += part.byteLength
      if (size > terms.sizeMax) return tooLarge(terms.sizeMax)
      if (start.byteLength < markBytes) start = Buffer.concat([start, part])
      hash.update(part)
      await file.appendFile(part)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  const contentType = sniff(start)
  if (contentType === undefined || !terms.typesAllowed.includes(contentType)) {
    return wrongType(contentType, terms)
  }
  return accept({ sha256: hash.digest('hex'), size, contentType, name: plainName(terms.name) })
}

const tooLarge = (sizeMax: number): Result<never, FileRefusal> =>
  refuse('file_too_large', `the file must not be larger than ${sizeMax} bytes`, { sizeMax })

function wrongType(found: ContentType | undefined, terms: FileTerms): Result<never, FileRefusal> {
  const claimed = terms.contentType === undefined ? '' : `, sent as ${terms.contentType}`
  return refuse(
    'file_type_not_allowed',
    `its bytes are ${found ?? 'no type known here'}${claimed}; ` +
      `allowed are ${terms.typesAllowed.join(', ')}`,
    { found: found ?? null, allowed: [...terms.typesAllowed] },
  )
}

const nameLengthMax = 200

const plainName = (name: string): string =>
  path.posix
    .basename(name.replaceAll('\\', '/'))
    .replace(/\p{Cc}/gu, '')
    .slice(0, nameLengthMax)
    .toWellFormed() || 'file'

/** What is known of each content, in the transaction that uses it. Knowing it twice is no harm. */
export async function rememberFiles(
  tx: Tx,
  files: readonly StoredFile[],
  at: Instant,
): Promise<void> {
  const once = [...new Map(files.map((file) => [file.sha256, file])).values()]
  if (once.length === 0) return
  await tx.run(
    sql`insert into file.object (sha256, size, content_type, name, stored_at)
        select sha256, size, content_type, name, ${at}
          from unnest(${once.map(({ sha256 }) => sha256)}::text[],
                      ${once.map(({ size }) => size)}::bigint[],
                      ${once.map(({ contentType }) => contentType)}::text[],
                      ${once.map(({ name }) => name)}::text[])
            as given (sha256, size, content_type, name)
         order by sha256
        on conflict (sha256) do nothing`,
    'file.remember',
  )
}

interface ObjectRow extends Omit<StoredFile, 'size'> {
  readonly size: bigint
}

/** The known ones of these, in no order. */
export async function findFiles(
  reader: Reader,
  hashes: readonly string[],
): Promise<readonly StoredFile[]> {
  const rows = await reader.rows<ObjectRow>(
    sql`select sha256, size, content_type, name from file.object
         where sha256 = any(${hashes}::text[])`,
    'file.find',
  )
  return rows.map((row) => ({ ...row, size: Number(row.size) }))
}
