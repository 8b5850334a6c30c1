/** How long ago, or in how long; the exact time shows on pointing. It goes on while one looks. */
import { useSyncExternalStore } from 'react'
import { useWords } from '../i18n/index.ts'
import { relativeText, secondText } from './moment.ts'

const tickMs = 20_000
const listeners = new Set<() => void>()
const clock = { now: Date.now(), timer: undefined as ReturnType<typeof setInterval> | undefined }

/** One timer for all times on the page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  clock.now = Date.now()
  clock.timer ??= setInterval(() => {
    clock.now = Date.now()
    for (const each of listeners) each()
  }, tickMs)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(clock.timer)
    clock.timer = undefined
  }
}

const now = (): number => clock.now

export const useNow = (): number => useSyncExternalStore(subscribe, now)

export function RelativeTime({ at }: { readonly at: string }) {
  const { language } = useWords()
  return (
    <time dateTime={at} title={secondText(at)} className="nowrap">
      {relativeText(at, useNow(), language)}
    </time>
  )
}
