/** Points in time, shown in the business zone: two people on the phone read the same clock. */
import type { Language } from './amount.ts'

const zone = 'Asia/Shanghai'

const minuteFormats = {
  zh: new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: zone }),
  en: new Intl.DateTimeFormat('en-GB', {
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  }),
} as const

const secondFormat = new Intl.DateTimeFormat('sv-SE', {
  dateStyle: 'short',
  timeStyle: 'medium',
  timeZone: zone,
})

/** To the minute: `2026-01-31 09:05`, `31 Jan 2026, 09:05`. */
export const minuteText = (at: string, language: Language): string =>
  minuteFormats[language].format(new Date(at))

/** To the second, for a title that shows on pointing. */
export const secondText = (at: string): string => `${secondFormat.format(new Date(at))} UTC+8`

const relativeFormats = {
  zh: new Intl.RelativeTimeFormat('zh-CN', { numeric: 'always', style: 'short' }),
  en: new Intl.RelativeTimeFormat('en-GB', { numeric: 'always', style: 'short' }),
} as const

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

/** `3分钟前`, `in 2 hr`; the largest unit that fits, cut and not rounded up. */
export function relativeText(at: string, nowMs: number, language: Language): string {
  const ms = new Date(at).getTime() - nowMs
  const [unit, lengthMs] = units.find(([, length]) => Math.abs(ms) >= length) ?? units[3]
  // Nothing yet is already past: -0 is written as ago.
  return relativeFormats[language].format(Math.trunc(ms / lengthMs) || -0, unit)
}

const unitWords = {
  zh: { day: '天', hour: '小时', minute: '分钟', second: '秒' },
  en: { day: 'd', hour: 'h', minute: 'min', second: 's' },
} as const

/** `3 天 4 小时`, `2 min 5 s`: the two largest units. */
export function durationText(ms: number, language: Language): string {
  const from = units.findIndex(([, lengthMs]) => ms >= lengthMs)
  if (from < 0) return `0 ${unitWords[language].second}`
  const parts = units.slice(from, from + 2).map(([unit, lengthMs], at) => {
    const rest = at === 0 ? ms : ms % (units[from + at - 1]?.[1] ?? ms)
    return { unit, count: Math.floor(rest / lengthMs) }
  })
  return parts
    .filter(({ count }, at) => at === 0 || count > 0)
    .map(({ unit, count }) => `${count} ${unitWords[language][unit]}`)
    .join(' ')
}
