/** Accounts: opened, found, listed, frozen; what they held, and why. */
import { Type } from 'typebox'
import type { Actor } from '#kernel/auth'
import { isBusinessDate } from '#kernel/clock'
import {
  command,
  Currency,
  DateTime,
  Day,
  Minor,
  Page,
  pageQuery,
  raw,
  read,
  sendProblem,
  type Route,
} from '#kernel/http'
import {
  balanceAt,
  changeStatus,
  csvOf,
  explain,
  findAccount,
  listAccounts,
  listEntries,
  openAccounts,
  openStatement,
  statementLines,
  statusFault,
  xlsxOf,
  type AccountStatus,
  type AccountView,
  type Moment,
} from '#kernel/ledger'
import type { Kernel } from '#kernel/module'
import { minorJson } from '#kernel/money'
import { accept, assert, refuse, type Result } from '#kernel/problem'
import { Readable } from 'node:stream'
import { endOfPage, startOfPage } from './cursor.ts'
import {
  AccountAnswer,
  accountAnswer,
  AccountNo,
  base,
  ByAccount,
  entryAnswer,
  EntryAnswer,
  HoldAnswer,
  holdAnswer,
  minorIf,
  readers,
  Side,
  Word,
  wordMax,
  writers,
} from './ledger-shape.ts'
import { series } from './ledger-series.ts'
import { momentIf, momentOf } from './moment.ts'
import { Line, Prose, strict } from './shape.ts'

type Rooms = Pick<Kernel, 'database' | 'clock'>

const shared = { tag: 'ledger', access: readers }
const nameMax = 200
const reasonMax = 500

export const accountRoutes = (rooms: Rooms): readonly Route[] => [
  list(rooms),
  open(),
  one(rooms),
  entries(rooms),
  balance(rooms),
  series(rooms),
  explanation(rooms),
  statement(rooms),
  status('freeze', 'frozen'),
  status('unfreeze', 'normal'),
  status('close', 'closed'),
]

const missing = (no: string) => refuse('account_not_found', `There is no account ${no}.`)

const AccountsQuery = Type.Object(
  {
    ...pageQuery,
    search: Type.Optional(Line(wordMax)),
    prefix: Type.Optional(Line(wordMax)),
    accountType: Type.Optional(Word),
    owner: Type.Optional(Word),
    merchantNo: Type.Optional(Word),
    status: Type.Optional(Type.Enum(['normal', 'frozen', 'closed'])),
    currency: Type.Optional(Currency),
  },
  strict,
)
const accountsList = { name: 'ledger.accounts', query: AccountsQuery, after: AccountNo }

const list = ({ database, clock }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/accounts`,
    operationId: 'listAccounts',
    summary: 'accounts by their number; search: what number, name, owner or merchant begins with',
    query: AccountsQuery,
    answer: Page(AccountAnswer),
    problems: [],
    run: async ({ query }) => {
      const start = startOfPage(accountsList, query)
      if (!start.ok) return start
      const { filter, after, limit } = start.value
      const wanted = { filter, after, limit: limit + 1, at: clock.now() }
      const found = await listAccounts(database, wanted)
      const shown = { keyOf: (item: { accountNo: string }) => item.accountNo, show: accountAnswer }
      return accept(endOfPage(start.value, found, shown))
    },
  })

const NewAccount = Type.Object(
  {
    accountNo: AccountNo,
    name: Line(nameMax),
    accountType: Word,
    currency: Currency,
    normalSide: Side,
    owner: Type.Optional(Word),
    merchantNo: Type.Optional(Word),
    isTiancai: Type.Optional(Type.Boolean()),
    mayGoNegative: Type.Optional(Type.Boolean()),
  },
  strict,
)

const open = (): Route =>
  command({
    ...shared,
    access: writers,
    path: `${base}/accounts`,
    operationId: 'openAccount',
    summary: 'opens an account; one that is there with the same content is answered as it is',
    body: NewAccount,
    answer: AccountAnswer,
    status: 201,
    problems: ['account_no_invalid', 'account_type_unknown', 'account_exists'],
    each: async (tx, { body, at }) => {
      const absent = { owner: null, merchantNo: null, isTiancai: false, mayGoNegative: false }
      const opened = await openAccounts(tx, [{ ...absent, ...body }], at)
      if (!opened.ok) return opened
      const account = await findAccount(tx, body.accountNo, at)
      assert(account, 'it was opened just now')
      return accept(accountAnswer(account))
    },
  })

const Refusal = Type.Union([Type.String(), Type.Null()], { description: 'null: the caller may' })

const AccountDetail = Type.Object({
  ...AccountAnswer.properties,
  moves: Type.Object({ freeze: Refusal, unfreeze: Refusal, close: Refusal }),
})

const one = ({ database, clock }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/accounts/:no`,
    operationId: 'getAccount',
    summary: 'one account as it is now, and why its status cannot be changed',
    params: ByAccount,
    answer: AccountDetail,
    problems: ['account_not_found'],
    run: async ({ params, actor }) => {
      const account = await findAccount(database, params.no, clock.now())
      return account ? accept(withMoves(account, actor)) : missing(params.no)
    },
  })

