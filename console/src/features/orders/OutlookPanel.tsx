/** What the form would do if it were sent now: a dry run, which keeps nothing. */
import { ExperimentOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState, type ReactNode } from 'react'
import { command } from '../../api.ts'
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { minuteText } from '../../shared/moment.ts'
import { useAmount } from '../../shared/useAmount.ts'
import { labelOf, useMachine } from '../lifecycles/client.ts'
import type { OrderView, Outlook } from './client.ts'
import { FactSheet } from './FactSheet.tsx'
import type { ReadForm } from './FormDrawer.tsx'
import { filled } from './filled.ts'
import { useProduct } from './product.ts'
import { StateTag } from './StateTag.tsx'
import { useReason } from './useReason.ts'
import { words } from './words.ts'

interface Props {
  /** Of the event; the dry run asks the same. */
  readonly address: string
  readonly order: OrderView
  readonly version: number
  readonly read: ReadForm
}

export function OutlookPanel({ address, order, version, read }: Props) {
  const { t } = useFeatureWords(words)
  const reason = useReason(order.currency)
  const [missing, setMissing] = useState(false)
  const ask = useMutation({
    mutationFn: async () => {
      const payload = await read()
      setMissing(payload === undefined)
      if (payload === undefined) return undefined
      return await command<Outlook>({
        path: address,
        query: { dryRun: true },
        body: { payload, expectedVersion: version },
        // Nothing is written, so nothing can be written twice.
        idempotencyKey: crypto.randomUUID(),
      })
    },
  })
  return (
    <section className="outlook" aria-label={t('outlook.title')} aria-busy={ask.isPending}>
      <div className="outlook-head">
        <span className="soft">{missing ? t('outlook.fillFirst') : t('outlook.hint')}</span>
        <Button
          size="small"
          icon={<ExperimentOutlined />}
          loading={ask.isPending}
          title={ask.data === undefined ? undefined : t('outlook.again')}
          onClick={() => ask.mutate()}
        >
          {t('outlook.show')}
        </Button>
      </div>
      <div role="status">
        {ask.isError ? (
          <Alert
            type="warning"
            showIcon
            title={t('outlook.refused', { why: reason.ofError(ask.error) })}
          />
        ) : null}
        {ask.data === undefined || ask.isError ? null : (
          <Foreseen outlook={ask.data} order={order} />
        )}
      </div>
    </section>
  )
}

interface ForeseenProps {
  readonly outlook: Outlook
  readonly order: OrderView
}

function Foreseen({ outlook, order }: ForeseenProps) {
  const { t } = useFeatureWords(words)
  const { words: shared } = useWords()
  const { machine } = useProduct()
  const lines = useLines(outlook.would, order)
  const tag = (code: number): ReactNode => (
    <StateTag key={code} machine={machine} code={code} version={order.smVersion} />
  )
  const moved = outlook.state !== outlook.from
  const fields = Object.entries(outlook.subsystem).map(
    ([field, code]) => `${wordOf(shared.subsystems, field)} ${code}`,
  )
  const entries: readonly (readonly [string, ReactNode])[] = [
    [t('outlook.moves'), moved ? tag(outlook.state) : t('outlook.stays')],
    ...(fields.length === 0 ? [] : [[t('outlook.fields'), fields.join('；')] as const]),
    ...lines,
  ]
  return <FactSheet entries={entries} />
}

/** A subject with its lines; subjects without any say nothing, but for money and partners. */
function useLines(would: Outlook['would'], order: OrderView) {
  const { t, language } = useFeatureWords(words)
  const product = useProduct()
  const own = product.useProductWords()
  const amount = useAmount()
  const rows = useMachine(product.machine, order.smVersion).data?.moves
  const eventText = (event: string): string => {
    const move = rows?.find((one) => one.event === event)
    return move === undefined ? event : labelOf(move, language)
  }
  const timerText = (task: string): string =>
    Object.entries(own.timers).find(([start]) => task.startsWith(start))?.[1] ??
    own.timers['other'] ??
    task
  const placeText = (place: string): string => own.places[place] ?? place.replace(/^\w+:/u, '')
  const calls = would.calls.map((call) =>
    filled(own.calls[call.purpose] ?? `${call.purpose} {{partner}}`, { ...call }),
  )
  const movements = would.movements.map((one) => {
    const way = `${placeText(one.from)} → ${placeText(one.to)}`
    return `${wordOf(own.movements, one.name)} · ${way} · ${amount(one.amount, one.currency)}`
  })
  const timers = would.timers.map(({ task, dueAt }) => {
    const what = timerText(task)
    return dueAt === null
      ? t('outlook.stops', { what })
      : t('outlook.starts', { what, at: minuteText(dueAt, language) })
  })
  const subjects: readonly (readonly [string, readonly string[], string?])[] = [
    [t('outlook.follows'), would.follows.map(({ event }) => eventText(event))],
    [t('outlook.calls'), calls, t('outlook.callsNone')],
    [t('outlook.movements'), movements, t('outlook.movementsNone')],
    [t('outlook.timers'), timers],
    [t('outlook.records'), would.records.map((name) => wordOf(own.records, name))],
    [t('outlook.tells'), would.tells],
  ]
  return subjects.flatMap(([title, lines, none]): (readonly [string, ReactNode])[] => {
    if (lines.length === 0) return none === undefined ? [] : [[title, none]]
    return [[title, <Lines key={title} lines={lines} />]]
  })
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <ul className="outlook-lines">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
