/** The form of one move, drawn from the schema of its payload, sent once. */
import { ArrowRightOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useWords } from '../../i18n/index.ts'
import { command } from '../../api.ts'
import { labelOf } from '../lifecycles/client.ts'
import { orderKey, usePayloads, type OfferedMove, type Order } from './client.ts'
import { FormDrawer } from './FormDrawer.tsx'
import { filesOf, prefilled } from './prefill.ts'
import { StateTag } from './StateTag.tsx'

interface Props {
  readonly order: Order
  readonly move: OfferedMove
  readonly onClose: () => void
}

export function MoveForm({ order, move, onClose }: Props) {
  const { language } = useWords()
  const queries = useQueryClient()
  const payloads = usePayloads(order.smVersion)
  // What was on the page when the form was opened, whoever moves the order meanwhile.
  const [seen, setSeen] = useState(order.version)
  const key = orderKey(order.orderNo)
  const refresh = () => queries.invalidateQueries({ queryKey: key })

  async function showLatest(): Promise<void> {
    await refresh()
    setSeen(queries.getQueryData<Order>(key)?.version ?? seen)
  }

  return (
    <FormDrawer
      title={labelOf(move, language)}
      schema={payloads.data?.payloads[move.event]}
      loading={payloads.isPending}
      currency={order.currency}
      files={filesOf(order.images)}
      initial={prefilled(move.event, order)}
      // At another version it is another form, with a key of its own.
      form={`event ${order.orderNo} ${move.event} ${seen}`}
      send={(payload, idempotencyKey) =>
        command({
          path: `/auto-loan/orders/${order.orderNo}/events/${move.event}`,
          body: { payload, expectedVersion: seen },
          idempotencyKey,
        })
      }
      onDone={refresh}
      onConflict={showLatest}
      onClose={onClose}
    >
      {move.kind === 'transition' ? (
        <p className="move-way">
          <StateTag code={order.state} version={order.smVersion} />
          <ArrowRightOutlined />
          <StateTag code={move.to} version={order.smVersion} />
        </p>
      ) : null}
    </FormDrawer>
  )
}
