/** Journals as people look for them: a list with filters, and one with all that belongs to it. */
import { Type, type Static } from 'typebox'
import { Currency, DateTime, Day, Minor, Page, pageQuery, read, type Route } from '#kernel/http'
import {
  findJournals,
  linksOf,
  listJournals,
  partiesOf,
  type JournalLink,
  type JournalRow,
  type JournalView,
  type Place,
} from '#kernel/ledger'
import { isUuid } from '#kernel/id'
import type { Kernel } from '#kernel/module'
import { minorJson } from '#kernel/money'
import { accept, refuse, type Json } from '#kernel/problem'
import { pageCursor, startOfPage } from './cursor.ts'
import {
  AccountNo,
  apiCaller,
  base,
  JournalAnswer,
  journalViewAnswer,
  Kind,
  readers,
  Word,
} from './ledger-shape.ts'
import { strict, Uuid } from './shape.ts'

type Rooms = Pick<Kernel, 'database'>

const shared = { tag: 'ledger', access: readers }

export const journalLists = (rooms: Rooms): readonly Route[] => [list(rooms), one(rooms)]

const NullableText = Type.Union([Type.String(), Type.Null()])
const Id = Type.String({ pattern: '^[0-9]{1,18}$' })

const Row = Type.Object({
  id: Type.String(),
  kind: Kind,
  caller: Type.String(),
  bizType: Type.String(),
  bizNo: Type.String(),
  effectiveDate: Day,
  bookedAt: DateTime,
  memo: NullableText,
  legs: Type.Integer(),
  debit: NullableText,
  credit: NullableText,
  moved: Type.Array(Type.Object({ currency: Currency, amount: Type.String() })),
})

const rowAnswer = ({ id, bookedAt, moved, ...row }: JournalRow) => ({
  ...row,
  id: String(id),
  bookedAt: bookedAt.toISOString(),
  moved: [...moved],
})

const JournalsQuery = Type.Object(
  {
    ...pageQuery,
    id: Type.Optional(Id),
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

/** `2026-01-31 4711`: a day and a number; `#17`: the entry of an account. */
const After = Type.String({ pattern: '^(?:[0-9]{4}-[0-9]{2}-[0-9]{2} |#)[0-9]{1,18}$' })
const journalsList = { name: 'ledger.journals', query: JournalsQuery, after: After }

const placeText = (place: Place): string =>
  'sequence' in place ? `#${place.sequence}` : `${place.effectiveDate} ${place.id}`

function placeFrom(text: string): Place {
  if (text.startsWith('#')) return { sequence: BigInt(text.slice(1)) }
  const [effectiveDate = '', id = '0'] = text.split(' ')
  return { effectiveDate, id: BigInt(id) }
}

const list = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/journals`,
    operationId: 'listJournals',
    summary:
      'journals, the newest first, by effective day; of an account, by the day of booking. ' +
      'A filtered page may be short and have a next one; bizNo is what it begins with',
    query: JournalsQuery,
    answer: Page(Row),
    problems: [],
    run: async ({ query }) => {
      const start = startOfPage(journalsList, query)
      if (!start.ok) return start
      const { filter, after, limit } = start.value
      const { id, ...rest } = filter
      const page = await listJournals(database, {
        filter: { ...rest, id: id === undefined ? undefined : BigInt(id) },
        after: after === undefined ? undefined : placeFrom(after),
        limit,
      })
      const nextCursor = page.next ? pageCursor(start.value, placeText(page.next)) : null
      return accept({ items: page.items.map(rowAnswer), nextCursor })
    },
  })

const Link = Type.Object({
  id: Type.String(),
  kind: Kind,
  caller: Type.String(),
  bizType: Type.String(),
  bizNo: Type.String(),
  bookedAt: DateTime,
})

const linkAnswer = ({ id, bookedAt, ...link }: JournalLink) => ({
  ...link,
  id: String(id),
  bookedAt: bookedAt.toISOString(),
})

const Cause = Type.Union([
  Type.Object({ kind: Type.Literal('order'), product: Type.String(), orderNo: Type.String() }),
  Type.Object({ kind: Type.Literal('proposal'), id: Uuid }),
  Type.Object({ kind: Type.Literal('opening'), id: Uuid }),
])
type CauseOf = Static<typeof Cause>

const Detail = Type.Object({
  ...JournalAnswer.properties,
  accounts: Type.Array(
    Type.Object({
      accountNo: Type.String(),
      name: Type.String(),
      accountType: Type.String(),
      currency: Currency,
    }),
  ),
  cause: Type.Union([Cause, Type.Null()], { description: 'what the metadata says of its reason' }),
  source: Type.Union([Link, Type.Null()], { description: 'what it reverses, posts or releases' }),
  followers: Type.Array(Link, { description: 'what reversed or posted it, the oldest first' }),
  reversal: Type.Object({
    left: Minor,
    refusal: Type.Union([
      Type.Enum(['not_reversible', 'already_reversed', 'not_of_the_desk']),
      Type.Null(),
    ]),
  }),
})

const one = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/journals/:bizNo`,
    operationId: 'getJournals',
    summary:
      'journals of a bizNo: several when it was used for several types or by several callers',
    params: Type.Object({ bizNo: Word }),
    query: Type.Object({ bizType: Type.Optional(Word), caller: Type.Optional(Word) }, strict),
    answer: Type.Object({ items: Type.Array(Detail) }),
    problems: ['journal_not_found'],
    run: async ({ params, query }) => {
      const { bizType, caller } = query
      const found = (await findJournals(database, params.bizNo)).filter(
        (journal) =>
          (bizType === undefined || journal.bizType === bizType) &&
          (caller === undefined || journal.caller === caller),
      )
      if (found.length === 0) {
        return refuse('journal_not_found', `There is no journal ${params.bizNo}.`)
      }
      const items = []
      for (const journal of found) items.push(await detailOf(database, journal))
      return accept({ items })
    },
  })

