/** Facts of an order as rows of a small table; a long one scrolls within its card. */
import { Checkbox } from 'antd'
import type { ReactNode } from 'react'
import { useFeatureWords, useWords } from '../../i18n/index.ts'
import { useWide } from '../../shared/list/useWide.ts'
import type { Facts } from './client.ts'
import { amounts, brief, useValue, type FieldName } from './FactSheet.tsx'
import { words } from './words.ts'

/** A plan of five years does not push everything else off the page. */
const rowsShownAtOnce = 12

interface Props {
  /** Names the table. */
  readonly label: string
  readonly rows: readonly Facts[]
  readonly names: readonly FieldName[]
  readonly currency: string
  /** Cells that need more than their value. */
  readonly cells?: Readonly<Partial<Record<FieldName, (row: Facts) => ReactNode>>>
  readonly select?: Selection
  /** What can be done with a row. */
  readonly end?: (row: Facts) => ReactNode
}

/** Rows that can be chosen by their position. */
export interface Selection {
  readonly chosen: readonly number[]
  readonly onChoose: (chosen: readonly number[]) => void
  readonly isOpen: (row: Facts) => boolean
}

export function FactRows(props: Props) {
  const { label, rows, names, cells = {}, select, end } = props
  const { words: shared } = useWords()
  const [frame, wide] = useWide()
  const long = rows.length > rowsShownAtOnce
  // A column in which no row says anything only pushes the others aside.
  const isGiven = (name: FieldName): boolean =>
    cells[name] !== undefined || rows.some((row) => row[name] !== null && row[name] !== undefined)
  const given = names.filter(isGiven)
  return (
    <div
      ref={frame}
      className={long ? 'fact-frame fact-frame-long' : 'fact-frame'}
      // What scrolls can be scrolled by keys too.
      {...(wide || long ? { tabIndex: 0, role: 'group', 'aria-label': label } : {})}
    >
      <table className="fact-table" aria-label={label}>
        <thead>
          <tr>
            {select === undefined ? null : <ChooseAll rows={rows} select={select} />}
            {given.map((name) => (
              <th key={name} scope="col" className={amounts.has(name) ? 'to-right' : undefined}>
                {shared.fields[name]}
              </th>
            ))}
            {end === undefined ? null : <td />}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <Row key={at} {...props} at={at} row={row} given={given} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface RowProps extends Props {
  readonly at: number
  readonly row: Facts
  readonly given: readonly FieldName[]
}

function Row({ at, row, given, currency, cells = {}, select, end }: RowProps) {
  const value = useValue(currency)
  return (
    <tr className={select?.chosen.includes(at) === true ? 'fact-chosen' : undefined}>
      {select === undefined ? null : <Choose at={at} row={row} select={select} />}
      {given.map((name) => (
        <td key={name} className={amounts.has(name) ? 'to-right' : undefined}>
          <div className={brief.has(name) ? 'nowrap' : 'cell-text'}>
            {cells[name]?.(row) ?? value(name, row[name])}
          </div>
        </td>
      ))}
      {end === undefined ? null : <td className="to-right">{end(row)}</td>}
    </tr>
  )
}

interface ChooseAllProps {
  readonly rows: readonly Facts[]
  readonly select: Selection
}

function ChooseAll({ rows, select: { chosen, onChoose, isOpen } }: ChooseAllProps) {
  const { t } = useFeatureWords(words)
  const open = rows.flatMap((row, at) => (isOpen(row) ? [at] : []))
  const all = open.length > 0 && open.every((at) => chosen.includes(at))
  return (
    <td className="fact-choice">
      <Checkbox
        aria-label={t('rows.all')}
        checked={all}
        indeterminate={!all && chosen.length > 0}
        disabled={open.length === 0}
        onChange={() => onChoose(all ? [] : open)}
      />
    </td>
  )
}

interface ChooseProps {
  readonly at: number
  readonly row: Facts
  readonly select: Selection
}

function Choose({ at, row, select: { chosen, onChoose, isOpen } }: ChooseProps) {
  const { t } = useFeatureWords(words)
  const isChosen = chosen.includes(at)
  return (
    <td className="fact-choice">
      <Checkbox
        aria-label={t('rows.one', { at: at + 1 })}
        checked={isChosen}
        disabled={!isOpen(row)}
        onChange={() =>
          onChoose(isChosen ? chosen.filter((one) => one !== at) : inOrder([...chosen, at]))
        }
      />
    </td>
  )
}

const inOrder = (chosen: readonly number[]): readonly number[] => chosen.toSorted((a, b) => a - b)
