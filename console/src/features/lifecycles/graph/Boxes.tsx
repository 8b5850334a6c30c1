/** The boxes of the graph: a state, how many orders stand in it, and what needs no arrow. */
import { EditOutlined, RightCircleOutlined, RollbackOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useFeatureWords } from '../../../i18n/index.ts'
import type { Move } from '../client.ts'
import { findingsOf, worst } from '../findings.ts'
import { words } from '../words.ts'
import { MarkSign } from './Arrows.tsx'
import { Badge } from './Badge.tsx'
import type { GraphProps } from './Graph.tsx'
import type { Layout, PlacedBox } from './layout.ts'
import { concerns, keyOfMove, type Choice } from './model.ts'
import type { GraphTexts } from './texts.ts'

interface Props extends GraphProps {
  readonly layout: Layout
  readonly texts: GraphTexts
}

export function Boxes(props: Props) {
  return props.layout.boxes.map((box) => <StateBox key={box.state.code} {...props} box={box} />)
}

interface BoxProps extends Props {
  readonly box: PlacedBox
}

function StateBox(props: BoxProps) {
  const { box, choice, marks, texts } = props
  const { state, x, y, width, height } = box
  const mark = marks?.states.get(state.code)
  const names = [
    'box',
    `box-${state.origin}`,
    ...(state.terminal ? ['box-terminal'] : []),
    ...(mark === undefined ? [] : [`mark-${mark}`]),
    ...(isChosen(choice, state.code) ? ['box-chosen'] : []),
    ...(isNear(props) ? [] : ['faded']),
  ]
  return (
    <div className={names.join(' ')} style={{ left: x, top: y, width, minHeight: height }}>
      <StateButton {...props} />
      {box.loops.length === 0 ? null : (
        <span className="box-line">
          <EditOutlined aria-hidden="true" /> {texts.loops(box)}
        </span>
      )}
      {box.exits.map((move) => (
        <Way key={keyOfMove(move)} {...props} move={move} sign={<RightCircleOutlined />} />
      ))}
      {box.returns.map((move) => (
        <Way key={keyOfMove(move)} {...props} move={move} sign={<RollbackOutlined />} />
      ))}
    </div>
  )
}

interface WayProps extends Props {
  readonly move: Move
  readonly sign: ReactNode
}

/** A transition that is written into the box where it begins. */
function Way({ move, sign, texts, choice, onChoose, findings, marks }: WayProps) {
  const { t } = useFeatureWords(words)
  const key = keyOfMove(move)
  const mark = marks?.moves.get(key)
  const pressed = choice?.kind === 'move' && choice.key === key
  const share = texts.share(move)
  return (
    <button
      type="button"
      className={`box-line box-way move-${move.origin}`}
      aria-pressed={pressed}
      title={texts.label(move)}
      data-move={key}
      onClick={() => onChoose(pressed ? undefined : { kind: 'move', key })}
    >
      <span aria-hidden="true">{sign}</span>{' '}
      {mark ? <MarkSign mark={mark} title={t(mark)} /> : null}
      {texts.exit(move)}
      {share === '' ? null : <b className="move-share">{share}</b>}
      <Badge severity={worst(findingsOf(findings ?? [], move))} />
    </button>
  )
}

function StateButton({ box, texts, figures, findings, marks, choice, onChoose }: BoxProps) {
  const { t } = useFeatureWords(words)
  const { state, entries, initial } = box
  const mark = marks?.states.get(state.code)
  const chosen = isChosen(choice, state.code)
  const orders = figures.state(state.code)?.orders
  return (
    <button
      type="button"
      className="box-head"
      aria-pressed={chosen}
      data-state={state.code}
      onClick={() => onChoose(chosen ? undefined : { kind: 'state', code: state.code })}
    >
      <span className="box-name">
        {mark === undefined ? null : <MarkSign mark={mark} title={t(mark)} />}
        {texts.name(box)}
        <Badge severity={worst(findingsOf(findings ?? [], state))} />
      </span>
      <span className="box-code">
        <span className="figure">{state.code}</span>
        {initial ? <span className="box-begin">{t('graph.begins')}</span> : null}
        {entries === 0 ? null : <span>{t('graph.entries', { count: entries })}</span>}
        {orders === undefined || orders === 0 ? null : (
          <span className="box-orders figure" title={t('graph.orders', { count: orders })}>
            {orders.toLocaleString('en')}
          </span>
        )}
      </span>
    </button>
  )
}

const isChosen = (choice: Choice | undefined, code: number): boolean =>
  choice?.kind === 'state' && choice.code === code

/** The chosen state's neighbours stay clear, all others step back. */
function isNear({ choice, box, rows }: BoxProps): boolean {
  const { state } = box
  if (concerns(choice, state)) return true
  if (choice?.kind !== 'state') return false
  return rows.moves.some(
    ({ from, to }) =>
      (from === choice.code && to === state.code) || (to === choice.code && from === state.code),
  )
}
