/** Buttons from the order's `moves`: what the server offers, and why it does not offer the rest. */
import { Button } from 'antd'
import { useSearchParams } from 'react-router'
import { useWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { labelOf, useMachine } from '../lifecycles/client.ts'
import type { OfferedMove, OrderView } from './client.ts'
import { MoveForm } from './MoveForm.tsx'
import { Probe } from './Probe.tsx'
import { useProduct } from './product.ts'
import { useReason } from './useReason.ts'

interface Props {
  readonly order: OrderView
}

/** Which form is open stands in the address: after a reload it is open again. */
const openForm = 'do'

export function Moves({ order }: Props) {
  const { t } = useWords()
  const [search, setSearch] = useSearchParams()
  const chosen = useOpened(order, search.get(openForm))
  const allowed = order.moves.filter((move) => move.allowed)
  const refused = order.moves.filter((move) => !move.allowed)
  const ofKind = (kind: OfferedMove['kind']) => allowed.filter((move) => move.kind === kind)
  const nothing = order.moves.length === 0 ? t('order.movesNone') : t('order.movesNoneForYou')

  function open(event: string | undefined): void {
    const next = new URLSearchParams(search)
    if (event === undefined) next.delete(openForm)
    else next.set(openForm, event)
    setSearch(next, { replace: true })
  }

  return (
    <Card title={t('order.moves')} place="order-moves">
      {allowed.length === 0 ? <p className="soft">{nothing}</p> : null}
      <MoveRow moves={ofKind('transition')} onChoose={({ event }) => open(event)} />
      <MoveRow moves={ofKind('edit')} onChoose={({ event }) => open(event)} />
      <div className="moves">
        {ofKind('probe').map((move) => (
          <Probe key={move.event} order={order} move={move} />
        ))}
      </div>
      <RefusedMoves order={order} moves={refused} />
      {chosen === undefined ? null : (
        <MoveForm key={chosen.event} order={order} move={chosen} onClose={() => open(undefined)} />
      )}
    </Card>
  )
}

/**
 * The move whose form is open. Somebody may have moved the order meanwhile: then what was typed
 * stays in sight, under the name that the definition gives the move.
 */
function useOpened(order: OrderView, event: string | null): OfferedMove | undefined {
  const { machine } = useProduct()
  const rows = useMachine(machine, order.smVersion).data?.moves
  const offered = order.moves.find((move) => move.event === event)
  if (offered !== undefined) return offered.kind === 'probe' ? undefined : offered
  const row = rows?.find((move) => move.event === event && move.kind !== 'probe')
  if (row === undefined) return undefined
  const { label, labelEn = label, to, origin, kind } = row
  const reason = { code: 'state_conflict', zh: label, en: labelEn }
  return { event: row.event, kind, to, toName: '', label, labelEn, origin, allowed: false, reason }
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
  const { machine } = useProduct()
  const rows = useMachine(machine, order.smVersion).data?.moves
  const reason = useReason(order.currency)
  const byReason = Map.groupBy(moves, (move) => {
    const row = rows?.find(({ event, from }) => event === move.event && from === order.state)
    return reason.ofMove(move.reason, row)
  })
  return [...byReason].map(([why, group]) => (
    <div key={why} className="refused">
      <p className="refused-reason">{why}</p>
      <MoveRow moves={group} />
    </div>
  ))
}
