/**
 * The ledger once more, as naively as possible: plain maps, copied whole before each command
 * and put
 * back when it is refused. Slow and obvious, so that the tests can hold the real one against it.
 */
import type { Command, Side } from './model.ts'
import type { LedgerRefusal } from './refusal.ts'

interface Account {
  currency: string
  side: Side
  negative: boolean
  status: 'normal' | 'frozen' | 'closed'
  balance: bigint
}

interface Hold {
  account: string
  amount: bigint
  state: 'open' | 'posted' | 'voided'
  until: number
}

interface Done {
  asked: string
  kind: Command['kind']
  legs: { debit: string; credit: string; amount: bigint }[]
  back: bigint[]
}

export interface NaiveBooks {
  accounts: Map<string, Account>
  holds: Map<string, Hold>
  done: Map<string, Done>
}

export type NaiveAnswer = 'posted' | 'replayed' | LedgerRefusal

const max = 2n ** 63n - 1n

const copy = ({ accounts, holds, done }: NaiveBooks): NaiveBooks => ({
  accounts: new Map([...accounts].map(([no, account]) => [no, { ...account }])),
  holds: new Map([...holds].map(([no, hold]) => [no, { ...hold }])),
  // What was done is put back whole by whoever changes it.
  done: new Map(done),
})

/** How much open, unexpired holds reserve. */
export function reserved(books: NaiveBooks, account: string, now: number): bigint {
  let sum = 0n
  for (const hold of books.holds.values()) {
    if (hold.account === account && hold.state === 'open' && hold.until > now) sum += hold.amount
  }
  return sum
}

/** Runs a list; chains succeed or fail together. */
export function runNaively(books: NaiveBooks, commands: readonly Command[], now: number) {
  const answers: NaiveAnswer[] = []
  let at = 0
  while (at < commands.length) {
    const chain: Command[] = []
    let open = true
    while (open && at < commands.length) {
      const command = commands[at]
      if (command === undefined) break
      chain.push(command)
      open = command.linked
      at += 1
    }
    answers.push(...runChain(books, chain, { now, open }))
  }
  return answers
}

function runChain(
  books: NaiveBooks,
  chain: readonly Command[],
  { now, open }: { readonly now: number; readonly open: boolean },
): NaiveAnswer[] {
  const before = copy(books)
  const answers: NaiveAnswer[] = []
  for (const command of chain) {
    const answer = runOne(books, command, now)
    answers.push(answer)
    if (answer !== 'posted' && answer !== 'replayed') break
  }
  const bad = answers.findIndex((answer) => answer !== 'posted' && answer !== 'replayed')
  const culprit = bad >= 0 ? bad : open ? chain.length - 1 : -1
  if (culprit < 0) return answers
  Object.assign(books, before)
  const fault = bad >= 0 ? (answers[bad] ?? 'chain_open') : 'chain_open'
  return chain.map((_, at) => (at === culprit ? fault : 'chain_member_failed'))
}

const numberOf = (type: string, no: string): string => `${type} ${no}`

function runOne(books: NaiveBooks, command: Command, now: number): NaiveAnswer {
  const fault = shape(command)
  if (fault) return fault
  const key = numberOf(command.bizType, command.bizNo)
  const known = books.done.get(key)
  const asked = JSON.stringify(command, (name, value: unknown) =>
    name === 'linked' ? undefined : typeof value === 'bigint' ? String(value) : value,
  )
  if (known) return known.asked === asked ? 'replayed' : differs(known.asked, asked)
  const before = copy(books)
  const legs: Done['legs'] = []
  const answer = act(books, command, { now, legs })
  if (answer !== 'posted') {
    Object.assign(books, before)
    return answer
  }
  books.done.set(key, { asked, kind: command.kind, legs, back: legs.map(() => 0n) })
  return 'posted'
}

