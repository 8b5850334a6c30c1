/** Jobs that failed and are tried again by themselves; a person may say "now". */
import { useState } from 'react'
import { useFeatureWords } from '../../i18n/index.ts'
import { CommandButton } from '../../shared/CommandButton.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListFilters } from '../../shared/list/ListFilters.tsx'
import { ListRowsCard } from '../../shared/list/ListRowsCard.tsx'
import { useListRows, useListState } from '../../shared/list/useListState.ts'
import { RelativeTime } from '../../shared/RelativeTime.tsx'
import { retryJob, staleAfterDecision, useMayDecide, type FailingJob } from './client.ts'
import { ErrorText, JobDrawer } from './JobDrawer.tsx'
import { words } from './words.ts'

export function Failing() {
  const { t } = useFeatureWords(words)
  const [opened, setOpened] = useState<FailingJob>()
  const list = useListState({ name: 'jobs.failing', fields: { task: 'one' } })
  const rows = useListRows<FailingJob>(list, { path: '/jobs/failing', refetchMs: 3_000 })
  const columns: readonly Column<FailingJob>[] = [
    { key: 'task', title: t('task'), render: ({ task }) => <code>{task}</code> },
    { key: 'error', title: t('error'), render: (job) => <ErrorText error={job.lastError} /> },
    { key: 'attempts', title: t('attempts'), align: 'right', render: ({ attempts }) => attempts },
    { key: 'runAt', title: t('runAt'), render: ({ runAt }) => <RelativeTime at={runAt} /> },
    { key: 'retry', title: t('retry'), render: (job) => <Retry job={job} /> },
  ]
  return (
    <>
      <ListFilters list={list} filters={[{ kind: 'text', name: 'task', label: t('task') }]} />
      <ListRowsCard<FailingJob>
        label={t('tabs.failing')}
        list={list}
        rows={rows}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={setOpened}
        empty={{ title: t('noFailing'), hint: t('noFailingHint') }}
      />
      {opened === undefined ? null : (
        <JobDrawer
          title={opened.task}
          entries={[
            [t('id'), opened.id],
            [t('attempts'), opened.attempts],
            [t('runAt'), <RelativeTime key="at" at={opened.runAt} />],
          ]}
          error={opened.lastError}
          payload={opened.payload}
          decisions={<Retry job={opened} />}
          onClose={() => setOpened(undefined)}
        />
      )}
    </>
  )
}

function Retry({ job: { id, task, attempts } }: { readonly job: FailingJob }) {
  const { t } = useFeatureWords(words)
  return (
    <CommandButton
      form={`retry job ${id} ${attempts}`}
      send={(key) => retryJob(id, key)}
      refused={useMayDecide() ? undefined : t('mayNot')}
      done={t('retried')}
      stale={[...staleAfterDecision]}
      look={{ size: 'small' }}
      label={`${t('retry')}: ${task} ${id}`}
    >
      {t('retry')}
    </CommandButton>
  )
}
