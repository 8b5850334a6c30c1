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

export const labelOf = ({ code, name, nameEn }: NamedState, language: Language): string =>
  `${language === 'zh' ? name : nameEn} ${code}`

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
    labels: states.map((state) => labelOf(state, language)),
    series: [{ name: words.orders, values: states.map(({ orders }) => orders) }],
    format: countText,
  }
}

export const funnelPicture = (
  { funnel }: DashboardFigures,
  { words, language }: Reader,
): ChartPicture => {
  const isEmpty = funnel.every(({ reached }) => reached === 0)
  const steps = isEmpty ? [] : funnel
  return {
    kind: 'funnel',
    labels: steps.map((step) => labelOf(step, language)),
    series: [{ name: words.reached, values: steps.map(({ reached }) => reached) }],
    format: countText,
  }
}

const hourSeconds = 3_600

export const timesPicture = (
  figures: DashboardFigures,
  { words, language }: Reader,
): ChartPicture => {
  const states = timedStates(figures)
  const hours = (seconds: number | null) => (seconds === null ? null : seconds / hourSeconds)
  return {
    kind: 'bars',
    labels: states.map((state) => labelOf(state, language)),
    series: [
      { name: words.median, values: states.map(({ medianSeconds }) => hours(medianSeconds)) },
      { name: words.p90, values: states.map(({ p90Seconds }) => hours(p90Seconds)) },
    ],
    format: (value) => hoursText(value, language),
  }
}

const hourMs = 3_600_000
const hoursMax = 14 * 24
const zoneAheadMs = 8 * hourMs

/** `03-02 09:00`, by the clock of the business. */
const hourText = (at: number): string =>
  new Date(at + zoneAheadMs)
    .toISOString()
    .slice('2026-'.length, '2026-03-02T09:00'.length)
    .replace('T', ' ')

/** Every hour from the first that had an event to the moment of the figures; most had none. */
export function hoursPicture(
  { hours, asOf }: DashboardFigures,
  { words }: Pick<Reader, 'words'>,
): ChartPicture {
  const [first] = hours
  const known = new Map(hours.map(({ at, events }) => [Date.parse(at), events]))
  const end = Math.max(Date.parse(asOf ?? ''), ...known.keys()) || 0
  const from = first === undefined ? end : Date.parse(first.at)
  const count = Math.min(hoursMax, Math.floor((end - from) / hourMs) + 1)
  const shown =
    first === undefined ? [] : Array.from({ length: count }, (_, at) => from + at * hourMs)
  return {
    kind: 'lines',
    labels: shown.map(hourText),
    series: [{ name: words.events, values: shown.map((at) => known.get(at) ?? 0) }],
    format: countText,
  }
}

export const countText = (count: number): string => count.toLocaleString('en')

const unitsOfTime = {
  zh: { minutes: '分钟', hours: '小时', days: '天' },
  en: { minutes: 'min', hours: 'h', days: 'd' },
} as const

/** In one unit, so that axis and figures are short: `25 min`, `7.5 h`, `12 d`. */
export function hoursText(hours: number, language: Language): string {
  const words = unitsOfTime[language]
  if (hours < 1) return `${Math.round(hours * 60)} ${words.minutes}`
  const [count, word] = hours < 48 ? [hours, words.hours] : [hours / 24, words.days]
  return `${count < 10 ? Math.round(count * 10) / 10 : Math.round(count)} ${word}`
}
