/** The chosen row beside the graph: what it says, who says so, who may, how often it happened. */
import { ArrowRightOutlined, CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { ordersIn } from './addresses.ts'
import { labelOf, nameOf, type Finding, type Move, type Rows, type State } from './client.ts'
import { findingsOf } from './findings.ts'
import { Duration } from './Duration.tsx'
import { percentText, type FigureIndex } from './figures.ts'
import { keyOfMove, type Choice } from './graph/model.ts'
import { OriginMark } from './OriginMark.tsx'
import { words } from './words.ts'

export interface ChosenProps {
  readonly rows: Rows
  readonly choice: Choice | undefined
  readonly onChoose: (choice: Choice | undefined) => void
  readonly figures: FigureIndex
  readonly findings: readonly Finding[]
  /** Whose orders the counts lead to; left out: nobody's. */
  readonly machine?: string | undefined
}

export function Chosen(props: ChosenProps) {
  const { rows, choice } = props
  if (choice === undefined) return null
  if (choice.kind === 'state') {
    const state = rows.states.find(({ code }) => code === choice.code)
    return state === undefined ? null : <ChosenState {...props} state={state} />
  }
  const move = rows.moves.find((one) => keyOfMove(one) === choice.key)
  return move === undefined ? null : <ChosenMove {...props} move={move} />
}

interface PanelProps extends ChosenProps {
  readonly kind: 'state' | 'move'
  readonly title: string
  readonly row: State | Move
  readonly children: ReactNode
}

function Panel({ kind, title, row, findings, onChoose, children }: PanelProps) {
  const { t, language } = useFeatureWords(words)
  const mine = findingsOf(findings, row)
  return (
    <section
      className="chosen"
      aria-label={`${t(`panel.${kind}`)} ${title}`}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onChoose(undefined)
      }}
    >
      <div className="chosen-head">
        <h2>{title}</h2>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          aria-label={t('panel.close')}
          onClick={() => onChoose(undefined)}
        />
      </div>
      <div className="chosen-body">
        {mine.length === 0 ? null : (
          <ul className="chosen-findings">
            {mine.map(({ code, severity, message }) => (
              <li key={`${code} ${message.en}`} className={`is-${severity}`}>
                <b>{t(`findings.${severity}`)}</b> {message[language]}
              </li>
            ))}
          </ul>
        )}
        {children}
      </div>
    </section>
  )
}

function ChosenState(props: ChosenProps & { readonly state: State }) {
  const { state, rows, figures, machine } = props
  const { t, language } = useFeatureWords(words)
  const shared = useWords()
  const known = figures.state(state.code)
  const out = rows.moves.filter(({ from, to }) => from === state.code && to !== state.code)
  const into = rows.moves.filter(({ from, to }) => to === state.code && from !== state.code)
  const loops = rows.moves.filter(
    ({ from, to, initial }) => from === state.code && to === state.code && initial !== true,
  )
  const orders = known?.orders.toLocaleString('en')
  const where = machine === undefined ? undefined : ordersIn(machine, state.code)
  return (
    <Panel {...props} kind="state" title={`${nameOf(state, language)} ${state.code}`} row={state}>
      <dl className="chosen-facts">
        {known === undefined ? null : (
          <>
            <dt>{t('panel.orders')}</dt>
            <dd className="figure">
              {where === undefined ? orders : <Link to={where}>{orders}</Link>}
            </dd>
            <dt>{t('panel.median')}</dt>
            <dd className="figure">
              <Duration seconds={known.medianSeconds} />
            </dd>
            <dt>{t('panel.p90')}</dt>
            <dd className="figure">
              <Duration seconds={known.p90Seconds} />
            </dd>
          </>
        )}
        <dt>{t('row.origin')}</dt>
        <dd>
          <OriginMark {...state} />
        </dd>
        {state.subsystem === undefined ? null : (
          <>
            <dt>{t('row.subsystem')}</dt>
            <dd>{wordOf(shared.words.subsystems, state.subsystem)}</dd>
          </>
        )}
        <Optional title={t('row.stage')} text={state.stage} />
        <dt>{t('row.terminal')}</dt>
        <dd>{shared.t(state.terminal ? 'form.yes' : 'form.no')}</dd>
        <Optional title={t('row.note')} text={state.note} />
        <dt>{t('panel.place')}</dt>
        <dd className="soft">{t('panel.line', { ...state.place })}</dd>
      </dl>
      <Ways {...props} title={t('panel.ways')} moves={out} end="to" />
      <Ways {...props} title={t('panel.comes')} moves={into} end="from" />
      {loops.length === 0 ? null : <Ways {...props} title={t('panel.loops')} moves={loops} />}
    </Panel>
  )
}

