/** Alarms as the server tells them. */
import { useQuery } from '@tanstack/react-query'
import { command, read } from '../../api.ts'

export const severities = ['critical', 'warning', 'info'] as const
export const states = ['open', 'acknowledged', 'resolved'] as const

export const severityTones = { info: 'blue', warning: 'warn', critical: 'bad' } as const
export const stateTones = { open: 'warn', acknowledged: 'blue', resolved: 'good' } as const

export interface Alarm {
  readonly id: string
  readonly code: string
  readonly severity: (typeof severities)[number]
  readonly owner: string
  readonly subject: string
  readonly detail: string
  readonly link: string | null
  readonly state: (typeof states)[number]
  readonly occurrences: number
  readonly firstAt: string
  readonly lastAt: string
  readonly acknowledgedBy: string | null
  readonly acknowledgedAt: string | null
  readonly resolvedBy: string | null
  readonly resolvedAt: string | null
  readonly note: string | null
  readonly mayDecide: boolean
}

export const useAlarm = (id: string) =>
  useQuery({
    queryKey: ['alarm', id],
    queryFn: () => read<Alarm>(`/alarms/${encodeURIComponent(id)}`),
  })

export type Verb = 'acknowledge' | 'resolve'

export const decide = (id: string, verb: Verb, note: string, idempotencyKey: string) =>
  command<Alarm>({
    path: `/alarms/${id}/${verb}`,
    body: note === '' ? {} : { note },
    idempotencyKey,
  })
