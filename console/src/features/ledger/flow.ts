/**
 * Where the money of a journal went, as a drawing: who is debited on the left, who is credited on
 * the right, and bands between them as wide as their amounts. Heights are pixels; across, the
 * drawing is 100 wide and is stretched.
 */
import type { Leg } from './client.ts'

export interface FlowNode {
  readonly accountNo: string
  readonly amount: bigint
  /** Of the slot in which its label stands. */
  readonly top: number
  readonly height: number
  /** Of its bar, within the drawing. */
  readonly barTop: number
  readonly barHeight: number
}

export interface FlowBand {
  readonly debit: string
  readonly credit: string
  readonly amount: bigint
  /** SVG path of its outline. */
  readonly outline: string
  /** The middle of the band, where its amount is written. */
  readonly middle: number
}

export interface Flow {
  readonly height: number
  readonly payers: readonly FlowNode[]
  readonly payees: readonly FlowNode[]
  readonly bands: readonly FlowBand[]
  /** Pairs of accounts in the journal; the drawing shows the largest of them. */
  readonly pairs: number
}

const pairsMax = 12
const slotMin = 52
const barsHeight = 200
const bandMin = 3

interface Pair {
  readonly debit: string
  readonly credit: string
  readonly amount: bigint
}

/** Legs of one currency. */
export function flowOf(legs: readonly Leg[]): Flow {
  const all = pairsOf(legs)
  const pairs = all.slice(0, pairsMax)
  const total = pairs.reduce((sum, { amount }) => sum + amount, 0n)
  const sized = pairs.map((pair) => ({ ...pair, thickness: thicknessOf(pair.amount, total) }))
  const payers = nodesOf(sized, 'debit')
  const payees = nodesOf(sized, 'credit')
  const height = Math.max(...[payers, payees].map(bottomOf), 0)
  return {
    height,
    payers: payers.map(withoutRest),
    payees: payees.map(withoutRest),
    bands: bandsOf(sized, payers, payees),
    pairs: all.length,
  }
}

/** Several legs between the same two accounts are one band; the largest first. */
function pairsOf(legs: readonly Leg[]): readonly Pair[] {
  const sums = new Map<string, Pair>()
  for (const { debit, credit, amount } of legs) {
    const key = `${debit} ${credit}`
    const before = sums.get(key)?.amount ?? 0n
    sums.set(key, { debit, credit, amount: before + BigInt(amount) })
  }
  return [...sums.values()].toSorted((one, other) => (one.amount < other.amount ? 1 : -1))
}

/** A share of the drawing's height; what is small is still seen. */
function thicknessOf(amount: bigint, total: bigint): number {
  const share = total === 0n ? 0 : Number((amount * 10_000n) / total) / 10_000
  return Math.max(bandMin, share * barsHeight)
}

interface Sized extends Pair {
  readonly thickness: number
}

interface Placed extends FlowNode {
  /** Where the next band begins. */
  next: number
}

function nodesOf(pairs: readonly Sized[], side: 'debit' | 'credit'): readonly Placed[] {
  const groups = Map.groupBy(pairs, (pair) => pair[side])
  let top = 0
  return [...groups].map(([accountNo, own]) => {
    const barHeight = own.reduce((sum, { thickness }) => sum + thickness, 0)
    const height = Math.max(slotMin, barHeight + 10)
    const barTop = top + (height - barHeight) / 2
    const amount = own.reduce((sum, pair) => sum + pair.amount, 0n)
    const node = { accountNo, amount, top, height, barTop, barHeight, next: barTop }
    top += height
    return node
  })
}

const bottomOf = (nodes: readonly Placed[]): number => {
  const last = nodes.at(-1)
  return last === undefined ? 0 : last.top + last.height
}

const withoutRest = ({ next: _next, ...node }: Placed): FlowNode => node

function bandsOf(
  pairs: readonly Sized[],
  payers: readonly Placed[],
  payees: readonly Placed[],
): readonly FlowBand[] {
  const find = (nodes: readonly Placed[], no: string) =>
    nodes.find(({ accountNo }) => accountNo === no)
  return pairs.flatMap(({ debit, credit, amount, thickness }) => {
    const [from, to] = [find(payers, debit), find(payees, credit)]
    if (from === undefined || to === undefined) return []
    const [left, right] = [from.next, to.next]
    from.next += thickness
    to.next += thickness
    const outline = outlineOf(left, right, thickness)
    return [{ debit, credit, amount, outline, middle: (left + right + thickness) / 2 }]
  })
}

/** From the left edge to the right one in a soft curve, and back below it. */
function outlineOf(left: number, right: number, thickness: number): string {
  const [leftEnd, rightEnd] = [left + thickness, right + thickness]
  return (
    `M0 ${left}C50 ${left} 50 ${right} 100 ${right}` +
    `L100 ${rightEnd}C50 ${rightEnd} 50 ${leftEnd} 0 ${leftEnd}Z`
  )
}
