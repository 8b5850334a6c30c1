/**
 * A chart and the same figures as a table. The drawing is for the eye; the table is for whoever
 * reads with the keyboard or by ear, and carries the links to the lists behind the figures.
 */
import { BarChartOutlined, TableOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { Link, useNavigate } from 'react-router'
import { useWords } from '../i18n/index.ts'
import { Card } from '../layout/Card.tsx'
import { Blank } from '../layout/states.tsx'
import type { ChartPicture } from './chart-option.ts'
import './pieces.css'

const ChartCanvas = lazy(async () => ({
  default: (await import('./ChartCanvas.tsx')).ChartCanvas,
}))

interface Props {
  readonly title: string
  /** Kept by the caller (useMemo) as long as its figures stay the same. */
  readonly picture: ChartPicture
  readonly height?: number
  /** The head of the column of labels in the table. */
  readonly labelsTitle: string
  /** Where a label leads: the list behind its figure. */
  readonly to?: (label: number) => string | undefined
  readonly place?: string
  /** Choices of what is drawn, above the drawing. */
  readonly children?: ReactNode
}

const heightUsual = 280

export function Chart(props: Props) {
  const { title, picture, height = heightUsual, labelsTitle, to, place, children } = props
  const { t } = useWords()
  const navigate = useNavigate()
  const [table, setTable] = useState(false)
  const pick = (label: number) => {
    const address = to?.(label)
    if (address !== undefined) void navigate(address)
  }
  const toggle = (
    <Button
      type="text"
      size="small"
      icon={table ? <BarChartOutlined /> : <TableOutlined />}
      aria-pressed={table}
      onClick={() => setTable(!table)}
    >
      {table ? t('kit.chartAsChart') : t('kit.chartAsTable')}
    </Button>
  )
  const isEmpty = picture.labels.length === 0
  return (
    <Card title={title} end={isEmpty ? null : toggle} {...(place === undefined ? {} : { place })}>
      {children}
      {isEmpty ? <Blank title={t('kit.chartNone')} /> : null}
      {isEmpty || !table ? null : <ChartTable {...{ title, picture, labelsTitle, to }} />}
      {isEmpty || table ? null : (
        <Suspense fallback={<div style={{ height }} />}>
          <ChartCanvas picture={picture} height={height} onPick={to && pick} />
        </Suspense>
      )}
    </Card>
  )
}

type TableProps = Pick<Props, 'title' | 'picture' | 'labelsTitle'> & {
  readonly to: Props['to'] | undefined
}

function ChartTable({ title, picture, labelsTitle, to }: TableProps) {
  const { labels, series, format = String } = picture
  return (
    <div className="chart-table">
      <table aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{labelsTitle}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col" className="to-right">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, at) => (
            <tr key={label}>
              <th scope="row">
                <Labelled label={label} to={to?.(at)} />
              </th>
              {series.map(({ name, values }) => (
                <td key={name} className="to-right figure">
                  {figureOf(values[at], format)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const figureOf = (value: number | null | undefined, format: (value: number) => string): string =>
  value === null || value === undefined ? '—' : format(value)

function Labelled({ label, to }: { readonly label: string; readonly to: string | undefined }) {
  return to === undefined ? label : <Link to={to}>{label}</Link>
}
