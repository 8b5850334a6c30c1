/** The balance at the end of each day, as a line; which days, and by which, the address says. */
import { DatePicker, Segmented } from 'antd'
import dayjs from 'dayjs'
import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { useFeatureWords } from '../../i18n/index.ts'
import { Failed } from '../../layout/states.tsx'
import { decimalText } from '../../shared/amount.ts'
import { Chart } from '../../shared/Chart.tsx'
import type { ChartPicture } from '../../shared/chart-option.ts'
import { useAmount, useCurrencies } from '../../shared/useAmount.ts'
import { useSeries, type Account, type DayRange, type Series } from './client.ts'
import { words } from './words.ts'

type Basis = 'booked' | 'effective'

export function BalanceChart({ account }: { readonly account: Account }) {
  const { t } = useFeatureWords(words)
  const [basis, showBasis] = useBasis()
  const [range, showRange] = useRange()
  const series = useSeries(account.accountNo, range)
  const picture = usePicture(account, { points: series.data?.points ?? [], basis })
  const step = series.data?.step ?? 1
  if (series.isError) return <Failed error={series.error} retry={series.refetch} />
  return (
    <Chart title={t('account.overTime')} picture={picture} labelsTitle={t('day')} height={240}>
      <div className="ledger-chart-tools">
        <Segmented<Basis>
          size="small"
          value={basis}
          onChange={showBasis}
          aria-label={t('account.basis')}
          options={[
            { value: 'booked', label: t('account.booked') },
            { value: 'effective', label: t('account.effective') },
          ]}
        />
        <Range shown={{ from: series.data?.from, to: series.data?.to }} onShow={showRange} />
        {step > 1 ? <span className="soft">{t('account.step', { count: step })}</span> : null}
      </div>
    </Chart>
  )
}

interface Drawn {
  readonly points: Series['points']
  readonly basis: Basis
}

/** A line is as exact as a screen: only the drawing turns amounts into numbers. */
function usePicture({ currency }: Account, { points, basis }: Drawn): ChartPicture {
  const { t } = useFeatureWords(words)
  const amount = useAmount()
  const exponent = useCurrencies().get(currency)?.exponent ?? 2
  const name = t('balance')
  const key = JSON.stringify([points, basis, exponent, name])
  return useMemo(
    () => ({
      kind: 'steps',
      labels: points.map(({ day }) => day),
      series: [
        { name, values: points.map((point) => Number(decimalText(point[basis], exponent))) },
      ],
      format: (value) => amount(Math.round(value * 10 ** exponent), currency),
    }),
    // What is drawn follows from these figures; the function that writes them changes each time.
    // oxlint-disable-next-line react/exhaustive-deps
    [key],
  )
}

function useBasis(): readonly [Basis, (basis: Basis) => void] {
  const [search, setSearch] = useSearchParams()
  const show = (basis: Basis) => setSearch(withFields(search, { basis }), { replace: true })
  return [search.get('basis') === 'effective' ? 'effective' : 'booked', show]
}

function useRange(): readonly [DayRange, (range: DayRange) => void] {
  const [search, setSearch] = useSearchParams()
  const range = { from: dayOf(search.get('lineFrom')), to: dayOf(search.get('lineTo')) }
  const show = ({ from, to }: DayRange) =>
    setSearch(withFields(search, { lineFrom: from, lineTo: to }), { replace: true })
  return [range, show]
}

const dayOf = (text: string | null): string | undefined =>
  text !== null && /^\d{4}-\d{2}-\d{2}$/u.test(text) ? text : undefined

function withFields(
  search: URLSearchParams,
  fields: Readonly<Record<string, string | undefined>>,
): URLSearchParams {
  const next = new URLSearchParams(search)
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) next.delete(name)
    else next.set(name, value)
  }
  return next
}

interface RangeProps {
  readonly shown: DayRange
  readonly onShow: (range: DayRange) => void
}

const spans = [30, 90, 365] as const

function Range({ shown, onShow }: RangeProps) {
  const { t } = useFeatureWords(words)
  const given = shown.from && shown.to ? ([dayjs(shown.from), dayjs(shown.to)] as const) : undefined
  return (
    <DatePicker.RangePicker
      size="small"
      allowClear={false}
      value={given ? [...given] : null}
      aria-label={t('account.range')}
      presets={spans.map((count) => ({
        label: t('account.rangeDays', { count }),
        value: [dayjs().subtract(count - 1, 'day'), dayjs()],
      }))}
      onChange={(days) => {
        const [from, to] = days ?? []
        if (from && to) onShow({ from: from.format('YYYY-MM-DD'), to: to.format('YYYY-MM-DD') })
      }}
    />
  )
}
