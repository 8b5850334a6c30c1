/** The head of every page: its name in the tab too, the way back, and what can be done here. */
import { ArrowLeftOutlined } from '@ant-design/icons'
import { useEffect, useRef, type ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import { useWords } from '../i18n/index.ts'

interface Props {
  readonly title: string
  /** For a name that is a number or a code. */
  readonly figure?: boolean
  readonly back?: { readonly to: string; readonly label: string }
  readonly note?: ReactNode
  /** Tags beside the name. */
  readonly tags?: ReactNode
  /** Buttons at the end of the line. */
  readonly end?: ReactNode
}

export function PageHead({ title, figure = false, back, note, tags, end }: Props) {
  const { language } = useWords()
  return (
    <>
      <title>{`${title} · ${language === 'zh' ? '流水' : 'Liushui'}`}</title>
      {back === undefined ? null : (
        <Link to={back.to} className="back">
          <ArrowLeftOutlined /> {back.label}
        </Link>
      )}
      <div className="page-head">
        <Heading title={title} figure={figure} />
        {tags}
        {end === undefined ? null : <div className="page-head-end">{end}</div>}
      </div>
      {note === undefined ? null : <p className="page-note">{note}</p>}
    </>
  )
}

/** Whoever comes to a page by keyboard or by ear starts at its name. */
function Heading({ title, figure }: { readonly title: string; readonly figure: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { key } = useLocation()
  const arrived = key !== 'default'
  useEffect(() => {
    const at = document.activeElement
    const left = at === null || at === document.body || at.closest('.places') !== null
    if (arrived && left) heading.current?.focus({ preventScroll: true })
  }, [arrived])
  return (
    <h1 ref={heading} tabIndex={-1} className={figure ? 'figure' : ''}>
      {title}
    </h1>
  )
}
