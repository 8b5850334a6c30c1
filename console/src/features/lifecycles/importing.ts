/** Files on their way to the server: read here, understood there. */
import { command, Refusal } from '../../api.ts'
import type { Finding, Place, Rows } from './client.ts'
import type { Difference } from './difference.ts'

export const fileBytesMax = 2 * 1024 * 1024
export const filesMax = 20
export const kinds = ['.md', '.txt', '.mmd', '.mermaid', '.csv', '.ods', '.xlsx'] as const

export interface PreviewedVersion {
  readonly version: string
  readonly hash: string
  readonly states: number
  readonly moves: number
  readonly rows: Rows
  /** A version of this name is in force and cannot change. */
  readonly published: boolean
  readonly against: string | null
  readonly difference: Difference | null
}

export interface Preview {
  readonly machine: string
  readonly versions: readonly PreviewedVersion[]
  readonly findings: readonly Finding[]
}

export interface Sources {
  readonly machine?: string
  readonly files: readonly { readonly name: string; readonly base64: string }[]
}

/** What the server is sent; files are read anew each time, since they are mended in between. */
export async function sourcesOf(files: readonly File[], machine: string): Promise<Sources> {
  const read = files.map(async (file) => ({
    name: file.name,
    base64: base64Of(new Uint8Array(await file.arrayBuffer())),
  }))
  const named = machine.trim() === '' ? {} : { machine: machine.trim() }
  return { ...named, files: await Promise.all(read) }
}

/** A call has a limit of arguments; a file has more bytes than that. */
const chunkBytes = 32_768

export function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    text += String.fromCharCode(...bytes.subarray(at, at + chunkBytes))
  }
  return btoa(text)
}

/** Asks only: nothing is kept of it, so its key need not be. */
export const preview = (body: Sources): Promise<Preview> =>
  command({ path: '/lifecycles/read', body, idempotencyKey: crypto.randomUUID() })

export interface Saved {
  readonly items: readonly {
    readonly machine: string
    readonly version: string
    readonly hash: string
  }[]
}

export const saveDrafts = (body: Sources, idempotencyKey: string): Promise<Saved> =>
  command({ path: '/lifecycles/drafts', body, idempotencyKey })

/** Where in which file the server could not go on. */
export function placeOf(error: unknown): Place | undefined {
  if (!(error instanceof Refusal)) return undefined
  const file: unknown = Reflect.get(error.problem, 'file')
  const line: unknown = Reflect.get(error.problem, 'line')
  return typeof file === 'string' && typeof line === 'number' ? { file, line } : undefined
}

/** The same list with one file a place earlier (−1) or later (+1). */
export function shifted<T>(items: readonly T[], at: number, by: -1 | 1): readonly T[] {
  const [moved, other] = [items[at], items[at + by]]
  if (moved === undefined || other === undefined) return items
  return items.map((item, index) => (index === at ? other : index === at + by ? moved : item))
}
