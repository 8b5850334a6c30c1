/** The states and moves of a version as a graph: searched, pulled, magnified, clicked. */
import { CompressOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useEffect, useId, useMemo, type FocusEvent, type ReactNode } from 'react'
import { useFeatureWords } from '../../../i18n/index.ts'
import { Blank } from '../../../layout/states.tsx'
import { nameOf, type Finding, type Rows } from '../client.ts'
import type { FigureIndex } from '../figures.ts'
import type { Marks } from '../difference.ts'
import { words } from '../words.ts'
import { ArrowLabels, Arrows } from './Arrows.tsx'
import { Boxes } from './Boxes.tsx'
import { Legend } from './Legend.tsx'
import { drawnMovesMax, drawnStatesMax, layOut, type Frame, type Layout } from './layout.ts'
import { drawnOf, keyOfMove, type Choice } from './model.ts'
import { useTexts } from './texts.ts'
import { centred, fitted, isInSight, opened, useViewport, type Viewport } from './viewport.ts'
import './graph.css'

export interface GraphProps {
  readonly rows: Rows
  readonly title: string
  readonly choice?: Choice | undefined
  readonly onChoose: (choice: Choice | undefined) => void
  readonly figures: FigureIndex
  readonly findings?: readonly Finding[]
  /** What a comparison found; left out: nothing is marked. */
  readonly marks?: Marks | undefined
  readonly asOf?: string | undefined
  /** What stands beside the graph: the chosen row. */
  readonly children?: ReactNode
}

export function Graph(props: GraphProps) {
  const { t } = useFeatureWords(words)
  const { states, moves } = props.rows
  if (states.length > drawnStatesMax || moves.length > drawnMovesMax) {
    return <Blank title={t('graph.tooLarge')} />
  }
  return <Drawn {...props} />
}

function Drawn(props: GraphProps) {
  const { rows, title, choice, onChoose, figures, children } = props
  const { t, language } = useFeatureWords(words)
  const texts = useTexts(rows, figures)
  // A layout takes tens of milliseconds; the share of an arrow leaves its room unchanged.
  const layout = useMemo(() => layOut(drawnOf(rows), texts.forLayout), [rows, language])
  const start = layout.boxes.find(({ initial }) => initial) ?? layout.boxes[0] ?? nowhere
  const port = useViewport(
    (window) => opened(layout, window, start),
    (window) => fitted(layout, window),
  )
  useShown(port, frameOf(layout, choice))
  const hint = useId()
  return (
    <div className="graph">
      <Tools rows={rows} layout={layout} port={port} onChoose={onChoose} />
      <div className="graph-scene">
        <div
          ref={port.frame}
          className="graph-window"
          role="group"
          aria-label={title}
          aria-describedby={hint}
          tabIndex={0}
          onFocus={(event) => keepInSight(event, port)}
          {...port.handlers}
        >
          <div className="graph-plane" style={planeStyle(layout, port)}>
            <Arrows {...props} layout={layout} />
            <ArrowLabels {...props} layout={layout} texts={texts} />
            <Boxes {...props} layout={layout} texts={texts} />
          </div>
        </div>
        {children}
      </div>
      <p id={hint} className="graph-hint">
        {t('graph.hint')}
      </p>
      <Legend
        layout={layout}
        findings={props.findings ?? []}
        marks={props.marks}
        asOf={props.asOf}
      />
    </div>
  )
}

const nowhere: Frame = { x: 0, y: 0, width: 0, height: 0 }

const planeStyle = ({ width, height }: Layout, { view }: Viewport) => ({
  width,
  height,
  transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
})

interface ToolProps extends Pick<GraphProps, 'rows' | 'onChoose'> {
  readonly layout: Layout
  readonly port: Viewport
}

function Tools({ rows, layout, port, onChoose }: ToolProps) {
  const { t, language } = useFeatureWords(words)
  const options = rows.states.map((state) => ({
    value: state.code,
    label: `${state.code} ${nameOf(state, language)}`,
  }))
  return (
    <div className="graph-tools">
      <Select
        className="graph-search"
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('graph.find')}
        aria-label={t('graph.find')}
        value={null}
        options={options}
        onChange={(code: number | null) => {
          if (code !== null) onChoose({ kind: 'state', code })
        }}
      />
      <div className="graph-zoom">
        <Button
          icon={<MinusOutlined />}
          aria-label={t('graph.zoomOut')}
          title={t('graph.zoomOut')}
          onClick={() => port.zoom(-1)}
        />
        <Button
          icon={<PlusOutlined />}
          aria-label={t('graph.zoomIn')}
          title={t('graph.zoomIn')}
          onClick={() => port.zoom(1)}
        />
        <Button
          icon={<CompressOutlined />}
          aria-label={t('graph.fit')}
          title={t('graph.fit')}
          onClick={() => port.show(() => fitted(layout, port.window()))}
        />
      </div>
    </div>
  )
}

/** Where the chosen row stands. */
function frameOf({ boxes, arrows }: Layout, choice: Choice | undefined): Frame | undefined {
  if (choice === undefined) return undefined
  if (choice.kind === 'state') return boxes.find(({ state }) => state.code === choice.code)
  const arrow = arrows.find(({ moves }) => moves.some((move) => keyOfMove(move) === choice.key))
  const from = Number(choice.key.split(' ')[0])
  return arrow?.label ?? boxes.find(({ state }) => state.code === from)
}

/** Whatever was chosen, in a table or by an address, comes into sight. */
function useShown({ show, window }: Viewport, frame: Frame | undefined): void {
  const { x, y, width, height } = frame ?? nowhere
  const wanted = frame !== undefined
  useEffect(() => {
    if (!wanted) return
    const at = { x, y, width, height }
    show((view) => (isInSight(view, window(), at) ? view : centred(view, window(), at)))
    // The window is asked for when the choice changes, not when it is resized.
  }, [wanted, x, y, width, height])
}

/** The browser would scroll a focused box into the window; the view is moved instead. */
function keepInSight(event: FocusEvent<HTMLDivElement>, { show }: Viewport): void {
  const window = event.currentTarget
  window.scrollTo(0, 0)
  if (event.target === window) return
  const outer = window.getBoundingClientRect()
  const inner = event.target.getBoundingClientRect()
  const x = outside(inner.left, inner.right, outer.left, outer.right)
  const y = outside(inner.top, inner.bottom, outer.top, outer.bottom)
  if (x !== 0 || y !== 0) show((view) => ({ ...view, x: view.x + x, y: view.y + y }))
}

const edge = 24

function outside(from: number, to: number, least: number, most: number): number {
  if (from < least) return least - from + edge
  return to > most ? most - to - edge : 0
}
