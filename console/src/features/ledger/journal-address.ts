/** The address of one journal: its number, and which of several with that number is meant. */
import { path } from '../../path.ts'

interface Named {
  readonly bizNo: string
  readonly bizType: string
  readonly caller?: string
}

export function journalAddress({ bizNo, bizType, caller }: Named): string {
  const which = new URLSearchParams({ bizType, ...(caller === undefined ? {} : { caller }) })
  return `${path.journal(bizNo)}?${which.toString()}`
}
