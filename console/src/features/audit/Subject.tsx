/** What something is about, as a link where it has a page; a person by name. */
import { Link } from 'react-router'
import { pageOfSubject, shortSubject } from './subject.ts'
import './subject.css'

interface Props {
  readonly subject: string
  /** What the person is called; else the subject itself is shown. */
  readonly name?: string | undefined
}

export function Subject({ subject, name }: Props) {
  const page = pageOfSubject(subject)
  const shown = (
    <span className="subject" title={subject}>
      {name ?? shortSubject(subject)}
    </span>
  )
  return page === undefined ? shown : <Link to={page}>{shown}</Link>
}
