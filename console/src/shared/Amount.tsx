import type { Minor } from './amount.ts'
import { useAmount } from './useAmount.ts'

interface Props {
  readonly minor: Minor
  readonly currency: string
}

/** An amount with its currency, on one line. */
export function Amount({ minor, currency }: Props) {
  return <span className="figure nowrap">{useAmount()(minor, currency)}</span>
}
