/** A key number: what it counts, how much it is, and where it leads. */
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import './pieces.css'

interface Props {
  readonly label: string
  readonly value: ReactNode
  readonly hint?: ReactNode
  readonly tone?: 'good' | 'warn' | 'bad'
  readonly to?: string | undefined
}

export function Figure({ label, value, hint, tone, to }: Props) {
  const inside = (
    <>
      <span className="figure-label">{label}</span>
      <span className={`figure figure-value ${tone ?? ''}`}>{value}</span>
      {hint === undefined ? null : <span className="figure-hint">{hint}</span>}
    </>
  )
  return to === undefined ? (
    <div className="card figure-card">{inside}</div>
  ) : (
    <Link className="card figure-card" to={to}>
      {inside}
    </Link>
  )
}

/** Key numbers in a row, as many as the page is wide. */
export function Figures({ children }: { readonly children: ReactNode }) {
  return <div className="figures">{children}</div>
}
