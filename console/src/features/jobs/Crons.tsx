/** What the house does by itself, when it last did and when it will. */
import { useFeatureWords } from '../../i18n/index.ts'
import { Failed, Loading } from '../../layout/states.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListTable } from '../../shared/list/ListTable.tsx'
import { minuteText } from '../../shared/moment.ts'
import { RelativeTime } from '../../shared/RelativeTime.tsx'
import { useOverview, type Cron } from './client.ts'
import { words } from './words.ts'

export function Crons() {
  const { t, language } = useFeatureWords(words)
  const overview = useOverview()
  if (overview.isPending) return <Loading />
  if (overview.isError) return <Failed error={overview.error} retry={overview.refetch} />
  const columns: readonly Column<Cron>[] = [
    { key: 'name', title: t('cron'), render: ({ name }) => <code>{name}</code> },
    { key: 'schedule', title: t('schedule'), render: (cron) => <Schedule cron={cron} /> },
    {
      key: 'last',
      title: t('last'),
      render: ({ lastDueAt }) => <RelativeTime at={lastDueAt} />,
    },
    {
      key: 'next',
      title: t('next'),
      render: ({ nextDueAt }) => (nextDueAt === null ? '—' : minuteText(nextDueAt, language)),
    },
  ]
  return (
    <section className="card list" aria-label={t('tabs.crons')}>
      <ListTable
        label={t('tabs.crons')}
        columns={columns}
        rows={overview.data.crons}
        rowKey={({ name }) => name}
      />
    </section>
  )
}

function Schedule({ cron: { everyMinutes, atTime, zone } }: { readonly cron: Cron }) {
  const { t } = useFeatureWords(words)
  if (everyMinutes !== null) return t('every', { count: everyMinutes })
  return atTime === null ? t('unknown') : t('daily', { at: atTime, zone: zone ?? '' })
}
