/** The columns of a list, and which of them a person wants to see. */
import type { ReactNode } from 'react'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  readonly render: (row: Row) => ReactNode
  /** Figures stand to the right, under one another. */
  readonly align?: 'right'
  readonly width?: number
  /** The name under which the server sorts by it: `created` for the sorts created and -created. */
  readonly sort?: string
  /** Where it stands on a phone's card; `line` when left out, the first column is its title. */
  readonly phone?: 'title' | 'end' | 'line' | 'hidden'
  /** Not shown until somebody chooses it. */
  readonly spare?: boolean
}

/** The first column names the row and always stays; names of columns that are gone are ignored. */
export function shownColumns<Row>(
  columns: readonly Column<Row>[],
  chosen: readonly string[] | null | undefined,
): readonly Column<Row>[] {
  const wanted = chosen === null || chosen === undefined ? undefined : new Set(chosen)
  return columns.filter(
    ({ key, spare }, index) =>
      index === 0 || (wanted === undefined ? spare !== true : wanted.has(key)),
  )
}