function ChosenMove(props: ChosenProps & { readonly move: Move }) {
  const { move, rows, figures, onChoose } = props
  const { t, language } = useFeatureWords(words)
  const shared = useWords()
  const known = figures.move(keyOfMove(move))
  const roles = move.roles.map((role) => wordOf(shared.words.roles, role))
  const state = (code: number) => {
    const found = rows.states.find((one) => one.code === code)
    return (
      <Button type="link" size="small" onClick={() => onChoose({ kind: 'state', code })}>
        {`${found === undefined ? '' : nameOf(found, language)} ${code}`}
      </Button>
    )
  }
  return (
    <Panel {...props} kind="move" title={labelOf(move, language)} row={move}>
      <dl className="chosen-facts">
        <dt>{t('row.event')}</dt>
        <dd>
          <code>{move.event}</code>
        </dd>
        <dt>{t('row.from')}</dt>
        <dd>{state(move.from)}</dd>
        <dt>{t('row.to')}</dt>
        <dd>{state(move.to)}</dd>
        {known === undefined ? null : (
          <>
            <dt>{t('panel.count')}</dt>
            <dd className="figure">
              {t('panel.times', { count: known.count.toLocaleString('en') })}
            </dd>
            <dt>{t('panel.share')}</dt>
            <dd className="figure">{percentText(known.share)}</dd>
          </>
        )}
        <dt>{t('row.kind')}</dt>
        <dd>{shared.words.kinds[move.kind]}</dd>
        <dt>{t('row.roles')}</dt>
        <dd>{roles.length === 0 ? '—' : roles.join(language === 'zh' ? '、' : ', ')}</dd>
        <dt>{t('row.guard')}</dt>
        <dd>{move.guard === undefined ? '—' : <code>{move.guard}</code>}</dd>
        <Optional title={t('row.mirrors')} text={move.mirrors.join(', ')} />
        <dt>{t('row.origin')}</dt>
        <dd>
          <OriginMark {...move} />
        </dd>
        <Optional title={t('row.note')} text={move.note} />
        <dt>{t('panel.place')}</dt>
        <dd className="soft">{t('panel.line', { ...move.place })}</dd>
      </dl>
    </Panel>
  )
}

function Optional({ title, text }: { readonly title: string; readonly text: string | undefined }) {
  if (text === undefined || text === '') return null
  return (
    <>
      <dt>{title}</dt>
      <dd>{text}</dd>
    </>
  )
}

interface WaysProps extends ChosenProps {
  readonly title: string
  readonly moves: readonly Move[]
  /** Which other state is named; left out: there is none. */
  readonly end?: 'from' | 'to'
}

function Ways({ title, moves, end, rows, figures, onChoose }: WaysProps) {
  const { t, language } = useFeatureWords(words)
  return (
    <>
      <h3>{title}</h3>
      {moves.length === 0 ? <p className="soft">{t('panel.nobody')}</p> : null}
      <ul className="chosen-ways">
        {moves.map((move) => {
          const key = keyOfMove(move)
          const known = figures.move(key)
          const other = end && rows.states.find(({ code }) => code === move[end])
          return (
            <li key={key}>
              <button
                type="button"
                className="chosen-way"
                onClick={() => onChoose({ kind: 'move', key })}
              >
                <span>{labelOf(move, language)}</span>
                {other === undefined ? null : (
                  <small>
                    <ArrowRightOutlined aria-hidden="true" />{' '}
                    {`${nameOf(other, language)} ${other.code}`}
                  </small>
                )}
                {known === undefined || end === undefined ? null : (
                  <small className="figure">{percentText(known.share)}</small>
                )}
              </button>
            </li>
          )
        })}
      </ul>
    </>
  )
}
