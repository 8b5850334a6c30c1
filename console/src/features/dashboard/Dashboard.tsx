/** One machine at a glance; every chart leads to the list behind it. */
import { Segmented } from 'antd'
import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { useFeatureWords } from '../../i18n/index.ts'
import { PageHead } from '../../layout/PageHead.tsx'
import { Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { Chart } from '../../shared/Chart.tsx'
import { Figure, Figures } from '../../shared/Figure.tsx'
import { RelativeTime } from '../../shared/RelativeTime.tsx'
import { ordersIn } from '../lifecycles/addresses.ts'
import { useDashboard, type DashboardFigures } from './client.ts'
import {
  countText,
  funnelPicture,
  hoursPicture,
  openStates,
  ordersPicture,
  timedStates,
  timesPicture,
} from './pictures.ts'
import { words } from './words.ts'
import './dashboard.css'

const periods = { ever: undefined, quarter: 90, month: 30, week: 7 } as const
type Period = keyof typeof periods
const dayMs = 86_400_000

const isPeriod = (text: string | null): text is Period => text !== null && text in periods

export function Dashboard() {
  const { t } = useFeatureWords(words)
  const [search] = useSearchParams()
  const asked = search.get('period')
  const period = isPeriod(asked) ? asked : 'ever'
  const found = useDashboard(search.get('machine') ?? undefined, useStart(period))
  const { data } = found
  return (
    <>
      <PageHead
        title={t('title')}
        note={<AsOf figures={data} />}
        end={<PeriodChoice period={period} />}
      />
      {data === undefined && found.isPending ? <Loading /> : null}
      {found.isError ? <Failed error={found.error} retry={found.refetch} /> : null}
      {data === undefined || found.isError ? null : (
        <div className={found.isPlaceholderData ? 'dimmed-page' : ''}>
          <KeyFigures figures={data} />
          <Charts figures={data} />
        </div>
      )}
    </>
  )
}

/** Midnight, so that the same question is asked all day long. */
function useStart(period: Period): string | undefined {
  const days = periods[period]
  return useMemo(() => {
    if (days === undefined) return undefined
    const day = new Date(Date.now() - (days - 1) * dayMs)
    day.setHours(0, 0, 0, 0)
    return day.toISOString()
  }, [days])
}

function AsOf({ figures }: { readonly figures: DashboardFigures | undefined }) {
  const { t } = useFeatureWords(words)
  if (figures === undefined) return null
  if (figures.asOf === null) return t('counting')
  return (
    <>
      {t('asOf')} <RelativeTime at={figures.asOf} />
    </>
  )
}

function PeriodChoice({ period }: { readonly period: Period }) {
  const { t } = useFeatureWords(words)
  const [search, setSearch] = useSearchParams()
  const options = (Object.keys(periods) as Period[]).map((value) => ({
    value,
    label: t(`periods.${value}`),
  }))
  return (
    <Segmented<Period>
      aria-label={t('period')}
      value={period}
      options={options}
      onChange={(chosen) => {
        const to = new URLSearchParams(search)
        to.set('period', chosen)
        setSearch(to)
      }}
    />
  )
}

function KeyFigures({ figures }: { readonly figures: DashboardFigures }) {
  const { t } = useFeatureWords(words)
  const { today, late, openAlarms, openOrders, states } = figures
  const ended = states.filter((state) => state.ended).reduce((sum, { orders }) => sum + orders, 0)
  return (
    <Figures>
      <Figure
        label={t('openOrders')}
        value={countText(openOrders)}
        hint={t('ended', { count: countText(ended) })}
        to={path.orders()}
      />
      <Figure label={t('births')} value={countText(today.births)} />
      <Figure label={t('ends')} value={countText(today.ends)} />
      <Figure label={t('events')} value={countText(today.events)} />
      <Figure
        label={t('late')}
        value={manyText(late)}
        {...(late > 0 ? { tone: 'bad' } : {})}
        to={path.work()}
      />
      <Figure
        label={t('alarms')}
        value={manyText(openAlarms)}
        {...(openAlarms > 0 ? { tone: 'warn' } : {})}
        to={`${path.alarms()}?state=open`}
      />
    </Figures>
  )
}

/** The server counts no further than this. */
const countedMax = 1_000
const manyText = (count: number): string =>
  count >= countedMax ? `${countText(countedMax)}+` : countText(count)

function Charts({ figures }: { readonly figures: DashboardFigures }) {
  const { t, language, words: texts } = useFeatureWords(words)
  const pictures = useMemo(() => {
    const reader = { words: { ...texts, events: texts.count }, language }
    return {
      orders: ordersPicture(figures, reader),
      funnel: funnelPicture(figures, reader),
      times: timesPicture(figures, reader),
      hours: hoursPicture(figures, reader),
    }
  }, [figures, texts, language])
  const { machine, funnel } = figures
  const leads = (states: readonly { readonly code: number }[]) => (at: number) => {
    const state = states[at]
    return state && ordersIn(machine, state.code)
  }
  // Two charts side by side are as high as the higher one.
  const above = heightOf(Math.max(pictures.orders.labels.length, pictures.funnel.labels.length))
  const below = heightOf(pictures.times.labels.length)
  return (
    <div className="dashboard-charts">
      <Chart
        title={t('byState')}
        picture={pictures.orders}
        labelsTitle={t('state')}
        height={above}
        to={leads(openStates(figures))}
      />
      <Chart
        title={t('funnel')}
        picture={pictures.funnel}
        labelsTitle={t('step')}
        height={above}
        to={leads(funnel)}
      />
      <Chart
        title={t('times')}
        picture={pictures.times}
        labelsTitle={t('state')}
        height={below}
        to={leads(timedStates(figures))}
      />
      <Chart title={t('perHour')} picture={pictures.hours} labelsTitle={t('hour')} height={below} />
    </div>
  )
}

const rowHeight = 26
const heightOf = (rows: number): number => Math.max(260, rows * rowHeight + 40)
