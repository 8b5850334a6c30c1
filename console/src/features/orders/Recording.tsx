/** A button that opens the form of an operation beside the lifecycle, for those who may call it. */
import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { command } from '../../api.ts'
import { orderKey, type OrderView } from './client.ts'
import { FormDrawer } from './FormDrawer.tsx'
import { useOperation } from './operations.ts'
import { useProduct } from './product.ts'

interface Props {
  readonly order: OrderView
  readonly operationId: string
  /** Below the order's own address. */
  readonly path: string
  readonly label: string
  readonly initial?: Readonly<Record<string, unknown>>
}

export function Recording({ order, operationId, path, label, initial = {} }: Props) {
  const queries = useQueryClient()
  const product = useProduct()
  const { base } = product
  const operation = useOperation(operationId)
  const [open, setOpen] = useState(false)
  if (!operation.mayDo) return null
  const refresh = () => queries.invalidateQueries({ queryKey: orderKey(base, order.orderNo) })
  return (
    <>
      <Button size="small" data-operation={operationId} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open ? (
        <FormDrawer
          title={label}
          schema={operation.schema}
          loading={false}
          currency={order.currency}
          files={product.files(order)}
          initial={initial}
          form={`${operationId} ${order.orderNo} ${path}`}
          send={(body, idempotencyKey) =>
            command({ path: `${base}/orders/${order.orderNo}/${path}`, body, idempotencyKey })
          }
          onDone={refresh}
          onConflict={refresh}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  )
}
