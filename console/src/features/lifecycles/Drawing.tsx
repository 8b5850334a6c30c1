/** The server's drawing, to be moved and magnified with mouse, fingers or keys. */
import { CompressOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Spin } from 'antd'
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useWords } from '../../i18n/index.ts'
import { Blank } from '../../layout/states.tsx'

interface Props {
  readonly address: string
  readonly title: string
}

const scaleMin = 0.2
const scaleMax = 6
const step = 1.25

const limited = (scale: number): number => Math.min(scaleMax, Math.max(scaleMin, scale))

export function Drawing({ address, title }: Props) {
  const { t } = useWords()
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading')
  const frame = useRef<HTMLDivElement>(null)
  const [scale, setScale] = useState(1)
  const drag = useDrag(frame)

  /** The middle of what is seen stays in the middle. */
  function zoom(factor: number): void {
    const next = limited(scale * factor)
    const box = frame.current
    setScale(next)
    if (!box) return
    const ratio = next / scale
    const left = (box.scrollLeft + box.clientWidth / 2) * ratio - box.clientWidth / 2
    const top = (box.scrollTop + box.clientHeight / 2) * ratio - box.clientHeight / 2
    requestAnimationFrame(() => box.scrollTo({ left, top }))
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key === '+' || event.key === '=') zoom(step)
    if (event.key === '-') zoom(1 / step)
    if (event.key === '0') setScale(1)
  }

  if (state === 'failed') return <Blank title={t('common.failed')} />
  return (
    <div className="drawing">
      <div className="drawing-tools">
        <Button
          icon={<PlusOutlined />}
          aria-label={t('lifecycles.zoomIn')}
          onClick={() => zoom(step)}
        />
        <Button
          icon={<MinusOutlined />}
          aria-label={t('lifecycles.zoomOut')}
          onClick={() => zoom(1 / step)}
        />
        <Button
          icon={<CompressOutlined />}
          aria-label={t('lifecycles.fit')}
          onClick={() => setScale(1)}
        />
      </div>
      <div
        ref={frame}
        className="drawing-frame"
        role="group"
        aria-label={title}
        tabIndex={0}
        onKeyDown={onKey}
        {...drag}
      >
        {state === 'loading' ? <Spin className="drawing-wait" /> : null}
        <img
          src={address}
          alt={title}
          draggable={false}
          style={{ width: `${scale * 100}%` }}
          onLoad={() => setState('shown')}
          onError={() => setState('failed')}
        />
      </div>
    </div>
  )
}

/** With a mouse the picture is pulled; fingers scroll by themselves. */
function useDrag(frame: { readonly current: HTMLDivElement | null }) {
  const from = useRef<{ x: number; y: number }>(undefined)
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType !== 'mouse') return
      from.current = { x: event.clientX, y: event.clientY }
      frame.current?.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: PointerEvent) => {
      if (!from.current) return
      const { x, y } = from.current
      frame.current?.scrollBy(x - event.clientX, y - event.clientY)
      from.current = { x: event.clientX, y: event.clientY }
    },
    onPointerUp: () => {
      from.current = undefined
    },
  }
}
