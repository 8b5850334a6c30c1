/** What a job or an event carried, and how it failed. */
import { Drawer } from 'antd'
import type { ReactNode } from 'react'
import { useFeatureWords } from '../../i18n/index.ts'
import { KeyValue, type Entry } from '../../shared/KeyValue.tsx'
import { words } from './words.ts'

interface Props {
  readonly title: string
  readonly entries: readonly Entry[]
  readonly error: string
  readonly payload: unknown
  readonly decisions?: ReactNode
  readonly onClose: () => void
}

export function JobDrawer({ title, entries, error, payload, decisions, onClose }: Props) {
  const { t } = useFeatureWords(words)
  return (
    <Drawer
      open
      size="min(600px, 100vw)"
      title={title}
      onClose={onClose}
      footer={<div className="job-decisions">{decisions}</div>}
    >
      <KeyValue entries={entries} />
      <h3 className="job-part">{t('error')}</h3>
      <pre className="job-text bad" lang="en">
        {error}
      </pre>
      <h3 className="job-part">{t('payload')}</h3>
      <pre className="job-text">{JSON.stringify(payload, null, 2)}</pre>
    </Drawer>
  )
}

const shownMax = 120

/** The beginning of an error: the whole of it stands in the drawer. */
export const ErrorText = ({ error }: { readonly error: string }) => (
  <span lang="en" className="job-error" title={error}>
    {error.length > shownMax ? `${error.slice(0, shownMax)}…` : error}
  </span>
)
