/**
 * A partner that is down is left alone for a while: calls end at once instead of filling the house
 * with waiting. After the pause one call is let through to see.
 */
import type { Clock } from '../clock/index.ts'

export const failuresMax = 5
export const pauseMs = 30_000

export interface Circuit {
  /** Whether a call may go out now. */
  permits(partner: string): boolean
  /** What the call found: `reached` is any answer of the partner itself, yes or no. */
  report(partner: string, reached: boolean): void
}

interface Line {
  readonly failures: number
  readonly closedUntil: number
}

export function openCircuit(clock: Clock): Circuit {
  const lines = new Map<string, Line>()
  const nowMs = (): number => clock.now().getTime()
  return {
    permits: (partner) => {
      const line = lines.get(partner)
      if (line === undefined || line.failures < failuresMax) return true
      if (nowMs() < line.closedUntil) return false
      // This one goes to see; the others wait for what it finds.
      lines.set(partner, { ...line, closedUntil: nowMs() + pauseMs })
      return true
    },
    report: (partner, reached) => {
      if (reached) {
        lines.delete(partner)
        return
      }
      const failures = (lines.get(partner)?.failures ?? 0) + 1
      lines.set(partner, { failures, closedUntil: nowMs() + pauseMs })
    },
  }
}
