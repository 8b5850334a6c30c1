/** The ledger's lists as files. Entries of one account have their statement. */
import { Type, type Static } from 'typebox'
import { Currency, Day } from '#kernel/http'
import {
  listAccounts,
  listJournals,
  type AccountView,
  type JournalRow,
  type Place,
} from '#kernel/ledger'
import type { ExportRequest, ExportSource, Kernel } from '#kernel/module'
import { accept } from '#kernel/problem'
import type { Column, Value } from '#kernel/sheet'
import { AccountNo, Kind, readers, Word } from './ledger-shape.ts'
import { strict } from './shape.ts'

type Rooms = Pick<Kernel, 'database'>

const shared = { tag: 'ledger', access: readers }
const pageMax = 500

export const ledgerSources = (rooms: Rooms): readonly ExportSource[] => [
  accountSource(rooms),
  journalSource(rooms),
]

type Titles = readonly (readonly [zh: string, en: string, kind: Column['kind']])[]

const columnsIn = (titles: Titles, language: ExportRequest['language']): readonly Column[] =>
  titles.map(([zh, en, kind]) => ({ title: language === 'zh' ? zh : en, kind }))

// prettier-ignore
const accountTitles: Titles = [
  ['账号',     'Account',       'text'],
  ['户名',     'Name',          'text'],
  ['科目',     'Account type',  'text'],
  ['币种',     'Currency',      'text'],
  ['状态',     'Status',        'text'],
  ['余额',     'Balance',       'amount'],
  ['冻结',     'Reserved',      'amount'],
  ['可用',     'Available',     'amount'],
  ['所有人',   'Owner',         'text'],
  ['商户号',   'Merchant',      'text'],
  ['流水笔数', 'Entries',       'integer'],
  ['最近记账', 'Last booked',   'moment'],
]

const AccountsQuery = Type.Object(
  {
    search: Type.Optional(Word),
    accountType: Type.Optional(Word),
    currency: Type.Optional(Currency),
    status: Type.Optional(Type.Enum(['normal', 'frozen', 'closed'])),
  },
  strict,
)
type AccountsQuery = Static<typeof AccountsQuery>

const accountSource = ({ database }: Rooms): ExportSource => ({
  ...shared,
  name: 'ledger.accounts',
  query: AccountsQuery,
  open: async ({ query, at, language }) => {
    async function* rows() {
      let after: string | undefined
      for (;;) {
        // It was checked against the schema when it was asked.
        const wanted = { filter: query as AccountsQuery, after, limit: pageMax, at }
        const found = await listAccounts(database, wanted)
        yield found.map(accountValues)
        if (found.length < pageMax) return
        after = found.at(-1)?.accountNo
      }
    }
    return accept({ columns: columnsIn(accountTitles, language), total: undefined, rows: rows() })
  },
})

function accountValues(account: AccountView): readonly Value[] {
  const { accountNo, name, accountType, currency, status, owner, merchantNo } = account
  const money = (amount: bigint) => ({ amount, currency })
  return [
    accountNo,
    name,
    accountType,
    currency,
    status,
    money(account.balance),
    money(account.frozen),
    money(account.available),
    owner,
    merchantNo,
    account.sequence,
    account.sequence === 0n ? null : account.lastAt,
  ]
}

// prettier-ignore
const journalTitles: Titles = [
  ['业务单号', 'Number',        'text'],
  ['业务类型', 'Business type', 'text'],
  ['类型',     'Kind',          'text'],
  ['调用方',   'Caller',        'text'],
  ['借方',     'Debit',         'text'],
  ['贷方',     'Credit',        'text'],
  ['分录数',   'Legs',          'integer'],
  ['币种',     'Currency',      'text'],
  ['发生额',   'Moved',         'amount'],
  ['起息日',   'Effective',     'day'],
  ['记账时间', 'Booked',        'moment'],
  ['摘要',     'Memo',          'text'],
  ['凭证号',   'Journal id',    'text'],
]

const JournalsQuery = Type.Object(
  {
    id: Type.Optional(Type.String({ pattern: '^[0-9]{1,18}$' })),
    bizNo: Type.Optional(Word),
    bizType: Type.Optional(Word),
    caller: Type.Optional(Word),
    kind: Type.Optional(Kind),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    accountNo: Type.Optional(AccountNo),
  },
  strict,
)
type JournalsQuery = Static<typeof JournalsQuery>

const journalSource = ({ database }: Rooms): ExportSource => ({
  ...shared,
  name: 'ledger.journals',
  query: JournalsQuery,
  open: async ({ query, language }) => {
    // It was checked against the schema when it was asked.
    const { id, ...rest } = query as JournalsQuery
    const filter = { ...rest, id: id === undefined ? undefined : BigInt(id) }
    async function* rows() {
      let after: Place | undefined
      do {
        const page = await listJournals(database, { filter, after, limit: pageMax })
        yield page.items.flatMap(journalValues)
        after = page.next
      } while (after !== undefined)
    }
    return accept({ columns: columnsIn(journalTitles, language), total: undefined, rows: rows() })
  },
})

/** A line for each currency that it moved; one line where nothing moved. */
function journalValues(journal: JournalRow): readonly (readonly Value[])[] {
  const { bizNo, bizType, kind, caller, debit, credit, legs, moved } = journal
  const head = [bizNo, bizType, kind, caller, debit, credit, legs]
  const tail = [journal.effectiveDate, journal.bookedAt, journal.memo, String(journal.id)]
  if (moved.length === 0) return [[...head, null, null, ...tail]]
  return moved.map(({ currency, amount }) => [
    ...head,
    currency,
    { amount: BigInt(amount), currency },
    ...tail,
  ])
}
