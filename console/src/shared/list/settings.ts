/** What the server keeps of a person's lists: columns and saved views. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { act, command, read } from '../../api.ts'

export interface SavedView {
  readonly id: string
  readonly name: string
  readonly search: string
  readonly shared: boolean
  readonly own: boolean
  readonly owner: string
}

export interface ListSettings {
  readonly columns: readonly string[] | null
  readonly views: readonly SavedView[]
}

export type NewView = Pick<SavedView, 'name' | 'search' | 'shared'>

const keyOf = (list: string) => ['list-settings', list] as const
const staleMs = 300_000

export const useListSettings = (list: string) =>
  useQuery({
    queryKey: keyOf(list),
    queryFn: () => read<ListSettings>(`/lists/${encodeURIComponent(list)}`),
    staleTime: staleMs,
  })

export function useChooseColumns(list: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (columns: readonly string[] | null) => {
      // A column comes and goes with the click; the server is told beside.
      queries.setQueryData<ListSettings>(keyOf(list), (kept) => ({
        columns,
        views: kept?.views ?? [],
      }))
      const path = `/lists/${encodeURIComponent(list)}/columns`
      const idempotencyKey = crypto.randomUUID()
      return act({ method: 'PUT', path, body: { columns }, idempotencyKey })
    },
    onError: () => queries.invalidateQueries({ queryKey: keyOf(list) }),
  })
}

export function useSaveView(list: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: NewView) => {
      const path = `/lists/${encodeURIComponent(list)}/views`
      return command<SavedView>({ path, body, idempotencyKey: crypto.randomUUID() })
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: keyOf(list) }),
  })
}

export function useDeleteView(list: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => {
      const path = `/lists/${encodeURIComponent(list)}/views/${id}`
      return act({ method: 'DELETE', path, idempotencyKey: crypto.randomUUID() })
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: keyOf(list) }),
  })
}
