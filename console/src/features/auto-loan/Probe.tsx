/** A question to the order, `can_…`: it changes nothing and is answered beside its button. */
import { QuestionCircleOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { read } from '../../api.ts'
import { problemText, useWords } from '../../i18n/index.ts'
import { labelOf } from '../lifecycles/client.ts'
import type { OfferedMove, Order, Reason } from './client.ts'

interface Props {
  readonly order: Order
  readonly move: OfferedMove
}

export function Probe({ order, move }: Props) {
  const { t, language, words } = useWords()
  const ask = useMutation({
    mutationFn: () =>
      read<{ allowed: boolean; reason: Reason | null }>(
        `/auto-loan/orders/${order.orderNo}/can/${move.event}`,
      ),
  })
  const answer = ask.data?.allowed ? t('order.allowed') : t('order.notAllowed')
  const why = ask.data?.reason?.[language]
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
        {ask.data ? [answer, why].filter(Boolean).join(': ') : null}
      </span>
    </span>
  )
}
