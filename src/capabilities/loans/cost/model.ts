/** What a loan costs in all, and in a year. Amounts are minor units. */
export interface Totals {
  readonly principal: bigint
  readonly interest: bigint
  readonly fee: bigint
  readonly total: bigint
}

export interface Cost {
  readonly totals: Totals
  /** With all fees, six decimals: the rate of a period times the periods of a year. */
  readonly apr: string
  /** The same, compounded. */
  readonly effectiveRate: string
}
