/** Somebody was faster: what happened meanwhile, and whether the form can still be sent. */
import { Alert } from 'antd'
import { useFeatureWords } from '../../i18n/index.ts'
import { minuteText } from '../../shared/moment.ts'
import { labelOf, useMachine } from '../lifecycles/client.ts'
import type { HistoryRow, OfferedMove, OrderView } from './client.ts'
import { useProduct } from './product.ts'
import { actorText } from './sentence.ts'
import { words } from './words.ts'

interface Props {
  readonly order: OrderView
  readonly move: OfferedMove
  /** Rows of history that were not there when the form was opened. */
  readonly missed: readonly HistoryRow[]
}

export function Conflict({ order, move, missed }: Props) {
  const { t, language } = useFeatureWords(words)
  const { machine } = useProduct()
  const rows = useMachine(machine, order.smVersion).data?.moves
  const said = missed.map((row) => {
    const known = rows?.find(({ event, from }) => event === row.event && from === row.from)
    return t('conflict.what', {
      at: minuteText(row.at, language),
      who: actorText(row, t('now.system_actor')),
      event: known === undefined ? row.event : labelOf(known, language),
    })
  })
  const event = labelOf(move, language)
  const next = move.allowed ? t('conflict.still') : t('conflict.gone', { event })
  return (
    <Alert
      type="warning"
      showIcon
      className="trouble"
      title={t('conflict.title')}
      description={
        <>
          <ul className="conflict-rows">
            {said.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <p>{next}</p>
        </>
      }
    />
  )
}
