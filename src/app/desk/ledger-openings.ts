/** Opening balances (期初余额) from a file: looked at, tried, brought in, undone. */
import { Type } from 'typebox'
import { command, Currency, DateTime, Day, Page, pageQuery, read, type Route } from '#kernel/http'
import { asId } from '#kernel/id'
import {
  bringInOpening,
  ledgerProblems,
  listOpenings,
  previewOpening,
  undoOpening,
  type OpeningPreview,
  type OpeningView,
} from '#kernel/ledger'
import type { Kernel } from '#kernel/module'
import { accept } from '#kernel/problem'
import { endOfPage, startOfPage } from './cursor.ts'
import { base, ledgerZone, readers, writers } from './ledger-shape.ts'
import { ById, Prose, strict, Uuid } from './shape.ts'

type Rooms = Pick<Kernel, 'database' | 'clock'>

const shared = { tag: 'ledger', access: readers }
const reasonMax = 500
const fileCharactersMax = 6_000_000
const bodyBytesMax = 8_388_608

export const openingRoutes = (rooms: Rooms): readonly Route[] => [
  openings(rooms),
  openingPreview(rooms),
  opening(rooms),
  openingUndo(rooms),
]

const Total = Type.String({ pattern: '^[0-9]+$', description: 'minor units, as text' })

const NullableText = Type.Union([Type.String(), Type.Null()])

const OpeningAnswer = Type.Object({
  id: Uuid,
  effectiveDate: Day,
  sha256: Type.String(),
  lines: Type.Integer(),
  status: Type.Enum(['brought', 'undone']),
  broughtBy: Type.String(),
  broughtAt: DateTime,
  undoneBy: NullableText,
  undoneAt: Type.Union([DateTime, Type.Null()]),
})

const openingAnswer = ({ broughtAt, undoneAt, ...rest }: OpeningView) => ({
  ...rest,
  broughtAt: broughtAt.toISOString(),
  undoneAt: undoneAt?.toISOString() ?? null,
})

const OpeningsQuery = Type.Object({ ...pageQuery }, strict)
const openingsList = { name: 'ledger.openings', query: OpeningsQuery, after: Uuid }

const openings = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/openings`,
    operationId: 'listOpenings',
    summary: 'files of opening balances that were brought in, the newest first',
    query: OpeningsQuery,
    answer: Page(OpeningAnswer),
    problems: [],
    run: async ({ query }) => {
      const start = startOfPage(openingsList, query)
      if (!start.ok) return start
      const { after, limit } = start.value
      const found = await listOpenings(database, { after, limit: limit + 1 })
      const shown = { keyOf: ({ id }: OpeningView) => id, show: openingAnswer }
      return accept(endOfPage(start.value, found, shown))
    },
  })

const File = Type.String({
  maxLength: fileCharactersMax,
  description: 'CSV with the columns account_no and balance (in major units)',
})

const PreviewAnswer = Type.Object({
  sha256: Type.String(),
  lines: Type.Integer(),
  faults: Type.Array(Type.Object({ line: Type.Integer(), detail: Type.String() })),
  totals: Type.Array(Type.Object({ currency: Currency, debit: Total, credit: Total })),
  balanced: Type.Boolean(),
})

const previewAnswer = ({ sha256, lines, faults, totals }: OpeningPreview) => ({
  sha256,
  lines: lines.length,
  faults: faults.map((fault) => ({ ...fault })),
  totals: totals.map(({ currency, debit, credit }) => ({
    currency,
    debit: String(debit),
    credit: String(credit),
  })),
  balanced: faults.length === 0 && totals.every(({ debit, credit }) => debit === credit),
})

const openingPreview = ({ database }: Rooms): Route =>
  command({
    ...shared,
    access: writers,
    path: `${base}/openings/preview`,
    operationId: 'previewOpening',
    summary: 'reads a file of opening balances: lines, totals, and what is wrong in which line',
    body: Type.Object({ file: File }, strict),
    answer: PreviewAnswer,
    problems: [],
    bodyBytesMax,
    dry: () => true,
    each: async (_tx, { body }) => accept(previewAnswer(await previewOpening(database, body.file))),
  })

const openingProblems = Object.keys(ledgerProblems)

const opening = ({ clock }: Rooms): Route =>
  command({
    ...shared,
    access: writers,
    path: `${base}/openings`,
    operationId: 'bringInOpening',
    summary: 'brings opening balances in; dryRun does everything and takes it back again',
    body: Type.Object(
      { file: File, effectiveDate: Day, dryRun: Type.Optional(Type.Boolean()) },
      strict,
    ),
    answer: Type.Object({ id: Type.Union([Uuid, Type.Null()]), preview: PreviewAnswer }),
    problems: openingProblems,
    bodyBytesMax,
    each: async (tx, { body, ...deed }) => {
      const { file, effectiveDate, dryRun = false } = body
      const options = { clock, zone: ledgerZone }
      const wanted = { text: file, effectiveDate, dryRun }
      const brought = await bringInOpening(tx, wanted, { deed, options })
      if (!brought.ok) return brought
      const { id, preview } = brought.value
      return accept({ id: dryRun ? null : id, preview: previewAnswer(preview) })
    },
  })

const openingUndo = ({ clock }: Rooms): Route =>
  command({
    ...shared,
    access: writers,
    path: `${base}/openings/:id/undo`,
    operationId: 'undoOpening',
    summary: 'reverses opening balances, as long as their period has not closed',
    params: ById,
    body: Type.Object({ reason: Prose(reasonMax) }, strict),
    answer: Type.Object({ undone: Type.Literal(true) }),
    problems: openingProblems,
    each: async (tx, { params, body, ...deed }) => {
      const wanted = { id: asId<'opening'>(params.id), reason: body.reason }
      const options = { clock, zone: ledgerZone }
      const undone = await undoOpening(tx, wanted, { deed, options })
      return undone.ok ? accept({ undone: true as const }) : undone
    },
  })