function withMoves(account: AccountView, actor: Actor) {
  const writes = writers.some((role) => actor.roles.includes(role))
  const refusal = (to: AccountStatus): string | null =>
    writes ? (statusFault(account, to)?.problem.code ?? null) : 'actor_not_allowed'
  const moves = {
    freeze: refusal('frozen'),
    unfreeze: refusal('normal'),
    close: refusal('closed'),
  }
  return { ...accountAnswer(account), moves }
}

const EntriesQuery = Type.Object(
  {
    ...pageQuery,
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    bizType: Type.Optional(Word),
    counterparty: Type.Optional(AccountNo),
    direction: Type.Optional(Side),
    amountMin: Type.Optional(Minor),
    amountMax: Type.Optional(Minor),
  },
  strict,
)
const After = Type.String({ pattern: '^[0-9]{1,18}$' })
const entriesList = { name: 'ledger.entries', query: EntriesQuery, after: After }

const entries = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/accounts/:no/entries`,
    operationId: 'listEntries',
    summary: 'entries, the newest first; a filtered page may be short and still have a next one',
    params: ByAccount,
    query: EntriesQuery,
    answer: Page(EntryAnswer),
    problems: ['account_not_found'],
    run: async ({ params, query }) => {
      const start = startOfPage(entriesList, query)
      if (!start.ok) return start
      const { filter, after, limit } = start.value
      const { amountMin, amountMax, ...rest } = filter
      const wanted = { ...rest, amountMin: minorIf(amountMin), amountMax: minorIf(amountMax) }
      const below = after === undefined ? undefined : BigInt(after)
      const page = await listEntries(database, params.no, { filter: wanted, below, limit })
      if (page === undefined) return missing(params.no)
      // The page says itself where the next one begins: of two marks the first is that place.
      const marks = page.nextBelow === undefined ? [] : [page.nextBelow, page.nextBelow]
      const place = { keyOf: String, show: String }
      const { nextCursor } = endOfPage({ ...start.value, limit: 1 }, marks, place)
      return accept({ items: page.items.map(entryAnswer), nextCursor })
    },
  })

const Basis = Type.Enum(['booked', 'effective'])
const BalanceAnswer = Type.Object({
  accountNo: Type.String(),
  currency: Currency,
  normalSide: Side,
  at: Type.String(),
  basis: Basis,
  balance: Minor,
  sequence: Type.Union([Minor, Type.Null()], {
    description: 'of the last entry booked by then',
  }),
})

const balance = ({ database, clock }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/accounts/:no/balance`,
    operationId: 'getBalance',
    summary: 'the balance at an instant (booked) or at the end of a day (booked or effective)',
    params: ByAccount,
    query: Type.Object(
      {
        at: Type.Optional(Type.Union([DateTime, Day])),
        basis: Type.Optional(Basis),
      },
      strict,
    ),
    answer: BalanceAnswer,
    problems: ['account_not_found', 'request_invalid'],
    run: async ({ params, query }) => {
      const { at = clock.now().toISOString(), basis = 'booked' } = query
      const moment = momentAsked(at, basis)
      if (!moment.ok) return moment
      const found = await balanceAt(database, params.no, moment.value)
      if (found === undefined) return missing(params.no)
      const { accountNo, currency, normalSide } = found
      const sequence = minorJson(found.sequence)
      const held = { balance: minorJson(found.balance), sequence }
      return accept({ accountNo, currency, normalSide, at, basis, ...held })
    },
  })

