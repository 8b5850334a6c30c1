import type { ReactNode } from 'react'

interface Props {
  readonly title: string
  readonly end?: ReactNode
  /** A table reaches to the card's edges. */
  readonly flush?: boolean
  /** A class for the page's own arrangement. */
  readonly place?: string
  readonly children: ReactNode
}

/** One subject on a page, under its heading. */
export function Card({ title, end, flush = false, place, children }: Props) {
  return (
    <section className={place === undefined ? 'card' : `card ${place}`} aria-label={title}>
      <div className="card-head">
        <h2>{title}</h2>
        {end === undefined ? null : <div className="card-head-end">{end}</div>}
      </div>
      <div className={flush ? 'card-flush' : 'card-body'}>{children}</div>
    </section>
  )
}
