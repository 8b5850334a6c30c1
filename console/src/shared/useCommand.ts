/** A command of a button or a small form: sent once however often it is clicked, told about. */
import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { App } from 'antd'
import { problemText, useWords } from '../i18n/index.ts'
import { once } from './idempotency.ts'

export interface CommandOptions<Given, Answer> {
  /** Names what is done to what: `retry job 7`. The same name is the same Idempotency-Key. */
  readonly form: string
  readonly send: (given: Given, idempotencyKey: string) => Promise<Answer>
  /** What is said when it is done. */
  readonly done?: string | undefined
  /** Queries that are asked again afterwards; a list is `['list', '/alarms']`. */
  readonly stale?: readonly QueryKey[] | undefined
  readonly onDone?: ((answer: Answer) => unknown) | undefined
}

export function useCommand<Given, Answer>(options: CommandOptions<Given, Answer>) {
  const { form, send, done, stale = [], onDone } = options
  const { words } = useWords()
  const { message } = App.useApp()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (given: Given) => once(form, (key) => send(given, key)),
    onSuccess: async (answer) => {
      if (done !== undefined) void message.success(done)
      await Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })))
      await onDone?.(answer)
    },
    onError: (error) => void message.error(problemText(words, error)),
  })
}