function momentAsked(at: string, basis: 'booked' | 'effective'): Result<Moment, 'request_invalid'> {
  if (isBusinessDate(at)) {
    return accept(basis === 'booked' ? { basis, day: at } : { basis, day: at })
  }
  if (basis === 'booked') return accept({ basis, at: momentOf(at) })
  return refuse('request_invalid', 'An effective balance is asked for a day, like at=2026-01-31.')
}

const ExplanationAnswer = Type.Object({
  account: AccountAnswer,
  at: DateTime,
  balance: Minor,
  before: Minor,
  parts: Type.Array(
    Type.Object({
      bizType: Type.String(),
      direction: Side,
      count: Minor,
      amount: Minor,
      effect: Minor,
    }),
  ),
  recent: Type.Array(EntryAnswer),
  holds: Type.Array(HoldAnswer),
})

const explanation = ({ database, clock }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/accounts/:no/explain`,
    operationId: 'explainBalance',
    summary: 'what the balance is made of: before + Σ effect = balance',
    params: ByAccount,
    query: Type.Object({ at: Type.Optional(DateTime) }, strict),
    answer: ExplanationAnswer,
    problems: ['account_not_found'],
    run: async ({ params, query }) => {
      const now = clock.now()
      const at = momentIf(query.at) ?? now
      const found = await explain(database, params.no, { at, now })
      if (found === undefined) return missing(params.no)
      return accept({
        account: accountAnswer(found.account),
        at: at.toISOString(),
        balance: minorJson(found.balance),
        before: minorJson(found.before),
        parts: found.parts.map((part) => ({
          ...part,
          count: minorJson(part.count),
          amount: minorJson(part.amount),
          effect: minorJson(part.effect),
        })),
        recent: found.recent.map(entryAnswer),
        holds: found.holds.map(holdAnswer),
      })
    },
  })

const StatementQuery = Type.Object(
  { from: Day, to: Day, format: Type.Optional(Type.Enum(['csv', 'xlsx'])) },
  strict,
)

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const statement = ({ database, clock }: Rooms): Route =>
  raw({
    ...shared,
    method: 'GET',
    path: `${base}/accounts/:no/statement`,
    operationId: 'downloadStatement',
    summary: 'the entries of some days as csv or xlsx, with opening and closing balance',
    params: ByAccount,
    query: StatementQuery,
    problems: ['account_not_found'],
    produces: 'text/csv',
    run: async (request, reply) => {
      // Both were validated against the schemas above.
      const { no } = request.params as { no: string }
      const {
        from,
        to,
        format = 'csv',
      } = request.query as {
        from: string
        to: string
        format?: 'csv' | 'xlsx'
      }
      const wanted = { accountNo: no, from, to, now: clock.now() }
      const opened = await openStatement(database, wanted)
      if (opened === undefined) return await sendProblem(reply, missing(no).problem)
      const lines = statementLines(opened)
      const stream = Readable.from(format === 'csv' ? csvOf(lines) : xlsxOf(lines))
      return await reply
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : xlsxType)
        .header('content-disposition', `attachment; filename="${no}-${from}-${to}.${format}"`)
        .send(stream)
    },
  })

const status = (verb: 'freeze' | 'unfreeze' | 'close', to: AccountStatus): Route =>
  command({
    ...shared,
    access: writers,
    path: `${base}/accounts/:no/${verb}`,
    operationId: `${verb}Account`,
    summary: `${verb}s an account; the reason stands in the audit trail`,
    params: ByAccount,
    body: Type.Object({ reason: Prose(reasonMax) }, strict),
    answer: AccountAnswer,
    problems: [
      'account_not_found',
      'account_closed',
      'account_status_unchanged',
      'account_not_empty',
    ],
    each: async (tx, { params, body, ...deed }) => {
      const wanted = { accountNo: params.no, to, reason: body.reason }
      const changed = await changeStatus(tx, wanted, deed)
      if (!changed.ok) return changed
      const account = await findAccount(tx, params.no, deed.at)
      assert(account, 'its status was changed just now')
      return accept(accountAnswer(account))
    },
  })
