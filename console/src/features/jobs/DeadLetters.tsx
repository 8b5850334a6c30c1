/** Jobs that failed for the last time: a person replays or discards them, and says why. */
import { Button } from 'antd'
import { useState } from 'react'
import { useFeatureWords } from '../../i18n/index.ts'
import { CodeTag } from '../../shared/CodeTag.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListFilters } from '../../shared/list/ListFilters.tsx'
import { ListRowsCard } from '../../shared/list/ListRowsCard.tsx'
import { useListRows, useListState } from '../../shared/list/useListState.ts'
import { minuteText } from '../../shared/moment.ts'
import { ReasonModal } from '../../shared/ReasonModal.tsx'
import { RelativeTime } from '../../shared/RelativeTime.tsx'
import { useNames } from '../audit/names.ts'
import { decideLetter, staleAfterDecision, useMayDecide, type DeadLetter } from './client.ts'
import { ErrorText, JobDrawer } from './JobDrawer.tsx'
import { words } from './words.ts'

const states = ['waiting', 'replayed', 'discarded'] as const
const tones = { waiting: 'bad', replayed: 'good', discarded: 'calm' } as const

export function DeadLetters() {
  const { t } = useFeatureWords(words)
  const [opened, setOpened] = useState<DeadLetter>()
  const list = useListState({ name: 'jobs.dead-letters', fields: { state: 'one', task: 'one' } })
  const rows = useListRows<DeadLetter>(list, { path: '/jobs/dead-letters', refetchMs: 5_000 })
  return (
    <>
      <ListFilters
        list={list}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t('state'),
            options: states.map((value) => ({ value, label: t(`states.${value}`) })),
          },
          { kind: 'text', name: 'task', label: t('task') },
        ]}
      />
      <ListRowsCard<DeadLetter>
        label={t('tabs.dead-letters')}
        list={list}
        rows={rows}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onOpen={setOpened}
        empty={{ title: t('noLetters'), hint: t('noLettersHint') }}
      />
      {opened === undefined ? null : (
        <Letter letter={opened} onClose={() => setOpened(undefined)} />
      )}
    </>
  )
}

function useColumns(): readonly Column<DeadLetter>[] {
  const { t } = useFeatureWords(words)
  return [
    { key: 'task', title: t('task'), render: ({ task }) => <code>{task}</code> },
    {
      key: 'state',
      title: t('state'),
      phone: 'title',
      render: ({ state }) => <CodeTag tone={tones[state]}>{t(`states.${state}`)}</CodeTag>,
    },
    {
      key: 'error',
      title: t('error'),
      render: (letter) => <ErrorText error={letter.lastError} />,
    },
    { key: 'attempts', title: t('attempts'), align: 'right', render: ({ attempts }) => attempts },
    { key: 'diedAt', title: t('diedAt'), render: ({ diedAt }) => <RelativeTime at={diedAt} /> },
  ]
}

interface LetterProps {
  readonly letter: DeadLetter
  readonly onClose: () => void
}

function Letter({ letter, onClose }: LetterProps) {
  const { t, language } = useFeatureWords(words)
  const [asking, setAsking] = useState<'replay' | 'discard'>()
  const { id, task, attempts, diedAt, state, decidedBy, lastError, payload } = letter
  const nameOf = useNames([decidedBy])
  const may = useMayDecide() && state === 'waiting'
  return (
    <JobDrawer
      title={task}
      entries={[
        [t('id'), id],
        [t('attempts'), attempts],
        [t('diedAt'), minuteText(diedAt, language)],
        [
          t('state'),
          <CodeTag key="s" tone={tones[state]}>
            {t(`states.${state}`)}
          </CodeTag>,
        ],
        ...(decidedBy === null ? [] : [[t('decidedBy'), nameOf(decidedBy) ?? decidedBy] as const]),
      ]}
      error={lastError}
      payload={payload}
      onClose={onClose}
      decisions={
        <>
          <Button danger disabled={!may} onClick={() => setAsking('discard')}>
            {t('discard')}
          </Button>
          <Button type="primary" disabled={!may} onClick={() => setAsking('replay')}>
            {t('replay')}
          </Button>
          {asking === undefined ? null : (
            <ReasonModal
              title={t(asking)}
              okText={t(asking)}
              danger={asking === 'discard'}
              form={`${asking} ${id}`}
              send={(note, key) => decideLetter(id, asking, note, key)}
              done={asking === 'replay' ? t('replayed') : t('discarded')}
              stale={[...staleAfterDecision]}
              onDone={onClose}
              onClose={() => setAsking(undefined)}
            >
              <p>{asking === 'replay' ? t('replayWhy') : t('discardWhy')}</p>
            </ReasonModal>
          )}
        </>
      }
    />
  )
}
