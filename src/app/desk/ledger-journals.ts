/** Posting over HTTP: journals one or many at a time, and reversals. */
import { Type, type Static } from 'typebox'
import { command, PositiveMinor, type Route } from '#kernel/http'
import {
  commandsMax,
  ledgerProblems,
  precedence,
  type Outcome,
  type PostJournal,
  type Reverse,
} from '#kernel/ledger'
import { accept } from '#kernel/problem'
import {
  described,
  Described,
  Numbered,
  only,
  postAll,
  postEach,
  type Rooms,
} from './ledger-post.ts'
import {
  base,
  minorIf,
  minorOf,
  Posted,
  postedAnswer,
  TransferBody,
  Word,
  writers,
} from './ledger-shape.ts'
import { strict } from './shape.ts'

const shared = { tag: 'ledger', access: writers }
const transfersMax = 1_000
const bodyBytesMax = 8_388_608

export const journalRoutes = (rooms: Rooms): readonly Route[] => [journals(rooms), reversal(rooms)]

const JournalBody = Type.Object(
  {
    ...Numbered,
    ...Described,
    linked: Type.Optional(
      Type.Boolean({ description: 'succeeds or fails with the next journal of the list' }),
    ),
    transfers: Type.Array(TransferBody, { maxItems: transfersMax }),
  },
  strict,
)

const commandOf = (clock: Rooms['clock'], body: Static<typeof JournalBody>): PostJournal => ({
  kind: 'post',
  ...described(clock, body),
  bizType: body.bizType,
  bizNo: body.bizNo,
  linked: body.linked ?? false,
  transfers: body.transfers.map(({ debit, credit, amount, mode = 'exact' }) => ({
    debit,
    credit,
    amount: minorOf(amount),
    mode,
  })),
})

const ListAnswer = Type.Object({
  results: Type.Array(
    Type.Union([
      Type.Object({ posted: Type.Literal(true), ...Posted.properties }),
      Type.Object({
        posted: Type.Literal(false),
        code: Type.String(),
        detail: Type.String(),
        status: Type.Integer({ description: 'that it would have had alone' }),
      }),
    ]),
    { description: 'in the order of the list' },
  ),
})

const journals = (rooms: Rooms): Route =>
  command({
    ...shared,
    path: `${base}/journals`,
    operationId: 'postJournals',
    summary: `posts one journal, or a list of up to ${commandsMax}, each with its own result`,
    body: Type.Union([
      JournalBody,
      Type.Array(JournalBody, { minItems: 1, maxItems: commandsMax }),
    ]),
    answer: Type.Union([Posted, ListAnswer]),
    problems: precedence,
    bodyBytesMax,
    all: async (tx, calls) => {
      const lists = calls.map(({ body }) =>
        (Array.isArray(body) ? body : [body]).map((one) => commandOf(rooms.clock, one)),
      )
      const results = await postAll(tx, rooms, lists)
      return calls.map(({ body }, at) => {
        const outcomes = results[at] ?? []
        if (Array.isArray(body)) return accept({ results: outcomes.map(resultOf) })
        return postedAnswer(only(outcomes))
      })
    },
  })

function resultOf(outcome: Outcome) {
  const answer = postedAnswer(outcome)
  if (answer.ok) return { posted: true as const, ...answer.value }
  const { code, detail } = answer.problem
  return { posted: false as const, code, detail, status: ledgerProblems[code].status }
}

const ByNumber = Type.Object({ bizNo: Word })

const ReverseBody = Type.Object(
  {
    bizNo: Word,
    bizType: Type.Optional(Word),
    originalBizType: Word,
    amount: Type.Optional(PositiveMinor),
    ...Described,
  },
  strict,
)

const reversal = (rooms: Rooms): Route =>
  command({
    ...shared,
    path: `${base}/journals/:bizNo/reverse`,
    operationId: 'reverseJournal',
    summary: 'mirrors the recorded legs of a journal, all of what is left or a part',
    params: ByNumber,
    body: ReverseBody,
    answer: Posted,
    problems: precedence,
    all: (tx, calls) =>
      postEach(tx, rooms, calls, ({ params, body }): Reverse => ({
        kind: 'reverse',
        ...described(rooms.clock, body),
        bizType: body.bizType ?? 'REVERSAL',
        bizNo: body.bizNo,
        linked: false,
        originalBizType: body.originalBizType,
        originalBizNo: params.bizNo,
        amount: minorIf(body.amount) ?? null,
      })),
  })
