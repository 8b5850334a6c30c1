/** What waits for whom, over HTTP: the work list of every machine, and taking orders from it. */
import { Type, type Static } from 'typebox'
import { roles, subjectOf, type Actor } from '#kernel/auth'
import { command, DateTime, Page, pageQuery, read, type Route } from '#kernel/http'
import { isUuid } from '#kernel/id'
import {
  listTaken,
  listWork,
  releaseWork,
  takeNext,
  takeWork,
  type Binding,
  type WaitingOrder,
  type WorkPosition,
  type WorkRooms,
} from '#kernel/lifecycle'
import type { Kernel } from '#kernel/module'
import { accept, refuse, type Result } from '#kernel/problem'
import { endOfPage, startOfPage } from './cursor.ts'
import { Line, strict } from './shape.ts'

const base = '/api/v1/work'
const shared = { tag: 'work', access: 'signed-in' as const }
const nameMax = 60

export const workRoutes = (kernel: Kernel, bindings: readonly Binding[]): readonly Route[] => {
  const rooms = { ...kernel, bindings }
  return [list(rooms), next(rooms), take(rooms), release(rooms)]
}

const WorkItem = Type.Object({
  machine: Type.String(),
  orderNo: Type.String(),
  definition: Type.String({ description: 'the version of the machine that the order keeps' }),
  version: Type.Integer({ description: 'of the order, for expectedVersion' }),
  state: Type.Integer(),
  stateName: Type.String(),
  stateNameEn: Type.String(),
  since: DateTime,
  roles: Type.Array(Type.String(), { description: 'who can lead it on' }),
  limitAt: Type.Union([DateTime, Type.Null()], { description: 'null: no limit is set' }),
  late: Type.Boolean(),
  mayTake: Type.Boolean(),
  taken: Type.Union([
    Type.Object({ name: Type.String(), mine: Type.Boolean(), until: DateTime }),
    Type.Null(),
  ]),
})
type WorkItem = Static<typeof WorkItem>

const viewFor =
  (actor: Actor) =>
  (order: WaitingOrder): WorkItem => ({
    machine: order.machine,
    orderNo: order.orderNo,
    definition: order.definition,
    version: order.version,
    state: order.state.code,
    stateName: order.state.name,
    stateNameEn: order.state.nameEn ?? order.state.name,
    since: order.since.toISOString(),
    roles: [...order.roles],
    limitAt: order.limitAt?.toISOString() ?? null,
    late: order.late,
    mayTake: order.mayTake,
    taken: takenView(order, actor),
  })

const takenView = ({ taken }: WaitingOrder, actor: Actor): WorkItem['taken'] =>
  taken === undefined
    ? null
    : {
        name: taken.takenByName,
        mine: taken.takenBy === subjectOf(actor),
        until: taken.expiresAt.toISOString(),
      }

const Role = Type.Optional(
  Type.Enum([...roles], {
    description: 'instead of your own; administrators and auditors may name any',
  }),
)
const WorkQuery = Type.Object(
  {
    ...pageQuery,
    machine: Type.Optional(Line(nameMax)),
    role: Role,
    mine: Type.Optional(Type.Boolean({ description: 'only what you have taken, on one page' })),
  },
  strict,
)
const workList = {
  name: 'work',
  query: WorkQuery,
  after: Type.String({ pattern: '^\\S{20,30} [a-z][a-z0-9-]* [0-9a-f-]{1,36}$' }),
}

const list = (rooms: WorkRooms): Route =>
  read({
    ...shared,
    path: base,
    operationId: 'listWork',
    summary: 'orders that wait for one of your roles, those that wait longest first',
    query: WorkQuery,
    answer: Page(WorkItem),
    problems: [],
    run: async ({ query, actor, at }) => {
      const start = startOfPage(workList, query)
      if (!start.ok) return start
      const { filter, after, limit } = start.value
      const { mine, machine, role } = filter
      const show = viewFor(actor)
      if (mine === true) {
        const found = await listTaken(rooms, rooms.database, {
          actor,
          at,
          machine,
          role,
          limit: takenShown,
        })
        return accept({ items: found.map(show), nextCursor: null })
      }
      const behind = positionOf(rooms.bindings, after)
      if (!behind.ok) return behind
      const wanted = { actor, at, machine, role, behind: behind.value, limit: limit + 1 }
      const found = await listWork(rooms, rooms.database, wanted)
      return accept(endOfPage(start.value, found, { keyOf, show }))
    },
  })

const takenShown = 200

const keyOf = ({ since, machine, id }: WorkPosition): string =>
  `${since.toISOString()} ${machine} ${id}`

/** A cursor can be written by hand: what it names must be able to exist. */
function positionOf(
  bindings: readonly Binding[],
  after: string | undefined,
): Result<WorkPosition | undefined, 'cursor_invalid'> {
  if (after === undefined) return accept(undefined)
  const [time = '', machine = '', id = ''] = after.split(' ')
  const since = new Date(time)
  const type = bindings.find((each) => each.machine === machine)?.orders.idType
  const fits = type === 'uuid' ? isUuid(id) : /^[0-9]{1,18}$/u.test(id)
  if (type !== undefined && fits && !Number.isNaN(since.getTime())) {
    return accept({ since, machine, id })
  }
  return refuse('cursor_invalid', 'This is no cursor of this list: begin without one.')
}

const OneOrder = Type.Object({ machine: Line(nameMax), orderNo: Line(nameMax) })

const take = (rooms: WorkRooms): Route =>
  command({
    ...shared,
    path: `${base}/:machine/:orderNo/take`,
    operationId: 'takeWork',
    summary: 'takes an order, or holds it longer, until it moves on or the time is over',
    params: OneOrder,
    answer: WorkItem,
    problems: ['work_not_found', 'work_taken'],
    each: async (tx, { params, actor, at }) => {
      const taken = await takeWork(rooms, tx, { ...params, actor, at })
      return taken.ok ? accept(viewFor(actor)(taken.value)) : taken
    },
  })

const release = (rooms: WorkRooms): Route =>
  command({
    ...shared,
    path: `${base}/:machine/:orderNo/release`,
    operationId: 'releaseWork',
    summary: 'gives an order back; administrators may do it for others',
    params: OneOrder,
    answer: Type.Object({ released: Type.Boolean() }),
    problems: ['work_not_found', 'work_not_yours'],
    each: async (tx, { params, actor, at }) => {
      const released = await releaseWork(rooms, tx, { ...params, actor, at })
      return released.ok ? accept({ released: true }) : released
    },
  })

const next = (rooms: WorkRooms): Route =>
  command({
    ...shared,
    path: `${base}/next`,
    operationId: 'takeNextWork',
    summary: 'takes the order that waits longest and that nobody works on',
    body: Type.Object({ machine: Type.Optional(Line(nameMax)), role: Role }, strict),
    answer: WorkItem,
    problems: ['work_empty'],
    each: async (tx, { body, actor, at }) => {
      const taken = await takeNext(rooms, tx, { ...body, actor, at })
      return taken.ok ? accept(viewFor(actor)(taken.value)) : taken
    },
  })
