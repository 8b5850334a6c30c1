/** Where contents lie. A store keeps what it is given under the hash of its bytes. */
import type { Readable } from 'node:stream'

export interface FileStore {
  /** Uploads are written here first, until hash, size and type are known. */
  readonly spoolDirectory: string
  /** Takes the spooled file over; when it returns, the content survives a power cut. */
  keep(sha256: string, spooled: string): Promise<void>
  /** Undefined when there is no such content. */
  open(sha256: string): Promise<Readable | undefined>
  /** Removing twice is removing once. */
  remove(sha256: string): Promise<void>
}
