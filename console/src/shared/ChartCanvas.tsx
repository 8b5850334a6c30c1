/** The drawing of a chart: echarts with the parts that we use, in a chunk of its own. */
import { BarChart, FunnelChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use, type ECharts } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { optionOf, type ChartLook, type ChartPicture } from './chart-option.ts'
import { useLook, type Look } from './look.ts'

use([BarChart, FunnelChart, LineChart, GridComponent, LegendComponent, TooltipComponent])
use([SVGRenderer])

interface Props {
  readonly picture: ChartPicture
  readonly height: number
  readonly onPick: ((label: number) => void) | undefined
}

const seriesCount = 6
const still = window.matchMedia('(prefers-reduced-motion: reduce)')

function coloursOf(_look: Look): ChartLook {
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    text: colour('text'),
    soft: colour('text-soft'),
    line: colour('line'),
    surface: colour('surface'),
    font: getComputedStyle(document.body).fontFamily,
    series: Array.from({ length: seriesCount }, (_, at) => colour(`series-${at + 1}`)),
  }
}

export function ChartCanvas({ picture, height, onPick }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts>(undefined)
  const look = useLook()
  useEffect(() => {
    if (place.current === null) return undefined
    const drawn = init(place.current)
    chart.current = drawn
    const observer = new ResizeObserver(() => drawn.resize())
    observer.observe(place.current)
    return () => {
      observer.disconnect()
      drawn.dispose()
    }
  }, [])
  useEffect(() => {
    const option = { ...optionOf(picture, coloursOf(look)), animation: !still.matches }
    chart.current?.setOption(option, { notMerge: true })
  }, [picture, look])
  useEffect(() => {
    const drawn = chart.current
    const pick = ({ dataIndex }: { dataIndex: number }) => onPick?.(dataIndex)
    drawn?.on('click', pick)
    return () => {
      if (drawn?.isDisposed() === false) drawn.off('click', pick)
    }
  }, [onPick])
  return <div ref={place} className="chart" style={{ height }} aria-hidden="true" />
}
