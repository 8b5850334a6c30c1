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
