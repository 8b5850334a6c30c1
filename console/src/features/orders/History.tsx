/** What happened to the order, the newest first. */
import { Button } from 'antd'
import { useState } from 'react'
import { useFeatureWords, useWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { Failed, Loading } from '../../layout/states.tsx'
import { minuteText, secondText } from '../../shared/moment.ts'
import { labelOf, useMachine } from '../lifecycles/client.ts'
import { Carried } from './Carried.tsx'
import { useHistory, type HistoryRow, type OrderView } from './client.ts'
import { useProduct } from './product.ts'
import { isSystem } from './sentence.ts'
import { StateTag } from './StateTag.tsx'
import { words } from './words.ts'

const shownAtFirst = 12

export function History({ order }: { readonly order: OrderView }) {
  const { t } = useWords()
  const own = useFeatureWords(words)
  const history = useHistory(order.orderNo, order.version)
  const [all, setAll] = useState(false)
  const [people, setPeople] = useState(false)
  if (history.isPending) return <Loading />
  if (history.isError) return <Failed error={history.error} retry={history.refetch} />
  const rows = history.data.items.toReversed()
  const wanted = people ? rows.filter(({ actorSystem }) => !isSystem(actorSystem)) : rows
  const shown = all ? wanted : wanted.slice(0, shownAtFirst)
  const toggle = rows.some(({ actorSystem }) => isSystem(actorSystem)) ? (
    <Button type="link" size="small" aria-pressed={people} onClick={() => setPeople(!people)}>
      {people ? own.t('history.all') : own.t('history.people')}
    </Button>
  ) : null
  return (
    <Card title={t('order.history')} place="order-history" end={toggle}>
      {rows.length === 0 ? <p className="soft">{t('order.historyNone')}</p> : null}
      <ol className="history">
        {shown.map((row) => (
          <Entry key={row.seq} row={row} order={order} />
        ))}
      </ol>
      {shown.length < wanted.length ? (
        <Button type="link" onClick={() => setAll(true)}>
          {t('order.more')}
        </Button>
      ) : null}
    </Card>
  )
}

interface EntryProps {
  readonly row: HistoryRow
  readonly order: OrderView
}

/** The event by which apply writes that an order follows another version from now on. */
const migration = 'lifecycle.migrate'

function Entry({ row, order }: EntryProps) {
  const { t, language } = useFeatureWords(words)
  const { machine } = useProduct()
  const rows = useMachine(machine, order.smVersion).data?.moves
  const move = rows?.find(
    ({ event, from, to }) => event === row.event && from === row.from && to === row.to,
  )
  const named = move ?? rows?.find(({ event }) => event === row.event)
  const spare = row.event === migration ? t('history.migrated') : row.event
  const quiet = isSystem(row.actorSystem) || row.from === row.to
  return (
    <li className={quiet ? 'entry entry-quiet' : 'entry'}>
      <p className="entry-label">{named ? labelOf(named, language) : spare}</p>
      {row.from === row.to ? null : (
        <StateTag machine={machine} code={row.to} version={order.smVersion} />
      )}
      <p className="entry-who">
        <time dateTime={row.at} title={secondText(row.at)}>
          {minuteText(row.at, language)}
        </time>
        <span>{isSystem(row.actorSystem) ? t('history.system') : row.actor}</span>
        <span className="entry-version">{t('history.version', { seq: row.seq })}</span>
      </p>
      <Carried row={row} order={order} />
    </li>
  )
}
