/** The chart of accounts (会计科目): read by all who read the ledger, kept by those who keep it. */
import { Type } from 'typebox'
import { command, read, type Route } from '#kernel/http'
import { chartOfAccounts, defineAccountType } from '#kernel/ledger'
import type { Kernel } from '#kernel/module'
import { accept } from '#kernel/problem'
import { base, readers, Word, writers } from './ledger-shape.ts'
import { Line, strict } from './shape.ts'

type Rooms = Pick<Kernel, 'database'>

const shared = { tag: 'ledger', access: readers, path: `${base}/account-types` }
const nameMax = 100

export const chartRoutes = (rooms: Rooms): readonly Route[] => [chart(rooms), type()]

const Category = Type.Enum(['asset', 'liability', 'equity', 'income', 'expense'])

const AccountType = Type.Object(
  { accountType: Word, nameZh: Line(nameMax), nameEn: Line(nameMax), category: Category },
  strict,
)

const chart = ({ database }: Rooms): Route =>
  read({
    ...shared,
    operationId: 'listAccountTypes',
    summary: 'the chart of accounts',
    answer: Type.Object({ items: Type.Array(AccountType) }),
    problems: [],
    run: async () => accept({ items: [...(await chartOfAccounts(database))] }),
  })

const type = (): Route =>
  command({
    ...shared,
    access: writers,
    operationId: 'defineAccountType',
    summary: 'adds a type to the chart, or corrects its names; its category never changes',
    body: AccountType,
    answer: AccountType,
    problems: ['account_type_fixed'],
    each: async (tx, { body, ...deed }) => await defineAccountType(tx, body, deed),
  })
