/** What the people are called whom a page names by `user:0190…`. */
import { useQuery } from '@tanstack/react-query'
import { read } from '../../api.ts'

const person = /^user:([0-9a-f-]{36})$/u
const namesMax = 200
const staleMs = 300_000

/** The ids among these subjects, each once. */
export function idsIn(subjects: readonly (string | null)[]): readonly string[] {
  const ids = subjects.flatMap((subject) => person.exec(subject ?? '')?.[1] ?? [])
  return [...new Set(ids)].toSorted().slice(0, namesMax)
}

export type NameOf = (subject: string) => string | undefined

/** Undefined for what is no person, and until the answer is there. */
export function useNames(subjects: readonly (string | null)[]): NameOf {
  const ids = idsIn(subjects)
  const names = useQuery({
    queryKey: ['people', ...ids],
    queryFn: async () => {
      const query = { ids: ids.join(',') }
      const found = await read<{ items: readonly { id: string; name: string }[] }>('/people', query)
      return new Map(found.items.map(({ id, name }) => [`user:${id}`, name]))
    },
    enabled: ids.length > 0,
    staleTime: staleMs,
  })
  return (subject) => names.data?.get(subject)
}
