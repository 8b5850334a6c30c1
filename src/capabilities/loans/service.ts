/** The closing run, and the proof of what it made. */
import { addDays, businessDate, type BusinessDate } from '#kernel/clock'
import type { Reader } from '#kernel/db'
import { balancesOf } from '#kernel/ledger'
import type { Fault, Kernel } from '#kernel/module'
import { canonical } from '#kernel/problem'
import { replay, type Book } from './book/index.ts'
import {
  balancesWanted,
  closeDays,
  contractsAfter,
  emptyBook,
  ownAccountNo,
  ownAccounts,
  readFacts,
  standing,
  type Contract,
  type RecordedFact,
} from './contracts/index.ts'

/** Loans follow the calendar of mainland China. */
export const loanZone = 'Asia/Shanghai'

/** Contracts in one transaction: enough for the ledger's lists, few enough to be done soon. */
const closeBatchMax = 500

type Rooms = Pick<Kernel, 'clock' | 'database'>

/**
 * Counts all running loans up to the end of that day of the business zone: interest is earned, what
 * falls due takes what is in suspense, what is overdue grows late. Missed days are caught up, each
 * with journals of its own. May be killed and run again. Answers how many loans were counted.
 */
export async function closeLoans(
  { clock, database }: Rooms,
  until: BusinessDate,
  onProgress: (loans: number) => void = () => undefined,
): Promise<number> {
  const rooms = { clock, zone: loanZone } as const
  let counted = 0
  for (;;) {
    const done = await database.transaction((tx) => closeDays(tx, rooms, until, closeBatchMax))
    if (done === 0) return counted
    counted += done
    onProgress(counted)
  }
}

/** The day that is over: payments of today still belong to today. */
export const yesterday = (now: Date): BusinessDate => addDays(businessDate(now, loanZone), -1)

const proofBatch = 200

/** Every book follows from its facts, and the ledger says the same. */
export async function verifyLoans(
  reader: Reader,
  onProgress: (rowsSeen: number) => void = () => undefined,
): Promise<Fault | undefined> {
  let after = { bucket: -1, id: '00000000-0000-0000-0000-000000000000' }
  for (let seen = 0; ;) {
    const contracts = await contractsAfter(reader, after, proofBatch)
    const last = contracts.at(-1)
    if (last === undefined) return undefined
    const facts = await readFacts(reader, contracts)
    const numbers = contracts.flatMap(({ contractNo }) => ownNumbers(contractNo))
    const balances = await balancesOf(reader, numbers)
    for (const contract of contracts) {
      const known = facts.get(contract.id) ?? []
      const detail = bookFault(contract, known) ?? ledgerFault(contract, balances)
      if (detail) return { module: 'loans', subject: `loan:${contract.contractNo}`, detail }
    }
    after = last
    seen += contracts.length
    onProgress(seen)
  }
}

const ownNumbers = (contractNo: string): readonly string[] =>
  ownAccounts.map((account) => ownAccountNo(contractNo, account))

function bookFault(contract: Contract, facts: readonly RecordedFact[]): string | undefined {
  if (facts.length !== contract.facts) {
    return `${facts.length} facts are kept of ${contract.facts}`
  }
  const again = replay(emptyBook(contract), standing(facts), contract.book.asOf)
  if (!again.ok) return `its facts contradict each other: ${again.problem.detail}`
  const [told, proven] = [plain(contract.book), plain(again.value)]
  return told === proven ? undefined : 'the book is not the one that its facts give'
}

/** Only what the facts decide: what is agreed is the same on both sides. */
function plain(book: Book): string {
  const { disbursements, rateChanges, prepayments } = book.terms
  return canonical(texts({ ...book, terms: { disbursements, rateChanges, prepayments } }))
}

/** Amounts as text: JSON has no bigint. */
const texts = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one)))

/** What the ledger holds of a loan is what its book comes to. */
function ledgerFault(
  { contractNo, book }: Contract,
  balances: ReadonlyMap<string, bigint>,
): string | undefined {
  const wanted = balancesWanted(book)
  for (const account of ownAccounts) {
    const accountNo = ownAccountNo(contractNo, account)
    const held = balances.get(accountNo)
    if (held === wanted[account]) continue
    return `${accountNo} holds ${held ?? 'nothing'}, and the book says ${wanted[account]}`
  }
  return undefined
}
