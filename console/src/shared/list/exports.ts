/** An export runs on the server; this page asks how far it is. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { command, read, type Query } from '../../api.ts'

export const exportFormats = ['csv', 'xlsx', 'ods'] as const
export type ExportFormat = (typeof exportFormats)[number]

export interface Export {
  readonly id: string
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'expired'
  readonly rowsDone: number
  readonly rowsTotal: number | null
  readonly fileName: string | null
  /** Why it failed. */
  readonly code: string | null
  readonly detail: string | null
}

export interface NewExport {
  readonly source: string
  readonly query: Query
  readonly format: ExportFormat
  /** Of the heads. */
  readonly language: 'zh' | 'en'
}

export const useStartExport = () =>
  useMutation({
    mutationFn: (body: NewExport) =>
      command<Export>({ path: '/exports', body, idempotencyKey: crypto.randomUUID() }),
  })

const askAgainMs = 700
const isOver = (state: Export['state'] | undefined): boolean =>
  state !== undefined && state !== 'queued' && state !== 'running'

export const useExport = (id: string | undefined) =>
  useQuery({
    queryKey: ['export', id],
    queryFn: () => read<Export>(`/exports/${id ?? ''}`),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (isOver(state.data?.state) ? false : askAgainMs),
  })

/** Whole percent; of an unknown number of rows none are done. */
export function percentOf({ state, rowsDone, rowsTotal }: Export): number {
  if (state === 'done') return 100
  if (rowsTotal === null || rowsTotal === 0) return 0
  return Math.min(99, Math.floor((100 * rowsDone) / rowsTotal))
}