function shape(command: Command): LedgerRefusal | undefined {
  if (command.kind === 'void_hold') return undefined
  if (command.kind !== 'post') {
    if (command.amount !== null && command.amount <= 0n) return 'amount_not_positive'
    return command.amount !== null && command.amount > max ? 'amount_too_large' : undefined
  }
  if (command.transfers.length === 0) return 'journal_empty'
  if (command.transfers.some(({ amount }) => amount <= 0n)) return 'amount_not_positive'
  if (command.transfers.some(({ amount }) => amount > max)) return 'amount_too_large'
  return command.transfers.some(({ debit, credit }) => debit === credit)
    ? 'same_account'
    : undefined
}

function differs(one: string, other: string): LedgerRefusal {
  const [a, b] = [JSON.parse(one), JSON.parse(other)] as Record<string, unknown>[]
  const names: [string, string][] = [
    ['kind', 'kind'],
    ['transfers', 'transfers'],
    ['accountNo', 'account'],
    ['to', 'account'],
    ['amount', 'amount'],
    ['holdBizNo', 'hold'],
    ['originalBizNo', 'original'],
    ['expiresAt', 'expiry'],
    ['memo', 'memo'],
  ]
  const found = names.find(([field]) => JSON.stringify(a?.[field]) !== JSON.stringify(b?.[field]))
  return `exists_with_different_${found?.[1] ?? 'memo'}` as LedgerRefusal
}

interface Work {
  readonly now: number
  readonly legs: Done['legs']
}

function act(books: NaiveBooks, command: Command, work: Work): NaiveAnswer {
  switch (command.kind) {
    case 'post': {
      const wrong = accounts(books, command.transfers)
      if (wrong) return wrong
      for (const { debit, credit, amount, mode } of command.transfers) {
        const room = possible(books, { debit, credit, amount }, work.now)
        const leg = { debit, credit, amount: mode === 'up_to' ? room : amount }
        if (leg.amount === 0n) continue
        const short = move(books, leg, work)
        if (short) return short
      }
      return 'posted'
    }
    case 'hold': {
      const until = command.expiresAt?.getTime() ?? Infinity
      if (until <= work.now) return 'expires_in_the_past'
      const account = books.accounts.get(command.accountNo)
      if (!account) return 'account_not_found'
      if (account.status !== 'normal') {
        return account.status === 'closed' ? 'account_closed' : 'account_frozen'
      }
      const free = account.balance - reserved(books, command.accountNo, work.now)
      if (!account.negative && free < command.amount) return 'insufficient_available'
      const sum = reserved(books, command.accountNo, work.now) + command.amount
      if (sum > max) return 'balance_too_large'
      books.holds.set(numberOf(command.bizType, command.bizNo), {
        account: command.accountNo,
        amount: command.amount,
        state: 'open',
        until,
      })
      return 'posted'
    }
    case 'post_hold':
    case 'void_hold':
      return useHold(books, command, work)
    case 'reverse':
      return reverse(books, command, work)
  }
}

function useHold(
  books: NaiveBooks,
  command: Extract<Command, { kind: 'post_hold' | 'void_hold' }>,
  work: Work,
): NaiveAnswer {
  const hold = books.holds.get(numberOf(command.holdBizType, command.holdBizNo))
  if (!hold) return 'hold_not_found'
  if (hold.state === 'posted') return 'hold_already_posted'
  if (hold.state === 'voided') return 'hold_already_voided'
  if (hold.until <= work.now) return 'hold_expired'
  if (command.kind === 'void_hold') {
    hold.state = 'voided'
    return 'posted'
  }
  const amount = command.amount ?? hold.amount
  if (amount > hold.amount) return 'exceeds_hold'
  if (command.to === hold.account) return 'same_account_as_hold'
  hold.state = 'posted'
  const credit = books.accounts.get(hold.account)?.side === 'credit'
  const leg = credit
    ? { debit: hold.account, credit: command.to, amount }
    : { debit: command.to, credit: hold.account, amount }
  return accounts(books, [leg]) ?? move(books, leg, work) ?? 'posted'
}

