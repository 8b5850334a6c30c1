/** Holds over HTTP: reserved, posted, voided, looked at. */
import { Type, type Static } from 'typebox'
import type { Tx } from '#kernel/db'
import { command, DateTime, Page, pageQuery, PositiveMinor, read, type Route } from '#kernel/http'
import {
  findHold,
  findHoldOf,
  listHolds,
  precedence,
  type PostHold,
  type Reserve,
  type VoidHold,
} from '#kernel/ledger'
import { accept, assert, refuse, type Result } from '#kernel/problem'
import { endOfPage, startOfPage } from './cursor.ts'
import { described, Described, Numbered, only, postAll, type Rooms } from './ledger-post.ts'
import {
  AccountNo,
  apiCaller,
  base,
  HoldAnswer,
  holdAnswer,
  minorIf,
  minorOf,
  Posted,
  postedAnswer,
  readers,
  Word,
  writers,
} from './ledger-shape.ts'
import { momentIf } from './moment.ts'
import { ById, strict, Uuid } from './shape.ts'

const shared = { tag: 'ledger', access: writers }
const limitUsual = 50

export const holdRoutes = (rooms: Rooms): readonly Route[] => [
  hold(rooms),
  holdList(rooms),
  oneHold(rooms),
  postHold(rooms),
  voidHold(rooms),
]

const HoldBody = Type.Object(
  {
    ...Numbered,
    ...Described,
    accountNo: AccountNo,
    amount: PositiveMinor,
    expiresAt: Type.Optional(DateTime),
  },
  strict,
)

const hold = (rooms: Rooms): Route =>
  command({
    ...shared,
    path: `${base}/holds`,
    operationId: 'makeHold',
    summary: 'reserves an amount until it is posted, voided or expires',
    body: HoldBody,
    answer: HoldAnswer,
    status: 201,
    problems: precedence,
    all: async (tx, calls) => {
      const commands = calls.map(({ body }): Reserve => ({
        kind: 'hold',
        ...described(rooms.clock, body),
        bizType: body.bizType,
        bizNo: body.bizNo,
        linked: false,
        accountNo: body.accountNo,
        amount: minorOf(body.amount),
        expiresAt: momentIf(body.expiresAt) ?? null,
      }))
      const results = await postAll(
        tx,
        rooms,
        commands.map((one) => [one]),
      )
      return await Promise.all(
        results.map(async (outcomes) => {
          const outcome = only(outcomes)
          if (!outcome.ok) return outcome
          const made = await findHoldOf(tx, outcome.value.journal, rooms.clock.now())
          assert(made, 'it was made just now, or before')
          return accept(holdAnswer(made))
        }),
      )
    },
  })

const HoldsQuery = Type.Object(
  {
    ...pageQuery,
    accountNo: AccountNo,
    status: Type.Optional(Type.Enum(['open', 'posted', 'voided', 'expired'])),
  },
  strict,
)
const HoldsCursor = Type.Partial(HoldsQuery, strict)
const holdsList = { name: 'ledger.holds', query: HoldsCursor, after: Uuid }

const holdList = ({ database, clock }: Rooms): Route =>
  read({
    ...shared,
    access: readers,
    path: `${base}/holds`,
    operationId: 'listHolds',
    summary: 'holds of an account, the oldest first',
    query: HoldsQuery,
    answer: Page(HoldAnswer),
    problems: [],
    run: async ({ query }) => {
      const { accountNo, limit = limitUsual } = query
      const start = startOfPage(holdsList, query)
      if (!start.ok) return start
      const { filter, after } = start.value
      const asked = { accountNo, status: filter.status, after, limit: limit + 1 }
      const found = await listHolds(database, { ...asked, now: clock.now() })
      const shown = { keyOf: (item: { id: string }) => item.id, show: holdAnswer }
      return accept(endOfPage(start.value, found, shown))
    },
  })

const oneHold = ({ database, clock }: Rooms): Route =>
  read({
    ...shared,
    access: readers,
    path: `${base}/holds/:id`,
    operationId: 'getHold',
    summary: 'one hold as it is now',
    params: ById,
    answer: HoldAnswer,
    problems: ['hold_not_found'],
    run: async ({ params }) => {
      const found = await findHold(database, params.id, clock.now())
      return found ? accept(holdAnswer(found)) : noHold(params.id)
    },
  })

const noHold = (id: string) => refuse('hold_not_found', `There is no hold ${id}.`)

/** A hold of our own callers; those of a product are the product's. */
async function ourHold(tx: Tx, { clock }: Rooms, id: string) {
  const found = await findHold(tx, id, clock.now())
  return found?.caller === apiCaller ? found : undefined
}

const postHold = (rooms: Rooms): Route =>
  command({
    ...shared,
    path: `${base}/holds/:id/post`,
    operationId: 'postHold',
    summary: 'posts a hold to another account, all of it or a part; the rest is released',
    params: ById,
    body: Type.Object(
      {
        bizNo: Word,
        bizType: Type.Optional(Word),
        to: AccountNo,
        amount: Type.Optional(PositiveMinor),
        ...Described,
      },
      strict,
    ),
    answer: Posted,
    problems: precedence,
    each: async (tx, { params, body }): Promise<Result<Static<typeof Posted>>> => {
      const found = await ourHold(tx, rooms, params.id)
      if (found === undefined) return noHold(params.id)
      const wanted: PostHold = {
        kind: 'post_hold',
        ...described(rooms.clock, body),
        bizType: body.bizType ?? 'HOLD_POST',
        bizNo: body.bizNo,
        linked: false,
        holdBizType: found.bizType,
        holdBizNo: found.bizNo,
        to: body.to,
        amount: minorIf(body.amount) ?? null,
      }
      const [outcomes = []] = await postAll(tx, rooms, [[wanted]])
      return postedAnswer(only(outcomes))
    },
  })

const voidHold = (rooms: Rooms): Route =>
  command({
    ...shared,
    path: `${base}/holds/:id/void`,
    operationId: 'voidHold',
    summary: 'releases a hold',
    params: ById,
    body: Type.Object({ bizNo: Word, bizType: Type.Optional(Word), ...Described }, strict),
    answer: Posted,
    problems: precedence,
    each: async (tx, { params, body }): Promise<Result<Static<typeof Posted>>> => {
      const found = await ourHold(tx, rooms, params.id)
      if (found === undefined) return noHold(params.id)
      const wanted: VoidHold = {
        kind: 'void_hold',
        ...described(rooms.clock, body),
        bizType: body.bizType ?? 'HOLD_VOID',
        bizNo: body.bizNo,
        linked: false,
        holdBizType: found.bizType,
        holdBizNo: found.bizNo,
      }
      const [outcomes = []] = await postAll(tx, rooms, [[wanted]])
      return postedAnswer(only(outcomes))
    },
  })
