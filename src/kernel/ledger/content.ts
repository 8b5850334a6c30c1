/**
 * What a command asks, as named text: a bizNo that comes again with the same content gets the
 * recorded result; with other content it is refused, and the refusal names what differs.
 */
import { canonical } from '../problem/index.ts'
import type { Command, Content } from './model.ts'
import type { LedgerRefusal } from './refusal.ts'

export function contentOf(command: Command): Content {
  return {
    kind: command.kind,
    ...asked(command),
    effective_date: command.effectiveDate,
    memo: command.memo ?? '',
    metadata: canonical(command.metadata),
  }
}

function asked(command: Command): Content {
  switch (command.kind) {
    case 'post':
      return {
        transfers: command.transfers
          .map(({ debit, credit, amount, mode }) => `${debit}>${credit}:${amount}:${mode}`)
          .join(','),
      }
    case 'hold':
      return {
        account: command.accountNo,
        amount: String(command.amount),
        expiry: command.expiresAt?.toISOString() ?? '',
      }
    case 'post_hold':
      return {
        hold: `${command.holdBizType}/${command.holdBizNo}`,
        account: command.to,
        amount: String(command.amount ?? 'all'),
      }
    case 'void_hold':
      return { hold: `${command.holdBizType}/${command.holdBizNo}` }
    case 'reverse':
      return {
        original: `${command.originalBizType}/${command.originalBizNo}`,
        amount: String(command.amount ?? 'all'),
      }
  }
}

type Difference = Extract<LedgerRefusal, `exists_with_different_${string}`>

const fields = [
  'kind',
  'transfers',
  'account',
  'amount',
  'hold',
  'original',
  'expiry',
  'effective_date',
  'memo',
  'metadata',
] as const

/** The first field that differs, as the name of the refusal. */
export function difference(recorded: Content, asked: Content): Difference | undefined {
  const field = fields.find((name) => recorded[name] !== asked[name])
  return field === undefined ? undefined : `exists_with_different_${field}`
}
