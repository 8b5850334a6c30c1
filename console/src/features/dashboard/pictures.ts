/** From the server's figures to what the charts show. Pure. */
import type { Language } from '../../shared/amount.ts'
import type { ChartPicture } from '../../shared/chart-option.ts'
import type { DashboardFigures, NamedState, StateFigures } from './client.ts'

/** Words that the pictures need: the page's own. */
export interface PictureWords {
  readonly orders: string
  readonly reached: string
  readonly median: string
  readonly p90: string
  readonly events: string
}

/** Names; where two states are called the same, with their codes. */
function labelsOf(states: readonly NamedState[], language: Language): readonly string[] {
  const names = states.map(({ name, nameEn }) => (language === 'zh' ? name : nameEn))
  return states.map(({ code }, at) => {
    const name = names[at] ?? String(code)
    return names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} ${code}`
  })
}

/** States in which orders stand and go on. */
export const openStates = ({ states }: DashboardFigures): readonly StateFigures[] =>
  states.filter(({ ended, orders }) => !ended && orders > 0)

/** States that orders have left, so that it is known how long they stayed. */
export const timedStates = ({ states }: DashboardFigures): readonly StateFigures[] =>
  states.filter(({ medianSeconds }) => medianSeconds !== null)

interface Reader {
  readonly words: PictureWords
  readonly language: Language
}

export const ordersPicture = (
  figures: DashboardFigures,
  { words, language }: Reader,
): ChartPicture => {
  const states = openStates(figures)
  return {
    kind: 'bars',
    labels: labelsOf(states, language),
    series: [{ name: words.orders, values: states.map(({ orders }) => orders) }],
    format: countText,
  }
}

/** Steps under one another, each as long as so many orders came there, with their share of all. */
export function funnelPicture(
  { funnel }: DashboardFigures,
  { words, language }: Reader,
): ChartPicture {
  const [first] = funnel
  const all = first?.reached ?? 0
  const steps = all === 0 ? [] : funnel
  const shares = steps.map(({ reached }) => `${Math.round((reached / all) * 100)}%`)
  return {
    kind: 'bars',
    labels: labelsOf(steps, language).map((label, at) => `${shares[at] ?? ''} ${label}`),
    series: [{ name: words.reached, values: steps.map(({ reached }) => reached) }],
    format: countText,
  }
}

/** In one unit for the whole picture: the largest of which the longest time has two. */
export function timesPicture(figures: DashboardFigures, { words, language }: Reader): ChartPicture {
  const states = timedStates(figures)
  const longest = Math.max(0, ...states.map(({ p90Seconds }) => p90Seconds ?? 0))
  const [unit, length] = units.find(([, seconds]) => longest >= 2 * seconds) ?? smallest
  const counted = (seconds: number | null) => (seconds === null ? null : seconds / length)
  return {
    kind: 'bars',
    labels: labelsOf(states, language),
    series: [
      { name: words.median, values: states.map(({ medianSeconds }) => counted(medianSeconds)) },
      { name: words.p90, values: states.map(({ p90Seconds }) => counted(p90Seconds)) },
    ],
    format: (value) => `${figureText(value)} ${unitWords[language][unit]}`,
  }
}

const units = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
] as const
const smallest = ['seconds', 1] as const

const unitWords = {
  zh: { days: '天', hours: '小时', minutes: '分钟', seconds: '秒' },
  en: { days: 'd', hours: 'h', minutes: 'min', seconds: 's' },
} as const

/** Two figures where there are no more before the point. */
const figureText = (value: number): string =>
  String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value))

const hourMs = 3_600_000
const hoursMax = 14 * 24
const zoneAheadMs = 8 * hourMs

/** `03-02 09:00`, by the clock of the business. */
const hourText = (at: number): string =>
  new Date(at + zoneAheadMs)
    .toISOString()
    .slice('2026-'.length, '2026-03-02T09:00'.length)
    .replace('T', ' ')

const hoursMin = 24

/** Every hour of a day at least, of two weeks at most; in most of them nothing happens. */
export function hoursPicture(
  { hours, asOf }: DashboardFigures,
  { words }: Pick<Reader, 'words'>,
): ChartPicture {
  const known = new Map(hours.map(({ at, events }) => [Date.parse(at), events]))
  const [first] = known.keys()
  const last = Math.max(asOf === null ? 0 : Date.parse(asOf), ...known.keys())
  const end = Math.floor(last / hourMs) * hourMs
  const wanted = first === undefined ? 0 : Math.floor((end - first) / hourMs) + 1
  const count = wanted === 0 ? 0 : Math.min(hoursMax, Math.max(hoursMin, wanted))
  const shown = Array.from({ length: count }, (_, at) => end - (count - 1 - at) * hourMs)
  return {
    kind: 'lines',
    labels: shown.map(hourText),
    series: [{ name: words.events, values: shown.map((at) => known.get(at) ?? 0) }],
    format: countText,
  }
}

export const countText = (count: number): string => count.toLocaleString('en')
