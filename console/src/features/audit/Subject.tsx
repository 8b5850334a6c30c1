/** What something is about, as a link where it has a page. */
import { Link } from 'react-router'
import { pageOfSubject } from './subject.ts'
import './subject.css'

export function Subject({ subject }: { readonly subject: string }) {
  const page = pageOfSubject(subject)
  const shown = <span className="subject">{subject}</span>
  return page === undefined ? shown : <Link to={page}>{shown}</Link>
}
