/** Money of an order, as facts: what came in, what went out, what is due; and recording more. */
import { Button } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { command } from '../../api.ts'
import { useWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { orderKey, type Facts, type Order } from './client.ts'
import { FactRows, FactsOf } from './FactSheet.tsx'
import { FormDrawer } from './FormDrawer.tsx'
import { useOperation } from './operations.ts'
import { filesOf, nextInstalment, today } from './prefill.ts'

interface Props {
  readonly order: Order
}

export function MoneyParts({ order }: Props) {
  const { t } = useWords()
  const { currency } = order
  return (
    <>
      <Card
        title={t('order.receipts')}
        end={
          <Record
            order={order}
            operationId="recordReceipt"
            path="receipts"
            word="recordReceipt"
            initial={{ receivedOn: today() }}
          />
        }
        flush
      >
        {order.receipts.length === 0 ? (
          <p className="soft card-body">{t('order.noReceipts')}</p>
        ) : (
          <FactRows
            rows={order.receipts}
            names={['kind', 'amount', 'reference', 'receivedOn', 'recordedBy']}
            currency={currency}
          />
        )}
      </Card>
      <Refunds order={order} />
      {order.disbursements.length === 0 ? null : (
        <Card title={t('order.disbursements')} flush>
          <FactRows
            rows={order.disbursements}
            names={['loanRequestNo', 'funder', 'amount', 'term', 'state', 'requestedAt']}
            currency={currency}
          />
        </Card>
      )}
      {order.loan === null ? null : (
        <Card title={t('order.loan')}>
          <FactsOf
            facts={order.loan}
            names={['funder', 'contractNo', 'amount', 'term', 'loanedOn']}
            currency={currency}
          />
        </Card>
      )}
      {order.instalments.length === 0 ? null : <Instalments order={order} />}
    </>
  )
}

function Refunds({ order }: Props) {
  const { t } = useWords()
  const deposit = order.receipts.some((one) => one['kind'] === 'deposit')
  if (!deposit && order.refunds.length === 0) return null
  return (
    <Card
      title={t('order.refunds')}
      end={<Record order={order} operationId="requestRefund" path="refunds" word="requestRefund" />}
      flush
    >
      {order.refunds.length === 0 ? (
        <p className="soft card-body">{t('order.noRefunds')}</p>
      ) : (
        <FactRows
          rows={order.refunds}
          names={['refundNo', 'amount', 'state', 'reason', 'reference', 'requestedAt']}
          currency={order.currency}
        />
      )}
    </Card>
  )
}

const isOpen = (row: Facts): boolean => row['settledOn'] === null

/** The instalments that are chosen in the table are what the form of a repayment begins with. */
function Instalments({ order }: Props) {
  const { t } = useWords()
  const [chosen, setChosen] = useState<readonly number[]>([])
  const instalments = chosen.flatMap((at) => {
    const row = order.instalments[at]
    return row && isOpen(row) ? [{ no: row['no'] }] : []
  })
  const begun =
    instalments.length === 0 ? nextInstalment(order) : { instalments, receivedOn: today() }
  const end = (
    <div className="upload">
      <Record
        key={chosen.join()}
        order={order}
        operationId="recordRepayment"
        path="repayments"
        word="recordRepayment"
        initial={begun}
      />
      <Record
        order={order}
        operationId="settleEarly"
        path="early-settlement"
        word="settleEarly"
        initial={{ receivedOn: today() }}
      />
    </div>
  )
  return (
    <Card title={t('order.instalments')} end={order.instalments.some(isOpen) ? end : null} flush>
      <FactRows
        rows={order.instalments.map(withPaid)}
        names={['no', 'dueOn', 'principal', 'interest', 'penalty', 'paid', 'settledOn']}
        currency={order.currency}
        select={{ chosen, onChoose: setChosen, isOpen }}
      />
    </Card>
  )
}

/** Parts of an instalment that were paid, together; all three are whole minor units. */
function withPaid(row: Facts): Facts {
  const paid = ['principalPaid', 'interestPaid', 'penaltyPaid']
    .map((name) => row[name])
    .filter((part) => typeof part === 'number' || typeof part === 'string')
    .reduce<bigint>((sum, part) => sum + BigInt(part), 0n)
  return { ...row, paid: String(paid) }
}

interface RecordProps extends Props {
  readonly operationId: string
  /** Below the order's own address. */
  readonly path: string
  readonly word: 'recordReceipt' | 'requestRefund' | 'recordRepayment' | 'settleEarly'
  readonly initial?: Readonly<Record<string, unknown>>
}

/** A button that opens the form of an operation, for those who may call it. */
function Record({ order, operationId, path, word, initial = {} }: RecordProps) {
  const { t } = useWords()
  const queries = useQueryClient()
  const operation = useOperation(operationId)
  const [open, setOpen] = useState(false)
  if (!operation.mayDo) return null
  const refresh = () => queries.invalidateQueries({ queryKey: orderKey(order.orderNo) })
  return (
    <>
      <Button size="small" data-operation={operationId} onClick={() => setOpen(true)}>
        {t(`order.${word}`)}
      </Button>
      {open ? (
        <FormDrawer
          title={t(`order.${word}`)}
          schema={operation.schema}
          loading={false}
          currency={order.currency}
          files={filesOf(order.images)}
          initial={initial}
          form={`${operationId} ${order.orderNo}`}
          send={(body, idempotencyKey) =>
            command({ path: `/auto-loan/orders/${order.orderNo}/${path}`, body, idempotencyKey })
          }
          onDone={refresh}
          onConflict={refresh}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  )
}
