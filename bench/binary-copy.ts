/** COPY in PostgreSQL's binary format: rows into memory, and back at the server's own pace. */
import type pg from 'pg'

/** What the driver lets an own kind of query do with the connection. */
interface Wire {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

interface Done {
  readonly resolve: () => void
  readonly reject: (problem: unknown) => void
}

/** Methods that the driver calls, by the names that it gives them. */
const submittable = (text: string, done: Done, rows: Rows) => ({
  submit: (wire: Wire) => wire.query(text),
  handleCopyInResponse: (wire: Wire) => {
    for (const chunk of rows.chunks) wire.sendCopyFromChunk(chunk)
    wire.endCopyFrom()
  },
  handleCopyData: ({ chunk }: { chunk: Buffer }) => rows.chunks.push(Buffer.from(chunk)),
  handleRowDescription: () => undefined,
  handleCommandComplete: () => undefined,
  handleDataRow: () => undefined,
  handlePortalSuspended: () => undefined,
  handleEmptyQuery: () => undefined,
  handleError: (problem: unknown) => done.reject(problem),
  handleReadyForQuery: () => done.resolve(),
})

export interface Rows {
  readonly chunks: Buffer[]
}

export function copyOut(client: pg.Client, query: string): Promise<Rows> {
  const rows: Rows = { chunks: [] }
  return send(client, `copy (${query}) to stdout (format binary)`, rows)
}

/** Reads rows as fast as they come and drops them; answers how many bytes they were. */
export async function copyAway(client: pg.Client, query: string): Promise<number> {
  const seen = { bytes: 0 }
  const chunks = { push: (chunk: Buffer) => (seen.bytes += chunk.length) }
  await send(client, `copy (${query}) to stdout (format binary)`, { chunks: chunks as never })
  return seen.bytes
}

export function copyIn(client: pg.Client, table: string, rows: Rows): Promise<Rows> {
  return send(client, `copy ${table} from stdin (format binary)`, rows)
}

async function send(client: pg.Client, text: string, rows: Rows): Promise<Rows> {
  await new Promise<void>((resolve, reject) => {
    // The driver's types do not say that any object with these methods will do.
    client.query(submittable(text, { resolve, reject }, rows) as never)
  })
  return rows
}
