/** The log of calls outward, and how each partner is doing. */
import { Drawer } from 'antd'
import { useState } from 'react'
import { useFeatureWords } from '../../i18n/index.ts'
import { CodeTag } from '../../shared/CodeTag.tsx'
import { KeyValue } from '../../shared/KeyValue.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListPage } from '../../shared/list/ListPage.tsx'
import { useListRows, useListState } from '../../shared/list/useListState.ts'
import { secondText } from '../../shared/moment.ts'
import { RelativeTime } from '../../shared/RelativeTime.tsx'
import { Subject } from '../audit/Subject.tsx'
import { outcomes, usePartners, type PartnerCall } from './client.ts'
import { Partners } from './Partners.tsx'
import { words } from './words.ts'
import './partner-calls.css'

export function PartnerCalls() {
  const { t } = useFeatureWords(words)
  const [opened, setOpened] = useState<PartnerCall>()
  const partners = usePartners().data ?? []
  const list = useListState({
    name: 'partner-calls',
    fields: { partner: 'one', outcome: 'one', subject: 'one', operation: 'one' },
  })
  const rows = useListRows<PartnerCall>(list, { path: '/partner-calls', refetchMs: 10_000 })
  return (
    <>
      <ListPage<PartnerCall>
        title={t('title')}
        note={t('note')}
        list={list}
        rows={rows}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onOpen={setOpened}
        empty={{ title: t('empty'), hint: t('emptyHint') }}
        filters={[
          { kind: 'text', name: 'subject', label: t('subject') },
          {
            kind: 'choice',
            name: 'partner',
            label: t('partner'),
            options: partners.map(({ partner }) => ({ value: partner, label: partner })),
          },
          {
            kind: 'choice',
            name: 'outcome',
            label: t('outcome'),
            options: outcomes.map((value) => ({ value, label: t(`outcomes.${value}`) })),
          },
          { kind: 'text', name: 'operation', label: t('operation'), rare: true },
        ]}
      >
        <Partners partners={partners} />
      </ListPage>
      {opened === undefined ? null : (
        <CallDrawer call={opened} onClose={() => setOpened(undefined)} />
      )}
    </>
  )
}

function useColumns(): readonly Column<PartnerCall>[] {
  const { t } = useFeatureWords(words)
  return [
    {
      key: 'operation',
      title: t('operation'),
      render: ({ operation }) => <code>{operation}</code>,
    },
    { key: 'partner', title: t('partner'), render: ({ partner }) => partner },
    {
      key: 'outcome',
      title: t('outcome'),
      phone: 'title',
      render: (call) => <OutcomeMark call={call} />,
    },
    { key: 'subject', title: t('subject'), render: ({ subject }) => <Subject subject={subject} /> },
    {
      key: 'duration',
      title: t('duration'),
      align: 'right',
      render: ({ durationMs }) => <Duration ms={durationMs} />,
    },
    { key: 'attempt', title: t('attempt'), align: 'right', render: ({ attempt }) => attempt },
    {
      key: 'startedAt',
      title: t('startedAt'),
      render: ({ startedAt }) => <RelativeTime at={startedAt} />,
    },
  ]
}

const tones = { succeeded: 'good', failed: 'bad', unknown: 'warn', running: 'blue' } as const

function OutcomeMark({ call: { outcome, code } }: { readonly call: PartnerCall }) {
  const { t } = useFeatureWords(words)
  const kind = outcome ?? 'running'
  return (
    <CodeTag tone={tones[kind]} {...(code === null ? {} : { code })}>
      {t(`outcomes.${kind}`)}
    </CodeTag>
  )
}

function Duration({ ms }: { readonly ms: number | null }) {
  const { t } = useFeatureWords(words)
  return ms === null ? '—' : <span className="nowrap">{t('milliseconds', { ms })}</span>
}

interface DrawerProps {
  readonly call: PartnerCall
  readonly onClose: () => void
}

function CallDrawer({ call, onClose }: DrawerProps) {
  const { t } = useFeatureWords(words)
  const { id, partner, operation, subject, method, path, status, startedAt, durationMs } = call
  return (
    <Drawer open size="min(640px, 100vw)" title={`${partner} · ${operation}`} onClose={onClose}>
      <KeyValue
        entries={[
          [t('outcome'), <OutcomeMark key="outcome" call={call} />],
          [t('subject'), <Subject key="subject" subject={subject} />],
          [t('startedAt'), secondText(startedAt)],
          [t('duration'), <Duration key="duration" ms={durationMs} />],
          [t('attempt'), call.attempt],
          [t('status'), status],
          [t('address'), <code key="address">{`${method} ${path}`}</code>],
          [t('id'), id],
        ]}
      />
      <Text title={t('request')} value={call.request} />
      <Text title={t('answer')} value={call.answer} />
    </Drawer>
  )
}

function Text({ title, value }: { readonly title: string; readonly value: unknown }) {
  const { t } = useFeatureWords(words)
  return (
    <>
      <h3 className="call-part">{title}</h3>
      {value === null || value === undefined ? (
        <p className="soft">{t('nothing')}</p>
      ) : (
        <pre className="call-text">{JSON.stringify(value, null, 2)}</pre>
      )}
    </>
  )
}
