/** What a chart shows, said once for the drawing and for the table beside it. */
import type { EChartsOption } from 'echarts'

export interface Series {
  readonly name: string
  /** One for each label; null where nothing was measured. */
  readonly values: readonly (number | null)[]
}

export interface ChartPicture {
  /**
   * `bars` lie, so that long names have room; `columns` stand. `steps` are a line that holds its
   * value until the next one. A funnel has one series.
   */
  readonly kind: 'bars' | 'columns' | 'lines' | 'steps' | 'funnel'
  readonly labels: readonly string[]
  readonly series: readonly Series[]
  /** How a value is written: with its unit. */
  readonly format?: (value: number) => string
}

/** Colours and font of the page's look, as the style sheet has them. */
export interface ChartLook {
  readonly text: string
  readonly soft: string
  readonly line: string
  readonly surface: string
  readonly font: string
  readonly series: readonly string[]
}

const fontSize = 12

export function optionOf(picture: ChartPicture, colours: ChartLook): EChartsOption {
  const { kind, format = String } = picture
  const shared: EChartsOption = {
    animationDuration: 250,
    color: [...colours.series],
    textStyle: { color: colours.text, fontFamily: colours.font, fontSize },
    tooltip: {
      trigger: kind === 'funnel' ? 'item' : 'axis',
      confine: true,
      axisPointer: { type: isLine(kind) ? 'line' : 'shadow' },
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.text, fontSize },
      valueFormatter: (value) => (typeof value === 'number' ? format(value) : '—'),
    },
  }
  return kind === 'funnel'
    ? { ...shared, series: [funnelOf(picture, colours)] }
    : { ...shared, ...axesOf(picture, colours) }
}

const isLine = (kind: ChartPicture['kind']): boolean => kind === 'lines' || kind === 'steps'

function axesOf(picture: ChartPicture, colours: ChartLook): EChartsOption {
  const { kind, labels, series, format = String } = picture
  const several = series.length > 1
  const lying = kind === 'bars'
  const names = {
    type: 'category' as const,
    data: [...labels],
    // The first bar lies on top, as the first row of a table does.
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colours.line } },
    axisLabel: {
      color: colours.soft,
      fontSize,
      hideOverlap: !lying,
      width: 190,
      overflow: 'truncate' as const,
    },
  }
  const values = {
    type: 'value' as const,
    minInterval: 1,
    splitLine: { lineStyle: { color: colours.line } },
    axisLabel: { color: colours.soft, fontSize, formatter: format, hideOverlap: true },
  }
  return {
    grid: { top: several ? 34 : 12, right: 24, bottom: 8, left: 8, containLabel: true },
    ...(several ? { legend: { top: 0, left: 0, textStyle: { color: colours.soft } } } : {}),
    xAxis: lying ? values : names,
    yAxis: lying ? names : values,
    series: series.map(({ name, values: data }) =>
      isLine(kind)
        ? {
            type: 'line' as const,
            name,
            data: [...data],
            showSymbol: kind === 'lines' && labels.length < 60,
            step: kind === 'steps' ? ('end' as const) : false,
          }
        : { type: 'bar' as const, name, data: [...data], barMaxWidth: 22 },
    ),
  }
}

function funnelOf({ labels, series, format = String }: ChartPicture, colours: ChartLook) {
  const values = series[0]?.values ?? []
  return {
    type: 'funnel' as const,
    // The order of the steps is the business's, not that of the sizes.
    sort: 'none' as const,
    top: 6,
    bottom: 6,
    left: '4%',
    width: '56%',
    minSize: '2%',
    gap: 2,
    label: {
      position: 'right' as const,
      color: colours.text,
      fontSize,
      formatter: ({ name, value }: { name: string; value?: unknown }) =>
        `${name}  ${typeof value === 'number' ? format(value) : '—'}`,
    },
    itemStyle: { borderColor: colours.surface },
    data: labels.map((name, at) => ({ name, value: values[at] ?? 0 })),
  }
}
