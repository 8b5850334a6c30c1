/** What happened to the order, the newest first. */
import { useState } from 'react'
import { Button } from 'antd'
import { useWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { Failed, Loading } from '../../layout/states.tsx'
import { minuteText, secondText } from '../../shared/moment.ts'
import { labelOf, useMachine } from '../lifecycles/client.ts'
import { useHistory, type HistoryRow, type Order } from './client.ts'
import { machineName, StateTag } from './StateTag.tsx'

const shownAtFirst = 12

export function History({ order }: { readonly order: Order }) {
  const { t } = useWords()
  const history = useHistory(order.orderNo, order.version)
  const [all, setAll] = useState(false)
  if (history.isPending) return <Loading />
  if (history.isError) return <Failed error={history.error} retry={history.refetch} />
  const rows = history.data.items.toReversed()
  const shown = all ? rows : rows.slice(0, shownAtFirst)
  return (
    <Card title={t('order.history')} place="order-history">
      {rows.length === 0 ? <p className="soft">{t('order.historyNone')}</p> : null}
      <ol className="history">
        {shown.map((row) => (
          <Entry key={row.seq} row={row} version={order.smVersion} />
        ))}
      </ol>
      {shown.length < rows.length ? (
        <Button type="link" onClick={() => setAll(true)}>
          {t('order.more')}
        </Button>
      ) : null}
    </Card>
  )
}

interface EntryProps {
  readonly row: HistoryRow
  readonly version: string
}

function Entry({ row, version }: EntryProps) {
  const { t, language } = useWords()
  const machine = useMachine(machineName, version)
  const move = machine.data?.moves.find(
    ({ event, from, to }) => event === row.event && from === row.from && to === row.to,
  )
  const carried = JSON.stringify(row.payload)
  const isEmpty = row.payload === null || carried === '{}'
  return (
    <li className={row.from === row.to ? 'entry entry-edit' : 'entry'}>
      <p className="entry-label">{move ? labelOf(move, language) : row.event}</p>
      {row.from === row.to ? null : <StateTag code={row.to} version={version} />}
      <p className="entry-who">
        <time dateTime={row.at} title={secondText(row.at)}>
          {minuteText(row.at, language)}
        </time>
        <span>{row.actor}</span>
      </p>
      {isEmpty ? null : (
        <details>
          <summary>{t('order.carried')}</summary>
          <pre>{JSON.stringify(row.payload, null, 2)}</pre>
        </details>
      )}
    </li>
  )
}
