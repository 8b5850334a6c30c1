/** Where a subject has its page: `order:AF…`, `parameter:…`, `user:…`. */
import { path } from '../../path.ts'

const pages: Readonly<Record<string, (name: string) => string>> = {
  order: path.order,
  account: path.ledgerAccount,
  journal: path.journal,
  parameter: path.parameter,
  proposal: path.approval,
  user: path.user,
}

export function pageOfSubject(subject: string): string | undefined {
  const at = subject.indexOf(':')
  const kind = subject.slice(0, Math.max(0, at))
  const name = subject.slice(at + 1)
  return name === '' ? undefined : pages[kind]?.(name)
}

/** The end of a long id tells two of them apart: its beginning is the time. */
export const shortSubject = (subject: string): string =>
  subject.replace(
    /:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}([0-9a-f]{8})$/u,
    ':…$1',
  )