function reverse(
  books: NaiveBooks,
  command: Extract<Command, { kind: 'reverse' }>,
  work: Work,
): NaiveAnswer {
  const original = books.done.get(numberOf(command.originalBizType, command.originalBizNo))
  if (!original) return 'journal_not_found'
  const moved = original.kind === 'post' || original.kind === 'post_hold'
  if (!moved || original.legs.length === 0) return 'not_reversible'
  const sum = (list: readonly bigint[]): bigint => list.reduce((total, one) => total + one, 0n)
  const all = sum(original.legs.map(({ amount }) => amount))
  const left = all - sum(original.back)
  if (left === 0n) return 'already_reversed'
  const asked = command.amount ?? left
  if (asked > left) return 'exceeds_original'
  const target = sum(original.back) + asked
  const parts = original.legs.map(({ amount }, at) => {
    const part = (amount * target) / all - (original.back[at] ?? 0n)
    return part < 0n ? 0n : part
  })
  for (let at = 0; sum(parts) !== asked; at = (at + 1) % parts.length) {
    const part = parts[at] ?? 0n
    const room = (original.legs[at]?.amount ?? 0n) - (original.back[at] ?? 0n) - part
    if (sum(parts) < asked && room > 0n) parts[at] = part + 1n
    if (sum(parts) > asked && part > 0n) parts[at] = part - 1n
  }
  const mirror = original.legs
    .map(({ debit, credit }, at) => ({ debit: credit, credit: debit, amount: parts[at] ?? 0n }))
    .filter(({ amount }) => amount > 0n)
    .toReversed()
  const back = original.back.map((before, at) => before + (parts[at] ?? 0n))
  books.done.set(numberOf(command.originalBizType, command.originalBizNo), { ...original, back })
  const wrong = accounts(books, mirror)
  if (wrong) return wrong
  for (const leg of mirror) {
    const short = move(books, leg, work)
    if (short) return short
  }
  return 'posted'
}

type Pair = { readonly debit: string; readonly credit: string }

const out = (account: Account | undefined, side: Side): boolean => account?.side !== side

function accounts(books: NaiveBooks, pairs: readonly Pair[]): LedgerRefusal | undefined {
  const get = (no: string): Account | undefined => books.accounts.get(no)
  const each = pairs.flatMap(({ debit, credit }) => [debit, credit])
  if (each.some((no) => get(no) === undefined)) return 'account_not_found'
  if (pairs.some(({ debit, credit }) => get(debit)?.currency !== get(credit)?.currency)) {
    return 'currency_mismatch'
  }
  if (each.some((no) => get(no)?.status === 'closed')) return 'account_closed'
  const leaving = pairs.flatMap(({ debit, credit }) => [
    ...(out(get(debit), 'debit') ? [debit] : []),
    ...(out(get(credit), 'credit') ? [credit] : []),
  ])
  return leaving.some((no) => get(no)?.status === 'frozen') ? 'account_frozen' : undefined
}

function possible(books: NaiveBooks, leg: Pair & { amount: bigint }, now: number): bigint {
  let most = leg.amount
  for (const [no, side] of [
    [leg.debit, 'debit'],
    [leg.credit, 'credit'],
  ] as const) {
    const account = books.accounts.get(no)
    if (!account || !out(account, side) || account.negative) continue
    const free = account.balance - reserved(books, no, now)
    if (free < most) most = free
  }
  return most < 0n ? 0n : most
}

function move(
  books: NaiveBooks,
  leg: Pair & { amount: bigint },
  { now, legs }: Work,
): LedgerRefusal | undefined {
  if (possible(books, leg, now) < leg.amount) return 'insufficient_available'
  for (const [no, side] of [
    [leg.debit, 'debit'],
    [leg.credit, 'credit'],
  ] as const) {
    const account = books.accounts.get(no)
    if (!account) return 'account_not_found'
    const after = account.balance + (account.side === side ? leg.amount : -leg.amount)
    if (after > max || after < -max) return 'balance_too_large'
    account.balance = after
  }
  legs.push(leg)
  return undefined
}
