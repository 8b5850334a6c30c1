/** Buttons from the order's `moves`: what the server offers, and why it does not offer the rest. */
import { Button } from 'antd'
import { useState } from 'react'
import { useWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { labelOf } from '../lifecycles/client.ts'
import type { OfferedMove, Order } from './client.ts'
import { MoveForm } from './MoveForm.tsx'
import { Probe } from './Probe.tsx'
import { reasonText } from './reason.ts'

export function Moves({ order }: { readonly order: Order }) {
  const { t } = useWords()
  const [chosen, setChosen] = useState<OfferedMove>()
  const allowed = order.moves.filter((move) => move.allowed)
  const refused = order.moves.filter((move) => !move.allowed)
  const first = allowed.find((move) => move.kind === 'transition')
  return (
    <Card title={t('order.moves')}>
      {order.moves.length === 0 ? <p className="soft">{t('order.movesNone')}</p> : null}
      {order.moves.length > 0 && allowed.length === 0 ? (
        <p className="soft">{t('order.movesNoneForYou')}</p>
      ) : null}
      <div className="moves">
        {allowed.map((move) =>
          move.kind === 'probe' ? (
            <Probe key={move.event} order={order} move={move} />
          ) : (
            <MoveButton
              key={move.event}
              move={move}
              primary={move === first}
              onClick={() => setChosen(move)}
            />
          ),
        )}
      </div>
      <RefusedMoves moves={refused} />
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

interface ButtonProps {
  readonly move: OfferedMove
  readonly primary?: boolean
  readonly onClick?: () => void
}

function MoveButton({ move, primary = false, onClick }: ButtonProps) {
  const { t, language } = useWords()
  return (
    <Button
      className="move"
      type={primary ? 'primary' : 'default'}
      disabled={!move.allowed}
      data-event={move.event}
      {...(onClick ? { onClick } : {})}
    >
      {labelOf(move, language)}
      {move.origin === 'amendment' ? (
        <span className="move-amendment" title={t('order.amendment')} aria-hidden="true" />
      ) : null}
    </Button>
  )
}

/** Moves that share a reason stand together under it, so that it is read once. */
function RefusedMoves({ moves }: { readonly moves: readonly OfferedMove[] }) {
  const { language, words } = useWords()
  const byReason = Map.groupBy(moves, (move) => reasonText(move.reason, language, words.roles))
  return [...byReason].map(([reason, group]) => (
    <div key={reason} className="refused">
      <p className="refused-reason">{reason}</p>
      <div className="moves">
        {group.map((move) => (
          <MoveButton key={move.event} move={move} />
        ))}
      </div>
    </div>
  ))
}
