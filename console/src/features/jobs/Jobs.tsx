/** The background: counts, what fails, what is dead, what is delivered, what comes next. */
import { Segmented } from 'antd'
import type { ReactNode } from 'react'
import { useSearchParams } from 'react-router'
import { useFeatureWords } from '../../i18n/index.ts'
import { PageHead } from '../../layout/PageHead.tsx'
import { Crons } from './Crons.tsx'
import { DeadLetters } from './DeadLetters.tsx'
import { Deliveries } from './Deliveries.tsx'
import { Failing } from './Failing.tsx'
import { Queues } from './Queues.tsx'
import { useOverview } from './client.ts'
import { words } from './words.ts'
import './jobs.css'

const tabs = ['overview', 'failing', 'dead-letters', 'deliveries', 'crons'] as const
type Tab = (typeof tabs)[number]

const parts: Readonly<Record<Tab, () => ReactNode>> = {
  overview: Queues,
  failing: Failing,
  'dead-letters': DeadLetters,
  deliveries: Deliveries,
  crons: Crons,
}

export function Jobs() {
  const { t } = useFeatureWords(words)
  const [search, setSearch] = useSearchParams()
  const tab = tabs.find((known) => known === search.get('tab')) ?? 'overview'
  const counts = useCounts()
  const Part = parts[tab]
  return (
    <>
      <PageHead title={t('title')} note={t('note')} />
      <Segmented<Tab>
        className="job-tabs"
        value={tab}
        // Each part has filters of its own, so another part begins without any.
        onChange={(next) => setSearch({ tab: next })}
        options={tabs.map((value) => ({
          value,
          label: `${t(`tabs.${value}`)}${counts[value] ? ` (${counts[value]})` : ''}`,
        }))}
        aria-label={t('tabs.label')}
      />
      <Part />
    </>
  )
}

function useCounts(): Readonly<Partial<Record<Tab, number>>> {
  const overview = useOverview().data
  if (overview === undefined) return {}
  const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0)
  return {
    failing: sum(overview.tasks.map(({ failing }) => failing)),
    'dead-letters': overview.deadLetters,
    deliveries: sum(overview.subscribers.map(({ failing, dead }) => failing + dead)),
  }
}
