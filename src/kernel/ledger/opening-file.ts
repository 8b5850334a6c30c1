/** A file of opening balances, read and held against the accounts; nothing is written here. */
import { createHash } from 'node:crypto'
import { sql, type Reader } from '../db/index.ts'
import { bucketOf } from '../id/index.ts'
import { currencies, type Currency } from '../money/index.ts'
import { readCsv } from '../sheet/index.ts'
import { amountMax } from './check.ts'
import type { Side } from './model.ts'

export interface OpeningLine {
  readonly line: number
  readonly accountNo: string
  readonly currency: Currency
  readonly normalSide: Side
  /** Minor units on the account's normal side; below zero it lies on the other one. */
  readonly balance: bigint
}

export interface LineFault {
  readonly line: number
  readonly detail: string
}

export interface OpeningTotal {
  readonly currency: Currency
  readonly debit: bigint
  readonly credit: bigint
}

export interface OpeningPreview {
  readonly sha256: string
  readonly lines: readonly OpeningLine[]
  readonly faults: readonly LineFault[]
  readonly totals: readonly OpeningTotal[]
}

export const openingLinesMax = 100_000
const faultsMax = 100

/** CSV with the columns `account_no` and `balance` (in major units), in any order. */
export async function previewOpening(reader: Reader, text: string): Promise<OpeningPreview> {
  const sha256 = createHash('sha256').update(text).digest('hex')
  const [heads, ...rows] = readCsv(text)
  const columns = { no: at(heads?.cells, 'account_no'), balance: at(heads?.cells, 'balance') }
  const empty = { sha256, lines: [], totals: [] }
  if (columns.no < 0 || columns.balance < 0) {
    const detail = 'The first line must name the columns account_no and balance.'
    return { ...empty, faults: [{ line: 1, detail }] }
  }
  if (rows.length === 0 || rows.length > openingLinesMax) {
    const detail = `A file has 1 to ${openingLinesMax} balances, not ${rows.length}: split it.`
    return { ...empty, faults: [{ line: 1, detail }] }
  }
  const read = rows.map(({ line, cells }) => ({
    line,
    accountNo: cells[columns.no] ?? '',
    text: cells[columns.balance] ?? '',
  }))
  const accounts = await readAccounts(
    reader,
    read.map(({ accountNo }) => accountNo),
  )
  const seen = new Set<string>()
  const checked = read.map((row) => {
    const result = check(row, accounts, seen)
    seen.add(row.accountNo)
    return result
  })
  const lines = checked.filter((one): one is OpeningLine => 'accountNo' in one)
  const faults = checked.filter((one): one is LineFault => 'detail' in one).slice(0, faultsMax)
  return { sha256, lines, faults, totals: totalsOf(lines) }
}

const at = (cells: readonly string[] | undefined, name: string): number =>
  cells?.findIndex((cell) => cell.toLowerCase() === name) ?? -1

interface Known {
  readonly accountNo: string
  readonly currency: Currency
  readonly normalSide: Side
  readonly mayGoNegative: boolean
}

async function readAccounts(
  reader: Reader,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, Known>> {
  const sound = numbers.filter((no) => !no.includes('\u0000'))
  const rows = await reader.rows<Known>(sql`
    select account_no, currency, normal_side, may_go_negative from ledger.account
     where bucket = any(${[...new Set(sound.map(bucketOf))]}::smallint[])
       and account_no = any(${sound}::text[])`)
  return new Map(rows.map((row) => [row.accountNo, row]))
}

interface Row {
  readonly line: number
  readonly accountNo: string
  readonly text: string
}

function check(
  { line, accountNo, text }: Row,
  accounts: ReadonlyMap<string, Known>,
  seen: ReadonlySet<string>,
): OpeningLine | LineFault {
  const known = accounts.get(accountNo)
  if (known === undefined) return { line, detail: `There is no account "${accountNo}".` }
  if (seen.has(accountNo)) return { line, detail: `${accountNo} stands in an earlier line too.` }
  const { currency, normalSide } = known
  const balance = minorOf(text, currencies[currency])
  if (balance === undefined) {
    const places = currencies[currency]
    return { line, detail: `"${text}" is no amount with at most ${places} decimals, like 1234.5.` }
  }
  if (balance < 0n && !known.mayGoNegative) {
    return { line, detail: `${accountNo} may not go below zero: ${text}.` }
  }
  return { line, accountNo, currency, normalSide, balance }
}

/** `-1,234.50` in minor units; undefined where it is none. */
function minorOf(text: string, places: number): bigint | undefined {
  const plain = text.replaceAll(',', '')
  const [, sign, whole, decimals = ''] = /^([+-]?)(\d{1,19})(?:\.(\d+))?$/u.exec(plain) ?? []
  if (whole === undefined || decimals.length > places) return undefined
  const amount = BigInt(whole + decimals.padEnd(places, '0'))
  if (amount > amountMax) return undefined
  return sign === '-' ? -amount : amount
}

const otherSide = { debit: 'credit', credit: 'debit' } as const

/** On which side a line stands, and with how much. */
export const sideOf = ({ normalSide, balance }: OpeningLine): { side: Side; amount: bigint } =>
  balance < 0n
    ? { side: otherSide[normalSide], amount: -balance }
    : { side: normalSide, amount: balance }

function totalsOf(lines: readonly OpeningLine[]): readonly OpeningTotal[] {
  const totals = new Map<Currency, { currency: Currency; debit: bigint; credit: bigint }>()
  for (const line of lines) {
    const { currency } = line
    const total = totals.get(currency) ?? { currency, debit: 0n, credit: 0n }
    const { side, amount } = sideOf(line)
    total[side] += amount
    totals.set(currency, total)
  }
  return [...totals.values()]
}
