/** The arrows between boxes, and what stands on them. */
import { useFeatureWords } from '../../../i18n/index.ts'
import type { Move } from '../client.ts'
import { findingsOf, worst } from '../findings.ts'
import { words } from '../words.ts'
import { Badge } from './Badge.tsx'
import type { GraphProps } from './Graph.tsx'
import { pathOf, type Layout, type PlacedArrow } from './layout.ts'
import { concerns, keyOfMove } from './model.ts'
import type { GraphTexts } from './texts.ts'

interface Props extends GraphProps {
  readonly layout: Layout
}

const looks = ['document', 'amendment', 'chosen', 'added', 'removed', 'changed'] as const
type Look = (typeof looks)[number]

export function Arrows(props: Props) {
  const { width, height, arrows } = props.layout
  return (
    <svg className="graph-arrows" width={width} height={height} aria-hidden="true">
      <defs>
        {looks.map((look) => (
          <marker
            key={look}
            id={`graph-arrow-${look}`}
            className={`arrow-head arrow-${look}`}
            markerWidth="9"
            markerHeight="9"
            refX="7.5"
            refY="4"
            orient="auto"
          >
            <path d="M0 0.5 L8 4 L0 7.5 z" />
          </marker>
        ))}
      </defs>
      {arrows.map((arrow) => {
        const look = lookOf(props, arrow)
        const faded = arrow.moves.some((move) => concerns(props.choice, move)) ? '' : ' faded'
        return (
          <path
            key={arrow.key}
            d={pathOf(arrow.points)}
            className={`arrow arrow-${look}${faded}`}
            markerEnd={`url(#graph-arrow-${look})`}
          />
        )
      })}
    </svg>
  )
}

function lookOf({ choice, marks }: GraphProps, { moves }: PlacedArrow): Look {
  if (choice !== undefined && moves.some((move) => concerns(choice, move))) return 'chosen'
  const found = moves.map((move) => marks?.moves.get(keyOfMove(move)))
  const mark = found.find((one) => one !== undefined)
  if (mark !== undefined) return found.every((one) => one === mark) ? mark : 'changed'
  return moves.every(({ origin }) => origin === 'amendment') ? 'amendment' : 'document'
}

interface LabelProps extends Props {
  readonly texts: GraphTexts
}

export function ArrowLabels(props: LabelProps) {
  return props.layout.arrows.map(({ key, label, moves }) => (
    <div
      key={key}
      className="arrow-label"
      style={{ left: label.x, top: label.y, width: label.width, height: label.height }}
    >
      {moves.map((move) => (
        <MoveButton key={keyOfMove(move)} {...props} move={move} />
      ))}
    </div>
  ))
}

function MoveButton({ move, texts, choice, onChoose, findings, marks }: LabelProps & OneMove) {
  const { t } = useFeatureWords(words)
  const key = keyOfMove(move)
  const mark = marks?.moves.get(key)
  const isChosen = choice?.kind === 'move' && choice.key === key
  const share = texts.share(move)
  const names = [
    'move-button',
    `move-${move.origin}`,
    ...(mark === undefined ? [] : [`mark-${mark}`]),
    ...(concerns(choice, move) ? [] : ['faded']),
  ]
  return (
    <button
      type="button"
      className={names.join(' ')}
      aria-pressed={isChosen}
      data-move={key}
      onClick={() => onChoose(isChosen ? undefined : { kind: 'move', key })}
    >
      {mark === undefined ? null : <MarkSign mark={mark} title={t(mark)} />}
      {texts.label(move)}
      {share === '' ? null : <b className="move-share">{share}</b>}
      <Badge severity={worst(findingsOf(findings ?? [], move))} />
    </button>
  )
}

interface OneMove {
  readonly move: Move
}

const signs = { added: '+', removed: '−', changed: '~' } as const

interface SignProps {
  readonly mark: keyof typeof signs
  readonly title: string
}

/** Told by a sign as well: not everybody sees colours. */
export function MarkSign({ mark, title }: SignProps) {
  return (
    <abbr className={`mark-sign mark-sign-${mark}`} title={title}>
      {signs[mark]}
    </abbr>
  )
}
