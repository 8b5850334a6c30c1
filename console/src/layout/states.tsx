/** What a screen shows while it has nothing to show. */
import { Button, Spin } from 'antd'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Refusal } from '../api.ts'
import { problemText, useWords } from '../i18n/index.ts'
import { path } from '../path.ts'

export function Loading() {
  const { t } = useWords()
  return (
    <div className="blank" role="status" aria-label={t('common.loading')}>
      <Spin delay={200} />
    </div>
  )
}

interface BlankProps {
  readonly title: string
  readonly hint?: string | undefined
  /** It is all that the page has: then it is the page's heading. */
  readonly page?: boolean
  readonly children?: ReactNode
}

/** An empty list, a missing thing: one sentence, and the way on. */
export function Blank({ title, hint, page = false, children }: BlankProps) {
  return (
    <div className="blank">
      <svg viewBox="0 0 64 40" className="blank-mark" aria-hidden="true">
        <path d="M4 12c9-7 19-7 28 0s19 7 28 0" />
        <path d="M4 22c9-7 19-7 28 0s19 7 28 0" />
        <path d="M4 32c9-7 19-7 28 0" />
      </svg>
      {page ? <title>{title}</title> : null}
      {page ? <h1 className="blank-title">{title}</h1> : <p className="blank-title">{title}</p>}
      {hint === undefined ? null : <p className="blank-hint">{hint}</p>}
      {children}
    </div>
  )
}

interface FailedProps {
  readonly error: unknown
  readonly retry: () => unknown
}

export function Failed({ error, retry }: FailedProps) {
  const { t, words } = useWords()
  const request = error instanceof Refusal ? error.problem.instance : undefined
  return (
    <div role="alert">
      <Blank title={t('common.failed')} hint={problemText(words, error)}>
        <Button onClick={() => void retry()}>{t('common.retry')}</Button>
        {request === undefined ? null : (
          <p className="blank-request">
            {t('common.requestId')} {request}
          </p>
        )}
      </Blank>
    </div>
  )
}

export function Missing() {
  const { t } = useWords()
  return (
    <Blank page title={t('common.missing')} hint={t('common.missingHint')}>
      <Link to={path.home()}>{t('common.home')}</Link>
    </Blank>
  )
}

export function Crashed() {
  const { t } = useWords()
  return (
    <div role="alert">
      <Blank page title={t('common.crashed')} hint={t('common.crashedHint')}>
        <Button onClick={() => window.location.reload()}>{t('common.retry')}</Button>
      </Blank>
    </div>
  )
}
