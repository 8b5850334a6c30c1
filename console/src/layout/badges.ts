/** How much waits, beside the places in the side bar: one cheap question for all of them. */
import { useQuery } from '@tanstack/react-query'
import { read } from '../api.ts'
import type { Place } from './places.ts'

type Badges = Readonly<Partial<Record<Place['word'], number>>>

const askAgainMs = 30_000
export const shownMax = 99

/** Whoever may not know them sees none; that is no failure of the page. */
export function useBadges(): Badges {
  const asked = useQuery({
    queryKey: ['badges'],
    queryFn: () => read<Badges>('/badges'),
    refetchInterval: askAgainMs,
    retry: false,
  })
  return asked.data ?? {}
}

export const badgeText = (count: number): string =>
  count > shownMax ? `${shownMax}+` : String(count)
