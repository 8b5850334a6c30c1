/** Counts and times as a person reads them. */
import type { Figures, MoveFigures, StateFigures } from './client.ts'
import { keyOfMove } from './graph/model.ts'

/** Figures by the row they belong to; empty where there are none. */
export interface FigureIndex {
  readonly state: (code: number) => StateFigures | undefined
  readonly move: (key: string) => MoveFigures | undefined
}

export function indexOf(figures: Figures | undefined): FigureIndex {
  const states = new Map(figures?.states.map((one) => [one.code, one]))
  const moves = new Map(figures?.moves.map((one) => [keyOfMove(one), one]))
  return { state: (code) => states.get(code), move: (key) => moves.get(key) }
}

/** 0.0312 → 3.1%, 0.62 → 62%: one figure behind the point only where it says something. */
export function percentText(share: number): string {
  const percent = share * 100
  const digits = percent > 0 && percent < 10 ? 1 : 0
  return `${percent.toFixed(digits).replace(/\.0$/u, '')}%`
}

export type TimeUnit = 'seconds' | 'minutes' | 'hours' | 'days'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** In the largest unit that leaves at least two of it. */
export function durationOf(seconds: number): { readonly unit: TimeUnit; readonly count: number } {
  if (seconds < 2 * minute) return { unit: 'seconds', count: Math.round(seconds) }
  if (seconds < 2 * hour) return { unit: 'minutes', count: Math.round(seconds / minute) }
  if (seconds < 2 * day) return { unit: 'hours', count: Math.round(seconds / hour) }
  return { unit: 'days', count: Math.round(seconds / day) }
}
