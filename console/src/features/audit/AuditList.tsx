/** The audit trail: searched, one entry opened beside it, and the proof that nothing changed. */
import { Alert, Drawer } from 'antd'
import { useState } from 'react'
import { useFeatureWords } from '../../i18n/index.ts'
import { Copyable } from '../../shared/Copyable.tsx'
import { KeyValue } from '../../shared/KeyValue.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListPage } from '../../shared/list/ListPage.tsx'
import { useListRows, useListState } from '../../shared/list/useListState.ts'
import { secondText } from '../../shared/moment.ts'
import { dayQuery } from './days.ts'
import { Diff } from './Diff.tsx'
import { useNames, type NameOf } from './names.ts'
import { Subject } from './Subject.tsx'
import { Verified } from './Verified.tsx'
import type { AuditLine } from './client.ts'
import { words } from './words.ts'

export function AuditList() {
  const { t } = useFeatureWords(words)
  const [opened, setOpened] = useState<AuditLine>()
  const list = useListState({
    name: 'audit',
    fields: {
      text: 'one',
      subject: 'one',
      actor: 'one',
      action: 'one',
      requestId: 'one',
      from: 'one',
      to: 'one',
    },
  })
  const rows = useListRows<AuditLine, typeof list>(list, {
    path: '/audit',
    ask: ({ from, to, ...words_ }) => ({ ...words_, ...dayQuery(from, to) }),
  })
  const nameOf = useNames(
    (rows.data?.items ?? []).flatMap(({ actor, subject }) => [actor, subject]),
  )
  const isShort =
    rows.data !== undefined &&
    rows.data.nextCursor !== null &&
    rows.data.items.length < list.pageSize
  return (
    <>
      <ListPage<AuditLine>
        title={t('title')}
        note={t('note')}
        list={list}
        rows={rows}
        columns={useColumns(nameOf)}
        rowKey={({ id }) => id}
        onOpen={setOpened}
        empty={{ title: t('empty') }}
        exportSource="audit"
        filters={[
          { kind: 'text', name: 'text', label: t('text'), hint: t('textHint') },
          { kind: 'text', name: 'subject', label: t('subject') },
          { kind: 'text', name: 'actor', label: t('actor') },
          { kind: 'text', name: 'action', label: t('action') },
          { kind: 'days', name: 'from', until: 'to', label: t('days') },
          { kind: 'text', name: 'requestId', label: t('requestId'), rare: true },
        ]}
      >
        <Verified />
        {isShort ? <Alert type="info" showIcon className="audit-more" title={t('more')} /> : null}
      </ListPage>
      {opened === undefined ? null : (
        <LineDrawer line={opened} nameOf={nameOf} onClose={() => setOpened(undefined)} />
      )}
    </>
  )
}

function useColumns(nameOf: NameOf): readonly Column<AuditLine>[] {
  const { t } = useFeatureWords(words)
  return [
    {
      key: 'at',
      title: t('at'),
      width: 200,
      render: ({ at }) => <time className="nowrap">{secondText(at).replace(' UTC+8', '')}</time>,
    },
    {
      key: 'actor',
      title: t('actor'),
      render: ({ actor }) => <Subject subject={actor} name={nameOf(actor)} />,
    },
    { key: 'action', title: t('action'), render: ({ action }) => <code>{action}</code> },
    {
      key: 'subject',
      title: t('subject'),
      render: ({ subject }) => <Subject subject={subject} name={nameOf(subject)} />,
    },
    { key: 'reason', title: t('reason'), render: ({ reason }) => reason ?? '' },
    { key: 'requestId', title: t('requestId'), spare: true, render: ({ requestId }) => requestId },
  ]
}

interface DrawerProps {
  readonly line: AuditLine
  readonly nameOf: NameOf
  readonly onClose: () => void
}

function LineDrawer({ line, nameOf, onClose }: DrawerProps) {
  const { t } = useFeatureWords(words)
  const { id, at, actor, action, subject, before, after, reason, requestId } = line
  return (
    <Drawer open size="min(640px, 100vw)" title={action} onClose={onClose}>
      <KeyValue
        entries={[
          [t('at'), secondText(at)],
          [t('actor'), <Subject key="actor" subject={actor} name={nameOf(actor)} />],
          [t('subject'), <Subject key="subject" subject={subject} name={nameOf(subject)} />],
          [t('reason'), reason ?? t('noReason')],
          [t('requestId'), <Copyable key="request" text={requestId} what={t('requestId')} />],
          [t('id'), <Copyable key="id" text={id} what={t('id')} />],
        ]}
      />
      <h3>{t('change')}</h3>
      <Diff label={t('change')} before={before} after={after} />
    </Drawer>
  )
}
