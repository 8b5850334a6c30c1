/** What is known of a thing: names to the left, values to the right. */
import type { ReactNode } from 'react'
import './pieces.css'

export type Entry = readonly [name: string, value: ReactNode]

interface Props {
  readonly entries: readonly Entry[]
  /** Wide pages show several pairs in a line. */
  readonly wide?: boolean
}

export function KeyValue({ entries, wide = false }: Props) {
  return (
    <dl className={wide ? 'key-value key-value-wide' : 'key-value'}>
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="figure">{value === null || value === undefined ? '—' : value}</dd>
        </div>
      ))}
    </dl>
  )
}
