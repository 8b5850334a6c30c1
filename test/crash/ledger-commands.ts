/** What the crash test posts: the same number always gives the same commands. */
import type { Command } from '#kernel/ledger'

export const customers = 20

const base = {
  caller: 'crash',
  bizType: 'T',
  effectiveDate: '2026-01-01',
  memo: null,
  metadata: null,
  linked: false,
}

const of = (at: number): string => `customer-${at % customers}`

/** Calls that follow each other: money in, through a hold, in a chain, and some of it back. */
export function commandsOf(name: string, at: number): readonly (readonly Command[])[] {
  const [one, two, three] = [of(at), of(at * 7 + 1), of(at * 3 + 2)]
  const pay = (part: string, legs: readonly (readonly [string, string, bigint])[]): Command => ({
    ...base,
    kind: 'post',
    bizNo: `${name}-${part}`,
    transfers: legs
      .filter(([debit, credit]) => debit !== credit)
      .map(([debit, credit, amount]) => ({ debit, credit, amount, mode: 'exact' })),
  })
  return [
    [
      pay('in', [
        ['bank', one, 1_000n],
        ['bank', two, 500n],
        ['bank', three, 250n],
      ]),
    ],
    [
      { ...pay('chain-1', [[one, 'bank', 100n]]), linked: true },
      { ...pay('chain-2', [['bank', two, 100n]]), linked: false },
    ],
    [
      {
        ...base,
        kind: 'hold',
        bizNo: `${name}-hold`,
        accountNo: one,
        amount: 300n,
        expiresAt: null,
      },
    ],
    [
      {
        ...base,
        kind: 'post_hold',
        bizNo: `${name}-use`,
        holdBizType: 'T',
        holdBizNo: `${name}-hold`,
        to: 'bank',
        amount: 200n,
      },
    ],
    [
      {
        ...base,
        kind: 'reverse',
        bizNo: `${name}-back`,
        originalBizType: 'T',
        originalBizNo: `${name}-in`,
        amount: 70n,
      },
    ],
  ]
}
