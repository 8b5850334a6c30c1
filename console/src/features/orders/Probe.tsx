/** A question to the order, `can_…`: it changes nothing and is answered beside its button. */
import { CheckCircleOutlined, CloseCircleOutlined, QuestionCircleOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { read } from '../../api.ts'
import { problemText, useWords } from '../../i18n/index.ts'
import { labelOf } from '../lifecycles/client.ts'
import type { OfferedMove, OrderView } from './client.ts'
import { useProduct } from './product.ts'
import type { Reason } from './reason.ts'
import { useReason } from './useReason.ts'

interface Props {
  readonly order: OrderView
  readonly move: OfferedMove
}

interface Answer {
  readonly allowed: boolean
  readonly reason: Reason | null
}

export function Probe({ order, move }: Props) {
  const { language, words } = useWords()
  const { base } = useProduct()
  const ask = useMutation({
    mutationFn: () => read<Answer>(`${base}/orders/${order.orderNo}/can/${move.event}`),
  })
  return (
    <span className="probe">
      <Button
        icon={<QuestionCircleOutlined />}
        loading={ask.isPending}
        data-event={move.event}
        onClick={() => ask.mutate()}
      >
        {labelOf(move, language)}
      </Button>
      <span role="status">
        {ask.isError ? problemText(words, ask.error) : null}
        {ask.data === undefined || ask.isError ? null : (
          <Answered answer={ask.data} currency={order.currency} />
        )}
      </span>
    </span>
  )
}

interface AnsweredProps {
  readonly answer: Answer
  readonly currency: string
}

function Answered({ answer, currency }: AnsweredProps) {
  const { t } = useWords()
  const reason = useReason(currency)
  const why = reason.ofMove(answer.reason)
  const said = answer.allowed ? t('order.allowed') : t('order.notAllowed')
  return (
    <span className={answer.allowed ? 'probe-yes' : 'probe-no'}>
      {answer.allowed ? <CheckCircleOutlined /> : <CloseCircleOutlined />}{' '}
      {[said, why].filter(Boolean).join(': ')}
    </span>
  )
}