async function detailOf(database: Rooms['database'], journal: JournalView) {
  const numbers = [...new Set([...journal.debits, ...journal.credits])]
  const [accounts, { source, followers }] = await Promise.all([
    partiesOf(database, numbers),
    linksOf(database, journal),
  ])
  return {
    ...journalViewAnswer(journal),
    accounts: [...accounts],
    cause: causeOf(journal),
    source: source ? linkAnswer(source) : null,
    followers: followers.map(linkAnswer),
    reversal: reversalOf(journal),
  }
}

/** Of the metadata, by the names that posters use for it. */
function causeOf({ caller, metadata }: JournalView): CauseOf | null {
  const said = fieldsOf(metadata)
  const { orderNo, product = caller, proposal = '', opening = '' } = said
  if (isUuid(proposal)) return { kind: 'proposal', id: proposal }
  if (isUuid(opening)) return { kind: 'opening', id: opening }
  return orderNo === undefined ? null : { kind: 'order', product, orderNo }
}

function fieldsOf(metadata: Json): Readonly<Record<string, string | undefined>> {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) return {}
  const texts = Object.entries(metadata).filter(([, value]) => typeof value === 'string')
  // Only texts are left.
  return Object.fromEntries(texts) as Readonly<Record<string, string>>
}

/** The same that a reversal would be refused with; a product's journal is the product's to undo. */
function reversalOf({ kind, caller, amounts, reversed }: JournalView) {
  const total = (list: readonly bigint[]) => list.reduce((sum, amount) => sum + amount, 0n)
  const left = total(amounts) - total(reversed ?? [])
  const moved = (kind === 'post' || kind === 'post_hold') && amounts.length > 0
  const refusal = !moved
    ? ('not_reversible' as const)
    : left === 0n
      ? ('already_reversed' as const)
      : caller === apiCaller
        ? null
        : ('not_of_the_desk' as const)
  return { left: minorJson(left), refusal }
}
