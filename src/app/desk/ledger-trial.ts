/** The trial balance (试算平衡): by account type, the accounts behind each, and as a file. */
import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { addDays, instantAt, isBusinessDate, type Instant } from '#kernel/clock'
import {
  Currency,
  DateTime,
  Day,
  Minor,
  Page,
  pageQuery,
  raw,
  read,
  type Route,
} from '#kernel/http'
import {
  accountsHeld,
  chartOfAccounts,
  csvOf,
  trialBalance,
  xlsxOf,
  type HeldAccount,
} from '#kernel/ledger'
import type { Kernel } from '#kernel/module'
import { decimalText, minorJson } from '#kernel/money'
import { accept } from '#kernel/problem'
import { endOfPage, startOfPage } from './cursor.ts'
import { xlsxType } from './ledger-accounts.ts'
import { AccountNo, base, ledgerZone, readers, Side, Word } from './ledger-shape.ts'
import { momentOf } from './moment.ts'
import { strict } from './shape.ts'

type Rooms = Pick<Kernel, 'database' | 'clock'>

const shared = { tag: 'ledger', access: readers }

export const trialRoutes = (rooms: Rooms): readonly Route[] => [
  trial(rooms),
  trialAccounts(rooms),
  trialFile(rooms),
]

const At = Type.Union([DateTime, Day], { description: 'an instant, or a day: then its end' })

function instantOf({ clock }: Rooms, at: string | undefined): Instant {
  if (at === undefined) return clock.now()
  if (!isBusinessDate(at)) return momentOf(at)
  return new Date(instantAt(addDays(at, 1), '00:00', ledgerZone).getTime() - 1)
}

const Total = Type.String({ pattern: '^[0-9]+$', description: 'minor units, as text' })

const trial = (rooms: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/trial-balance`,
    operationId: 'getTrialBalance',
    summary: 'what every account type held at a moment, in each currency',
    query: Type.Object({ at: Type.Optional(At) }, strict),
    answer: Type.Object({
      at: DateTime,
      balanced: Type.Boolean(),
      lines: Type.Array(
        Type.Object({
          accountType: Type.String(),
          currency: Currency,
          accounts: Minor,
          debit: Total,
          credit: Total,
        }),
      ),
      totals: Type.Array(
        Type.Object({ currency: Currency, debit: Total, credit: Total, balanced: Type.Boolean() }),
      ),
    }),
    problems: [],
    run: async ({ query }) => {
      const { at, lines, totals } = await trialBalance(rooms.database, instantOf(rooms, query.at))
      return accept({
        at: at.toISOString(),
        balanced: totals.every((total) => total.balanced),
        lines: lines.map((line) => ({ ...line, accounts: minorJson(line.accounts) })),
        totals: totals.map((total) => ({ ...total })),
      })
    },
  })

const HeldAnswer = Type.Object({
  accountNo: Type.String(),
  name: Type.String(),
  normalSide: Side,
  balance: Minor,
})

const HeldQuery = Type.Object(
  { ...pageQuery, accountType: Word, currency: Currency, at: At },
  strict,
)
const heldList = {
  name: 'ledger.trial-accounts',
  query: Type.Partial(HeldQuery, strict),
  after: AccountNo,
}

const heldAnswer = ({ balance, ...rest }: HeldAccount) => ({ ...rest, balance: minorJson(balance) })

const trialAccounts = (rooms: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/trial-balance/accounts`,
    operationId: 'listTrialAccounts',
    summary: 'the accounts behind a line of the trial balance, with what they held at that moment',
    query: HeldQuery,
    answer: Page(HeldAnswer),
    problems: [],
    run: async ({ query }) => {
      const start = startOfPage(heldList, query)
      if (!start.ok) return start
      const { accountType, currency, at } = query
      const { after, limit } = start.value
      const asked = { accountType, currency, at: instantOf(rooms, at), after, limit: limit + 1 }
      const found = await accountsHeld(rooms.database, asked)
      const shown = { keyOf: (item: HeldAccount) => item.accountNo, show: heldAnswer }
      return accept(endOfPage(start.value, found, shown))
    },
  })

const FileQuery = Type.Object(
  { at: Type.Optional(At), format: Type.Optional(Type.Enum(['csv', 'xlsx'])) },
  strict,
)

const trialFile = (rooms: Rooms): Route =>
  raw({
    ...shared,
    method: 'GET',
    path: `${base}/trial-balance/file`,
    operationId: 'downloadTrialBalance',
    summary: 'the trial balance as csv or xlsx, in major units',
    query: FileQuery,
    problems: [],
    produces: 'text/csv',
    run: async (request, reply) => {
      // It was validated against the schema above.
      const { at, format = 'csv' } = request.query as { at?: string; format?: 'csv' | 'xlsx' }
      const lines = trialLines(rooms, instantOf(rooms, at))
      const stream = Readable.from(format === 'csv' ? csvOf(lines) : xlsxOf(lines))
      return await reply
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : xlsxType)
        .header(
          'content-disposition',
          `attachment; filename="trial-balance-${(at ?? 'now').slice(0, 10)}.${format}"`,
        )
        .send(stream)
    },
  })

const heads = [
  '科目 Account type',
  '名称 Name',
  '币种 Currency',
  '账户数 Accounts',
  '借方 Debit',
  '贷方 Credit',
] as const

async function* trialLines({ database }: Rooms, at: Instant) {
  const [{ lines, totals }, chart] = await Promise.all([
    trialBalance(database, at),
    chartOfAccounts(database),
  ])
  const names = new Map(chart.map((type) => [type.accountType, `${type.nameZh} ${type.nameEn}`]))
  yield [at.toISOString()]
  yield [...heads]
  for (const { accountType, currency, accounts, debit, credit } of lines) {
    const text = (amount: string) => decimalText({ amount: BigInt(amount), currency })
    const name = names.get(accountType) ?? ''
    yield [accountType, name, currency, String(accounts), text(debit), text(credit)]
  }
  for (const { currency, debit, credit } of totals) {
    const text = (amount: string) => decimalText({ amount: BigInt(amount), currency })
    yield ['合计 Total', '', currency, '', text(debit), text(credit)]
  }
}
