/** How an image is looked at: its size and turn, and which key does what. Pure. */

export interface Look {
  readonly scale: number
  /** Degrees, clockwise. */
  readonly turn: number
}

export const fit: Look = { scale: 1, turn: 0 }

const scaleStep = 1.25
const scaleMin = 0.25
const scaleMax = 8

const within = (scale: number): number => Math.min(scaleMax, Math.max(scaleMin, scale))

export const larger = (look: Look): Look => ({ ...look, scale: within(look.scale * scaleStep) })
export const smaller = (look: Look): Look => ({ ...look, scale: within(look.scale / scaleStep) })
export const turned = (look: Look): Look => ({ ...look, turn: (look.turn + 90) % 360 })

export type Deed = 'previous' | 'next' | 'larger' | 'smaller' | 'turn' | 'fit'

const deeds: Readonly<Record<string, Deed>> = {
  ArrowLeft: 'previous',
  ArrowRight: 'next',
  '+': 'larger',
  '=': 'larger',
  '-': 'smaller',
  r: 'turn',
  R: 'turn',
  '0': 'fit',
}

export const deedOf = (key: string): Deed | undefined => deeds[key]

/** The image after or before this one; the last is followed by the first. */
export const stepped = (at: number, step: 1 | -1, count: number): number =>
  (at + step + count) % count

export const isPdf = ({ contentType }: { readonly contentType: string }): boolean =>
  contentType === 'application/pdf'
