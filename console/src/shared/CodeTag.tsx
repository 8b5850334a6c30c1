/** A word with a colour, and the code behind it: the colour never says anything by itself. */
import type { ReactNode } from 'react'
import './pieces.css'

export type Tone = 'calm' | 'good' | 'warn' | 'bad' | 'blue' | 'plum' | 'water'

interface Props {
  readonly tone?: Tone
  readonly code?: string | number
  readonly title?: string
  readonly children: ReactNode
}

export function CodeTag({ tone = 'calm', code, title, children }: Props) {
  return (
    <span className={`tag tag-${tone}`} title={title}>
      <span>{children}</span>
      {code === undefined ? null : <span className="tag-code figure">{code}</span>}
    </span>
  )
}
