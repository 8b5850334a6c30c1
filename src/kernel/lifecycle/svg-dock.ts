/** Lines arrive above and leave below a box, side by side, in the order in which they come. */
import type { Frame, Point, Route } from './svg-layout.ts'

interface End {
  readonly route: number
  readonly last: boolean
  /** The neighbouring point of the line: it decides the order. */
  readonly towards: Point
}

export interface Ends {
  readonly from: Frame
  readonly to: Frame
}

const marginMax = 14

/** `ends[n]` are the boxes that route n connects. */
export function dock(routes: readonly Route[], ends: readonly Ends[]): readonly Route[] {
  const sides = new Map<string, { readonly frame: Frame; readonly y: number; ends: End[] }>()
  for (const [route, { points }] of routes.entries()) {
    const { from, to } = ends[route] ?? {}
    const [first, second] = points
    const [last, previous] = points.toReversed()
    if (!from || !to || !first || !second || !last || !previous) continue
    add(sides, from, { route, last: false, towards: second })
    add(sides, to, { route, last: true, towards: previous })
  }
  const moved = new Map<string, Point>()
  for (const { frame, y, ends: all } of sides.values()) {
    const sorted = all.toSorted((a, b) => a.towards.x - b.towards.x)
    const margin = Math.min(marginMax, frame.width / 4)
    const room = frame.width - 2 * margin
    for (const [at, { route, last }] of sorted.entries()) {
      const x = frame.x + margin + (room * (at + 1)) / (sorted.length + 1)
      moved.set(`${route} ${last}`, { x, y })
    }
  }
  return routes.map((route, at) => {
    const inner = route.points.slice(1, -1)
    const first = moved.get(`${at} false`)
    const last = moved.get(`${at} true`)
    return first && last ? { ...route, points: [first, ...inner, last] } : route
  })
}

function add(
  sides: Map<string, { readonly frame: Frame; readonly y: number; ends: End[] }>,
  frame: Frame,
  end: End,
): void {
  const below = end.towards.y > frame.y + frame.height / 2
  const y = below ? frame.y + frame.height : frame.y
  const key = `${frame.x} ${y}`
  const side = sides.get(key) ?? { frame, y, ends: [] }
  side.ends.push(end)
  sides.set(key, side)
}
