/**
 * COPY in PostgreSQL's binary format, sent like any other statement of a pipeline: the rows follow
 * the statement at once, without waiting to be asked for. When the statement is refused, the server
 * reads past them.
 */
import pg from 'pg'

/** Rows for some columns of a table, as the format wants them between its header and its end. */
export interface CopyRows {
  /** `schema.table (column, column)`. */
  readonly into: string
  readonly rows: Buffer
  /**
   * The name of a unique constraint. Where it is broken, another transaction has been faster: this
   * one begins again, and will find what the other wrote.
   */
  readonly takenMeanwhile?: string
}

/** `PGCOPY`, no flags, no extension. */
const header = Buffer.from('PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const trailer = Buffer.from([0xff, 0xff])
const copyDone = Buffer.from([0x63, 0, 0, 0, 4])

/** The driver pipelines its own kind of query only, so this is one that answers for the rows. */
class Copy extends pg.Query {
  override submit: (connection: pg.Connection) => void

  constructor({ into, rows }: CopyRows, answered: (problem?: Error) => void) {
    const text = `copy ${into} from stdin (format binary)`
    super(text, undefined, answered)
    this.submit = (connection) => {
      const { stream } = connection
      stream.cork()
      connection.query(text)
      stream.write(rowsFollow(header.length + rows.length + trailer.length))
      for (const part of [header, rows, trailer, copyDone]) stream.write(part)
      stream.uncork()
    }
  }

  /** By the name that the driver gives it: there is nothing left to send. */
  handleCopyInResponse(): void {}
}

function rowsFollow(length: number): Buffer {
  const made = Buffer.allocUnsafe(5)
  made.writeUInt8(0x64, 0)
  made.writeInt32BE(length + 4, 1)
  return made
}

export const copyInto = (client: Pick<pg.ClientBase, 'query'>, rows: CopyRows): Promise<void> =>
  new Promise((resolve, reject) => {
    client.query(new Copy(rows, (problem) => (problem ? reject(problem) : resolve())))
  })
