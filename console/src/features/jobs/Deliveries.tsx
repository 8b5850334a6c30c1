/** Events that a subscriber fails to receive: delivered again, or skipped. */
import { Button } from 'antd'
import { useState } from 'react'
import { useFeatureWords } from '../../i18n/index.ts'
import { CodeTag } from '../../shared/CodeTag.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListFilters } from '../../shared/list/ListFilters.tsx'
import { ListRowsCard } from '../../shared/list/ListRowsCard.tsx'
import { useListRows, useListState } from '../../shared/list/useListState.ts'
import { ReasonModal } from '../../shared/ReasonModal.tsx'
import { RelativeTime } from '../../shared/RelativeTime.tsx'
import { Subject } from '../audit/Subject.tsx'
import { decideDelivery, staleAfterDecision, useMayDecide, type Delivery } from './client.ts'
import { ErrorText, JobDrawer } from './JobDrawer.tsx'
import { words } from './words.ts'

export function Deliveries() {
  const { t } = useFeatureWords(words)
  const [opened, setOpened] = useState<Delivery>()
  const list = useListState({
    name: 'jobs.deliveries',
    fields: { dead: 'one', subscriber: 'one', subject: 'one' },
  })
  const rows = useListRows<Delivery>(list, { path: '/jobs/deliveries', refetchMs: 5_000 })
  return (
    <>
      <ListFilters
        list={list}
        filters={[
          {
            kind: 'choice',
            name: 'dead',
            label: t('deadOnly'),
            options: [
              { value: 'true', label: t('deadYes') },
              { value: 'false', label: t('deadNo') },
            ],
          },
          { kind: 'text', name: 'subscriber', label: t('subscriber') },
          { kind: 'text', name: 'subject', label: t('subject') },
        ]}
      />
      <ListRowsCard<Delivery>
        label={t('tabs.deliveries')}
        list={list}
        rows={rows}
        columns={useColumns()}
        rowKey={({ eventId, subscriber }) => `${eventId} ${subscriber}`}
        onOpen={setOpened}
        empty={{ title: t('noDeliveries') }}
      />
      {opened === undefined ? null : (
        <Opened delivery={opened} onClose={() => setOpened(undefined)} />
      )}
    </>
  )
}

function useColumns(): readonly Column<Delivery>[] {
  const { t } = useFeatureWords(words)
  return [
    { key: 'type', title: t('event'), render: ({ type }) => <code>{type}</code> },
    {
      key: 'subscriber',
      title: t('subscriber'),
      render: ({ subscriber }) => <code>{subscriber}</code>,
    },
    { key: 'subject', title: t('subject'), render: ({ subject }) => <Subject subject={subject} /> },
    {
      key: 'state',
      title: t('state'),
      phone: 'title',
      render: ({ deadAt }) => (
        <CodeTag tone={deadAt === null ? 'warn' : 'bad'}>
          {deadAt === null ? t('deadNo') : t('deadYes')}
        </CodeTag>
      ),
    },
    {
      key: 'error',
      title: t('error'),
      render: (delivery) => <ErrorText error={delivery.lastError} />,
    },
    { key: 'failures', title: t('failures'), align: 'right', render: ({ failures }) => failures },
    {
      key: 'dueAt',
      title: t('dueAt'),
      render: ({ dueAt }) => (dueAt === null ? '—' : <RelativeTime at={dueAt} />),
    },
  ]
}

interface OpenedProps {
  readonly delivery: Delivery
  readonly onClose: () => void
}

function Opened({ delivery, onClose }: OpenedProps) {
  const { t } = useFeatureWords(words)
  const [asking, setAsking] = useState<'retry' | 'discard'>()
  const may = useMayDecide()
  const { eventId, subscriber, type, subject, failures, dueAt, deadAt } = delivery
  const word = asking === 'discard' ? t('skip') : t('redeliver')
  return (
    <JobDrawer
      title={type}
      entries={[
        [t('id'), eventId],
        [t('subscriber'), subscriber],
        [t('subject'), <Subject key="subject" subject={subject} />],
        [t('failures'), failures],
        [t('dueAt'), dueAt === null ? '—' : <RelativeTime key="due" at={dueAt} />],
        [t('deadAt'), deadAt === null ? '—' : <RelativeTime key="dead" at={deadAt} />],
      ]}
      error={delivery.lastError}
      payload={delivery.payload}
      onClose={onClose}
      decisions={
        <>
          <Button danger disabled={!may} onClick={() => setAsking('discard')}>
            {t('skip')}
          </Button>
          <Button type="primary" disabled={!may} onClick={() => setAsking('retry')}>
            {t('redeliver')}
          </Button>
          {asking === undefined ? null : (
            <ReasonModal
              title={word}
              okText={word}
              danger={asking === 'discard'}
              form={`${asking} ${eventId} ${subscriber}`}
              send={(note, key) => decideDelivery(delivery, asking, note, key)}
              done={asking === 'discard' ? t('skipped') : t('redelivered')}
              stale={[...staleAfterDecision]}
              onDone={onClose}
              onClose={() => setAsking(undefined)}
            >
              <p>{asking === 'discard' ? t('skipWhy') : t('redeliverWhy')}</p>
            </ReasonModal>
          )}
        </>
      }
    />
  )
}
