/** Money of an order, as facts: what came in, what went out, what is due; and recording more. */
import { useState } from 'react'
import { useFeatureWords, useWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import type { Facts } from '../orders/client.ts'
import { FactRows } from '../orders/FactRows.tsx'
import { FactsOf } from '../orders/FactSheet.tsx'
import { Recording } from '../orders/Recording.tsx'
import type { AutoLoanOrder } from './client.ts'
import { nextInstalment, today } from './prefill.ts'
import { words } from './words.ts'

interface Props {
  readonly order: AutoLoanOrder
}

export function MoneyParts({ order }: Props) {
  const { t } = useWords()
  const { currency } = order
  return (
    <>
      <Card
        title={t('order.receipts')}
        end={
          <Recording
            order={order}
            operationId="recordReceipt"
            path="receipts"
            label={t('order.recordReceipt')}
            initial={{ receivedOn: today() }}
          />
        }
        flush
      >
        {order.receipts.length === 0 ? (
          <p className="soft card-body">{t('order.noReceipts')}</p>
        ) : (
          <FactRows
            label={t('order.receipts')}
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
            label={t('order.disbursements')}
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
      <Repayments order={order} />
    </>
  )
}

function Refunds({ order }: Props) {
  const { t } = useWords()
  const own = useFeatureWords(words)
  const deposit = order.receipts.some((one) => one['kind'] === 'deposit')
  if (!deposit && order.refunds.length === 0) return null
  return (
    <Card
      title={t('order.refunds')}
      end={
        <Recording
          order={order}
          operationId="requestRefund"
          path="refunds"
          label={t('order.requestRefund')}
        />
      }
      flush
    >
      {order.refunds.length === 0 ? (
        <p className="soft card-body">{t('order.noRefunds')}</p>
      ) : (
        <FactRows
          label={t('order.refunds')}
          rows={order.refunds}
          names={['refundNo', 'amount', 'state', 'reason', 'reference', 'requestedAt']}
          currency={order.currency}
          end={(row) =>
            row['state'] === 'running' ? (
              <Recording
                order={order}
                operationId="decideRefund"
                path={`refunds/${encodeURIComponent(String(row['refundNo']))}/result`}
                label={own.t('decideRefund')}
              />
            ) : null
          }
        />
      )}
    </Card>
  )
}

/** Money as it came in, the early settlement of all that was left among it. */
function Repayments({ order }: Props) {
  const { t } = useFeatureWords(words)
  if (order.repayments.length === 0) return null
  return (
    <Card title={t('repayments')} flush>
      <FactRows
        label={t('repayments')}
        rows={order.repayments.map((row) => ({ ...row, no: row['instalment'] }))}
        names={['no', 'amount', 'reference', 'receivedOn', 'recordedBy']}
        cells={{ no: ({ no }) => (typeof no === 'number' ? no : t('wholeLoan')) }}
        currency={order.currency}
      />
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
      <Recording
        key={chosen.join()}
        order={order}
        operationId="recordRepayment"
        path="repayments"
        label={t('order.recordRepayment')}
        initial={begun}
      />
      <Recording
        order={order}
        operationId="settleEarly"
        path="early-settlement"
        label={t('order.settleEarly')}
        initial={{ receivedOn: today() }}
      />
    </div>
  )
  return (
    <Card title={t('order.instalments')} end={order.instalments.some(isOpen) ? end : null} flush>
      <FactRows
        label={t('order.instalments')}
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
