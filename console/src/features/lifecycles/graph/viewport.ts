/** The window onto the graph: pulled and magnified by mouse, fingers and keys. */
import { useCallback, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import type { Frame, Point } from './layout.ts'

export interface View extends Point {
  readonly scale: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export const scaleMin = 0.15
export const scaleMax = 3
/** Smaller than this nobody reads a name: the whole is shown only when somebody asks for it. */
const readableScale = 0.85
const margin = 12

const limited = (scale: number): number => Math.min(scaleMax, Math.max(scaleMin, scale))

/** Everything, in the middle. */
export function fitted(graph: Size, window: Size): View {
  const scale = limited(
    Math.min(1, (window.width - margin) / graph.width, (window.height - margin) / graph.height),
  )
  return {
    scale,
    x: (window.width - graph.width * scale) / 2,
    y: Math.max(0, (window.height - graph.height * scale) / 2),
  }
}

/** As wide as can be read, beginning where orders begin. */
export function opened(graph: Size, window: Size, start: Frame): View {
  const width = (window.width - margin) / graph.width
  const scale = limited(Math.min(1, Math.max(width, readableScale)))
  const middle = window.width / 2 - (start.x + start.width / 2) * scale
  const least = Math.min(0, window.width - graph.width * scale)
  const isNarrow = graph.width * scale <= window.width
  const x = isNarrow ? (window.width - graph.width * scale) / 2 : clamp(middle, least, 0)
  return { scale, x, y: 0 }
}

/** Whether a frame is seen whole, beside the panel. */
export function isInSight(view: View, window: Size, frame: Frame): boolean {
  const left = frame.x * view.scale + view.x
  const top = frame.y * view.scale + view.y
  const right = left + frame.width * view.scale
  const bottom = top + frame.height * view.scale
  return left >= 0 && top >= 0 && right <= freeWidth(window) && bottom <= window.height
}

const clamp = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, value))

/** The point under the fingers stays under them. */
export function zoomed(view: View, factor: number, at: Point): View {
  const scale = limited(view.scale * factor)
  const ratio = scale / view.scale
  return { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio }
}

/** What is chosen is told in a panel over the right side of a wide window. */
const panelWidth = 350
const wideWindow = 760

const freeWidth = ({ width }: Size): number => (width > wideWindow ? width - panelWidth : width)

export function centred(view: View, window: Size, frame: Frame): View {
  const scale = Math.max(view.scale, readableScale)
  return {
    scale,
    x: freeWidth(window) / 2 - (frame.x + frame.width / 2) * scale,
    y: window.height / 2 - (frame.y + frame.height / 2) * scale,
  }
}

const step = 1.25
const push = 60

const pushes: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: push, y: 0 },
  ArrowRight: { x: -push, y: 0 },
  ArrowUp: { x: 0, y: push },
  ArrowDown: { x: 0, y: -push },
}

type Handler<Event> = (event: Event) => void

interface PointerHandlers {
  readonly onPointerDown: Handler<PointerEvent<HTMLDivElement>>
  readonly onPointerMove: Handler<PointerEvent<HTMLDivElement>>
  readonly onPointerUp: Handler<PointerEvent<HTMLDivElement>>
  readonly onPointerCancel: Handler<PointerEvent<HTMLDivElement>>
}

export interface Viewport {
  readonly view: View
  readonly frame: (element: HTMLDivElement | null) => (() => void) | undefined
  readonly window: () => Size
  readonly show: (change: (view: View) => View) => void
  readonly zoom: (direction: 1 | -1) => void
  readonly handlers: PointerHandlers & {
    readonly onKeyDown: Handler<KeyboardEvent<HTMLDivElement>>
  }
}

/** `opening` is asked once, when the window is there and its size is known. */
export function useViewport(
  opening: (window: Size) => View,
  fit: (window: Size) => View,
): Viewport {
  const element = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<View>({ x: 0, y: 0, scale: 1 })
  const [fingers] = useState(() => new Map<number, Point>())
  const first = useRef(opening)

  const frame = useCallback((box: HTMLDivElement | null) => {
    element.current = box
    if (box === null) return undefined
    setView(first.current({ width: box.clientWidth, height: box.clientHeight }))
    const onWheel = (event: WheelEvent): void => {
      // Without a key the page itself is scrolled, as everywhere else.
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const at = within(box, event)
      setView((before) => zoomed(before, Math.exp(-event.deltaY / 300), at))
    }
    // React listens passively, and a passive listener cannot keep the browser from zooming.
    box.addEventListener('wheel', onWheel, { passive: false })
    return () => box.removeEventListener('wheel', onWheel)
  }, [])

  const window = (): Size => ({
    width: element.current?.clientWidth ?? 0,
    height: element.current?.clientHeight ?? 0,
  })

  function zoom(direction: 1 | -1): void {
    const { width, height } = window()
    const at = { x: width / 2, y: height / 2 }
    setView((before) => zoomed(before, direction === 1 ? step : 1 / step, at))
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const by = pushes[event.key]
    if (by) setView((before) => ({ ...before, x: before.x + by.x, y: before.y + by.y }))
    else if (event.key === '+' || event.key === '=') zoom(1)
    else if (event.key === '-') zoom(-1)
    else if (event.key === '0') setView(fit(window()))
    else return
    event.preventDefault()
  }

  const handlers = { ...pointerHandlers(fingers, setView), onKeyDown }
  return { view, frame, window, show: setView, zoom, handlers }
}

/** Less is a click of an unsteady hand. */
const dragMin = 3

/** One finger or the mouse pulls, two fingers magnify. */
function pointerHandlers(
  fingers: Map<number, Point>,
  show: (change: (view: View) => View) => void,
): PointerHandlers {
  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    if (event.button !== 0) return
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const before = fingers.get(event.pointerId)
    if (!before) return
    const now = { x: event.clientX, y: event.clientY }
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
    if (!other && spread(now, before) < dragMin) return
    // Captured only once it moves: a click still reaches the box under it.
    event.currentTarget.setPointerCapture(event.pointerId)
    fingers.set(event.pointerId, now)
    const factor = other ? spread(now, other) / Math.max(1, spread(before, other)) : 1
    const share = other ? 0.5 : 1
    const at = within(event.currentTarget, other ? between(now, other) : event)
    const by = { x: (now.x - before.x) * share, y: (now.y - before.y) * share }
    show((view) => zoomed({ ...view, x: view.x + by.x, y: view.y + by.y }, factor, at))
  }

  const release = ({ pointerId }: PointerEvent<HTMLDivElement>): void => {
    fingers.delete(pointerId)
  }
  return { onPointerDown, onPointerMove, onPointerUp: release, onPointerCancel: release }
}

const spread = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)

const between = (a: Point, b: Point) => ({ clientX: (a.x + b.x) / 2, clientY: (a.y + b.y) / 2 })

function within(
  box: Element,
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
): Point {
  const { left, top } = box.getBoundingClientRect()
  return { x: clientX - left, y: clientY - top }
}
