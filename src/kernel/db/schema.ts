/** What a module says of its tables. */

/**
 * How a column is shown to who browses the tables: not at all, masked, or as it is. `open` is said
 * of what only looks like a secret.
 */
export type ColumnCare = 'secret' | 'masked' | 'open'

export interface Schema {
  /** PostgreSQL schema, `auto_loan`; no other module reads or writes it. */
  readonly name: string
  /** Folder of `0001-name.sql` files. */
  readonly directory: URL
  /** Tables whose rows are never updated or deleted: the application has no right to. */
  readonly appendOnly: readonly string[]
  /**
   * `session.token_hash`: columns that hold a secret, or something about a person, or that look so.
   * A test finds those that were forgotten.
   */
  readonly columns?: Readonly<Record<string, ColumnCare>>
}
