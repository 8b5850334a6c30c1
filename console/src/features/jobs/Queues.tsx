/** How much waits, runs and fails, and for how long the oldest has waited. */
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { Figure, Figures } from '../../shared/Figure.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListTable } from '../../shared/list/ListTable.tsx'
import { minuteText } from '../../shared/moment.ts'
import { RelativeTime } from '../../shared/RelativeTime.tsx'
import { useOverview, type Overview, type SubscriberCount, type TaskCount } from './client.ts'
import { words } from './words.ts'

export function Queues() {
  const { t } = useFeatureWords(words)
  const overview = useOverview()
  if (overview.isPending) return <Loading />
  if (overview.isError) return <Failed error={overview.error} retry={overview.refetch} />
  const { tasks, subscribers } = overview.data
  return (
    <>
      <Numbers overview={overview.data} />
      <Card title={t('tasks')} flush>
        <Tasks tasks={tasks} />
      </Card>
      <Card title={t('subscribers')} flush>
        <Subscribers subscribers={subscribers} />
      </Card>
    </>
  )
}

function Numbers({ overview }: { readonly overview: Overview }) {
  const { t, language } = useFeatureWords(words)
  const { workers, deadLetters, tasks, deadlines } = overview
  const sum = (count: (task: TaskCount) => number): number =>
    tasks.reduce((all, task) => all + count(task), 0)
  const failing = sum((task) => task.failing)
  const next =
    deadlines.nextDueAt === null
      ? t('none')
      : t('nextDeadline', { at: minuteText(deadlines.nextDueAt, language) })
  return (
    <Figures>
      <Figure label={t('workers')} value={workers} {...(workers === 0 ? { tone: 'bad' } : {})} />
      <Figure label={t('waiting')} value={sum((task) => task.waiting)} />
      <Figure label={t('running')} value={sum((task) => task.running)} />
      <Figure
        label={t('failing')}
        value={failing}
        to={`${path.jobs()}?tab=failing`}
        {...(failing > 0 ? { tone: 'warn' } : {})}
      />
      <Figure
        label={t('dead')}
        value={deadLetters}
        to={`${path.jobs()}?tab=dead-letters`}
        {...(deadLetters > 0 ? { tone: 'bad' } : {})}
      />
      <Figure label={t('deadlines')} value={deadlines.waiting} hint={next} />
    </Figures>
  )
}

function Tasks({ tasks }: { readonly tasks: readonly TaskCount[] }) {
  const { t } = useFeatureWords(words)
  const columns: readonly Column<TaskCount>[] = [
    { key: 'task', title: t('task'), render: ({ task }) => <code>{task}</code> },
    { key: 'waiting', title: t('waiting'), align: 'right', render: (task) => task.waiting },
    { key: 'running', title: t('running'), align: 'right', render: (task) => task.running },
    {
      key: 'failing',
      title: t('failing'),
      align: 'right',
      render: ({ failing }) => <span className={failing > 0 ? 'warn' : ''}>{failing}</span>,
    },
    { key: 'oldest', title: t('oldest'), render: ({ oldestDueAt }) => <Age at={oldestDueAt} /> },
  ]
  if (tasks.length === 0) return <Blank title={t('noTasks')} hint={t('noTasksHint')} />
  return <ListTable label={t('tasks')} columns={columns} rows={tasks} rowKey={({ task }) => task} />
}

function Subscribers({ subscribers }: { readonly subscribers: readonly SubscriberCount[] }) {
  const { t } = useFeatureWords(words)
  const columns: readonly Column<SubscriberCount>[] = [
    {
      key: 'subscriber',
      title: t('subscriber'),
      render: ({ subscriber }) => <code>{subscriber}</code>,
    },
    { key: 'waiting', title: t('waiting'), align: 'right', render: (row) => row.waiting },
    { key: 'failing', title: t('failing'), align: 'right', render: (row) => row.failing },
    {
      key: 'dead',
      title: t('deadYes'),
      align: 'right',
      render: ({ dead }) => <span className={dead > 0 ? 'bad' : ''}>{dead}</span>,
    },
    { key: 'oldest', title: t('oldest'), render: ({ oldestAt }) => <Age at={oldestAt} /> },
  ]
  if (subscribers.length === 0) return <p className="soft job-none">{t('noSubscribers')}</p>
  return (
    <ListTable
      label={t('subscribers')}
      columns={columns}
      rows={subscribers}
      rowKey={({ subscriber }) => subscriber}
    />
  )
}

const Age = ({ at }: { readonly at: string | null }) =>
  at === null ? <span className="soft">—</span> : <RelativeTime at={at} />
