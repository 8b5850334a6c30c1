/** Which findings belong to which row: shown where they concern, not in a list aside. */
import type { Finding, Move, State } from './client.ts'
import { keyOfMove } from './graph/model.ts'

export const findingsOf = (findings: readonly Finding[], row: State | Move): readonly Finding[] =>
  findings.filter(({ subject }) => isAbout(subject, row))

function isAbout(subject: string, row: State | Move): boolean {
  if (!('event' in row)) return subject === String(row.code)
  return subject === keyOfMove(row) || subject === row.event
}

export const worst = (findings: readonly Finding[]): Finding['severity'] | undefined => {
  if (findings.length === 0) return undefined
  return findings.some(({ severity }) => severity === 'error') ? 'error' : 'warning'
}

/** The row that a finding is about, as the address chooses it. */
export function rowOf(
  { states, moves }: { readonly states: readonly State[]; readonly moves: readonly Move[] },
  { subject }: Finding,
): State | Move | undefined {
  return (
    states.find((state) => isAbout(subject, state)) ?? moves.find((move) => isAbout(subject, move))
  )
}
