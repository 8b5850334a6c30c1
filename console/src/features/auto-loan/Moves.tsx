/** Buttons from the order's `moves`: what the server offers, and why it does not offer the rest. */
import { Button } from 'antd'
import { useState } from 'react'
import { useWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { labelOf, useMachine } from '../lifecycles/client.ts'
import type { OfferedMove, Order } from './client.ts'
import { MoveForm } from './MoveForm.tsx'
import { Probe } from './Probe.tsx'
import { reasonText } from './reason.ts'
import { machineName } from './StateTag.tsx'

interface Props {
  readonly order: Order
}

export function Moves({ order }: Props) {
  const { t } = useWords()
  const [chosen, setChosen] = useState<OfferedMove>()
  const allowed = order.moves.filter((move) => move.allowed)
  const refused = order.moves.filter((move) => !move.allowed)
  const ofKind = (kind: OfferedMove['kind']) => allowed.filter((move) => move.kind === kind)
  const nothing = order.moves.length === 0 ? t('order.movesNone') : t('order.movesNoneForYou')
  return (
    <Card title={t('order.moves')} place="order-moves">
      {allowed.length === 0 ? <p className="soft">{nothing}</p> : null}
      <MoveRow moves={ofKind('transition')} onChoose={setChosen} />
      <MoveRow moves={ofKind('edit')} onChoose={setChosen} />
      <div className="moves">
        {ofKind('probe').map((move) => (
          <Probe key={move.event} order={order} move={move} />
        ))}
      </div>
      <RefusedMoves order={order} moves={refused} />
      {chosen === undefined ? null : (
        <MoveForm
          key={chosen.event}
          order={order}
          move={chosen}
          onClose={() => setChosen(undefined)}
        />
      )}
    </Card>
  )
}

interface RowProps {
  readonly moves: readonly OfferedMove[]
  readonly onChoose?: (move: OfferedMove) => void
}

function MoveRow({ moves, onChoose }: RowProps) {
  return (
    <div className="moves">
      {moves.map((move) => (
        <MoveButton key={move.event} move={move} onClick={() => onChoose?.(move)} />
      ))}
    </div>
  )
}

interface ButtonProps {
  readonly move: OfferedMove
  readonly onClick: () => void
}

/** No transition stands out before another: to refuse is as good an answer as to pass. */
function MoveButton({ move, onClick }: ButtonProps) {
  const { t, language } = useWords()
  const moves = move.kind === 'transition'
  return (
    <Button
      className="move"
      type={moves ? 'primary' : 'default'}
      ghost={moves}
      disabled={!move.allowed}
      data-event={move.event}
      onClick={onClick}
    >
      {labelOf(move, language)}
      {move.origin === 'amendment' ? (
        <span className="move-amendment" title={t('order.amendment')} aria-hidden="true" />
      ) : null}
    </Button>
  )
}

interface RefusedProps extends Props {
  readonly moves: readonly OfferedMove[]
}

/** Moves that share a reason stand together under it, so that it is read once. */
function RefusedMoves({ order, moves }: RefusedProps) {
  const reading = useWords()
  const machine = useMachine(machineName, order.smVersion)
  const byReason = Map.groupBy(moves, (move) => {
    const row = machine.data?.moves.find(
      ({ event, from }) => event === move.event && from === order.state,
    )
    return reasonText(move, row, reading)
  })
  return [...byReason].map(([reason, group]) => (
    <div key={reason} className="refused">
      <p className="refused-reason">{reason}</p>
      <MoveRow moves={group} />
    </div>
  ))
}
