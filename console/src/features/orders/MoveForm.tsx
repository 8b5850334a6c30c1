/** The form of one move, drawn from the schema of its payload, sent once. */
import { ArrowRightOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { command } from '../../api.ts'
import { useWords } from '../../i18n/index.ts'
import { labelOf } from '../lifecycles/client.ts'
import {
  orderKey,
  readHistory,
  usePayloads,
  type HistoryRow,
  type OfferedMove,
  type OrderView,
} from './client.ts'
import { Conflict } from './Conflict.tsx'
import { FormDrawer } from './FormDrawer.tsx'
import { OutlookPanel } from './OutlookPanel.tsx'
import { useProduct } from './product.ts'
import { StateTag } from './StateTag.tsx'

interface Props {
  readonly order: OrderView
  readonly move: OfferedMove
  readonly onClose: () => void
}

export function MoveForm({ order, move, onClose }: Props) {
  const { language } = useWords()
  const queries = useQueryClient()
  const product = useProduct()
  const { base, machine } = product
  const payloads = usePayloads(order.smVersion)
  // What was on the page when the form was opened, whoever moves the order meanwhile.
  const [seen, setSeen] = useState(order.version)
  const [missed, setMissed] = useState<readonly HistoryRow[]>([])
  const key = orderKey(base, order.orderNo)
  const refresh = () => queries.invalidateQueries({ queryKey: key })

  async function showLatest(): Promise<void> {
    const { items } = await readHistory(base, order.orderNo)
    await refresh()
    setMissed(items.filter(({ seq }) => seq > seen))
    setSeen(queries.getQueryData<OrderView>(key)?.version ?? seen)
  }

  const address = `${base}/orders/${order.orderNo}/events/${move.event}`
  return (
    <FormDrawer
      title={labelOf(move, language)}
      schema={payloads.data?.payloads[move.event]}
      loading={payloads.isPending}
      currency={order.currency}
      files={product.files(order)}
      initial={product.prefilled(move.event, order)}
      disabled={!move.allowed}
      // At another version it is another form, with a key of its own.
      form={`event ${order.orderNo} ${move.event} ${seen}`}
      send={(payload, idempotencyKey) =>
        command({ path: address, body: { payload, expectedVersion: seen }, idempotencyKey })
      }
      onDone={refresh}
      onConflict={showLatest}
      onClose={onClose}
      conflict={<Conflict order={order} move={move} missed={missed} />}
      preview={(read) => (
        <OutlookPanel key={seen} address={address} order={order} version={seen} read={read} />
      )}
    >
      {move.kind === 'transition' ? (
        <p className="move-way">
          <StateTag machine={machine} code={order.state} version={order.smVersion} />
          <ArrowRightOutlined />
          <StateTag machine={machine} code={move.to} version={order.smVersion} />
        </p>
      ) : null}
    </FormDrawer>
  )
}
