/** What people keep of their lists: the columns they want to see, and filters under a name. */
import { Type } from 'typebox'
import { displayNames, type Actor } from '#kernel/auth'
import type { Reader } from '#kernel/db'
import { command, read, type Route } from '#kernel/http'
import { newId } from '#kernel/id'
import type { Kernel } from '#kernel/module'
import { accept, assert, refuse, type ProblemTable, type Result } from '#kernel/problem'
import { personal } from './person.ts'
import { Line, strict, Uuid } from './shape.ts'
import {
  columnsOf,
  countViews,
  dropView,
  forgetColumns,
  keepColumns,
  keepView,
  ownViewsMax,
  viewsOf,
  type ListOwner,
  type SavedView,
} from './view-store.ts'

type Rooms = Pick<Kernel, 'database'>

export const viewProblems = {
  view_not_found: { status: 404, means: 'There is no such view, or it is a colleague’s.' },
  views_too_many: { status: 422, means: 'A person keeps at most 50 views of one list.' },
} as const satisfies ProblemTable

const shared = { tag: 'lists', access: 'signed-in' as const }
const base = '/api/v1/lists/:list'

const nameMax = 60
const searchMax = 2_000
const columnsMax = 100
const columnNameMax = 60

const List = Type.Object({
  list: Type.String({
    pattern: '^[a-z][A-Za-z0-9._-]{0,99}$',
    description: 'name of a list of the console: auto-loan.orders',
  }),
})

const ViewAnswer = Type.Object({
  id: Uuid,
  name: Type.String(),
  search: Type.String({ description: 'filters and sort as the console’s address has them' }),
  shared: Type.Boolean({ description: 'colleagues see it too' }),
  own: Type.Boolean(),
  owner: Type.String({ description: 'what the person is called who saved it' }),
})

const Columns = Type.Union([
  Type.Array(Line(columnNameMax), { maxItems: columnsMax, uniqueItems: true }),
  Type.Null(),
])

export const viewRoutes = (kernel: Rooms): readonly Route[] => [
  settings(kernel),
  chooseColumns(),
  saveView(),
  deleteView(),
]

function ownerOf(actor: Actor, list: string): Result<ListOwner, 'actor_not_allowed'> {
  const person = personal(actor)
  if (!person.ok) return person
  const { party } = actor
  const at = party === undefined ? '' : `${party.kind} ${party.code}`
  return accept({ person: person.value, party: at, list })
}

async function shown(reader: Reader, owner: ListOwner, views: readonly SavedView[]) {
  const names = await displayNames(reader, [...new Set(views.map(({ ownerId }) => ownerId))])
  const nameOf = new Map(names.map(({ id, name }) => [id, name]))
  return views.map(({ ownerId, ...view }) => ({
    ...view,
    own: ownerId === owner.person,
    owner: nameOf.get(ownerId) ?? '',
  }))
}

const settings = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: base,
    operationId: 'getListSettings',
    summary: 'the caller’s columns and views of a list, and the views that colleagues share',
    params: List,
    answer: Type.Object({ columns: Columns, views: Type.Array(ViewAnswer) }),
    problems: ['actor_not_allowed'],
    run: async ({ params, actor }) => {
      const owner = ownerOf(actor, params.list)
      if (!owner.ok) return owner
      const [columns, views] = await Promise.all([
        columnsOf(database, owner.value),
        viewsOf(database, owner.value),
      ])
      return accept({
        columns: columns === null ? null : [...columns],
        views: await shown(database, owner.value, views),
      })
    },
  })

const chooseColumns = (): Route =>
  command({
    ...shared,
    method: 'PUT',
    path: `${base}/columns`,
    operationId: 'chooseColumns',
    summary: 'which columns the caller sees in a list; null is the usual ones',
    params: List,
    body: Type.Object({ columns: Columns }, strict),
    answer: Type.Object({ columns: Columns }),
    problems: ['actor_not_allowed'],
    each: async (tx, { params, body, actor, at }) => {
      const owner = ownerOf(actor, params.list)
      if (!owner.ok) return owner
      const { columns } = body
      if (columns === null) await forgetColumns(tx, owner.value)
      else await keepColumns(tx, owner.value, { columns, at })
      return accept({ columns })
    },
  })

const saveView = (): Route =>
  command({
    ...shared,
    path: `${base}/views`,
    operationId: 'saveView',
    summary: 'keeps filters and sort under a name; the same name again replaces what it meant',
    params: List,
    body: Type.Object(
      {
        name: Line(nameMax),
        search: Type.String({ maxLength: searchMax, pattern: '^[^\\u0000-\\u001f\\u007f]*$' }),
        shared: Type.Boolean(),
      },
      strict,
    ),
    answer: ViewAnswer,
    status: 201,
    problems: ['actor_not_allowed', 'views_too_many'],
    each: async (tx, { params, body, actor, at }) => {
      const owner = ownerOf(actor, params.list)
      if (!owner.ok) return owner
      const ownerId = owner.value.person
      const view = { id: newId<'view'>(), ownerId, ...body }
      const kept = await keepView(tx, owner.value, { view, at })
      // What is refused here is undone: commands run behind a savepoint.
      if ((await countViews(tx, owner.value)) > ownViewsMax) {
        return refuse('views_too_many', `A list has at most ${ownViewsMax} views of one person.`)
      }
      const [answer] = await shown(tx, owner.value, [kept])
      assert(answer, 'one view was shown')
      return accept(answer)
    },
  })

const deleteView = (): Route =>
  command({
    ...shared,
    method: 'DELETE',
    path: `${base}/views/:id`,
    operationId: 'deleteView',
    summary: 'forgets a view of one’s own',
    params: Type.Object({ ...List.properties, id: Uuid }),
    answer: Type.Object({ id: Uuid }),
    problems: ['actor_not_allowed', 'view_not_found'],
    each: async (tx, { params, actor }) => {
      const { list, id } = params
      const owner = ownerOf(actor, list)
      if (!owner.ok) return owner
      const dropped = await dropView(tx, owner.value, id)
      // A colleague's view is seen, but not one's own to take away.
      return dropped === 0
        ? refuse('view_not_found', `You have no view ${id} of ${list}.`)
        : accept({ id })
    },
  })
