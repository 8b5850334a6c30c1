/**
 * The simulated partners of a demo: how one answers next, what it heard and said. Only a demo has
 * them; anywhere else there is nothing at these addresses.
 */
import { Type, type Static, type TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { record } from '#kernel/audit'
import { subjectOf } from '#kernel/auth'
import { DateTime, raw, read, sendProblem, type Context, type Route } from '#kernel/http'
import type { Kernel } from '#kernel/module'
import { accept, refuse, type Json, type ProblemTable, type Result } from '#kernel/problem'
import { clockRoutes, demoClock } from './demo-clock.ts'
import { Line, strict } from './shape.ts'

type Rooms = Pick<Kernel, 'clock' | 'config' | 'database' | 'jobs'>

export const sandboxProblems: ProblemTable = {
  sandbox_absent: { status: 404, means: 'only a demo in its own database has a sandbox' },
  sandbox_silent: { status: 503, means: 'the simulated partners do not answer' },
  sandbox_refused: { status: 422, means: 'the simulated partners do not take that' },
  clock_too_far: { status: 422, means: 'the clock of a demo goes so far ahead and no further' },
}

const shared = { tag: 'sandbox', access: ['admin'] as const }
const base = '/api/v1/sandbox'
const wordMax = 100
const delayMsMax = 3_600_000
const callsMax = 2_000

export const sandboxRoutes = (kernel: Rooms): readonly Route[] => [
  overview(kernel),
  calls(kernel),
  plan(kernel),
  reset(kernel),
  ...clockRoutes(kernel),
]

const Plan = Type.Object({
  behaviour: Type.String(),
  delayMs: Type.Optional(Type.Integer()),
})

const Overview = Type.Object({
  behaviours: Type.Array(Type.String()),
  partners: Type.Array(
    Type.Object({
      partner: Type.String(),
      waiting: Type.Array(Plan, { description: 'what its next requests meet, in this order' }),
    }),
  ),
})

const overview = (kernel: Rooms): Route =>
  read({
    ...shared,
    path: base,
    operationId: 'getSandbox',
    summary: 'the simulated partners, how they can answer, and what was chosen for them',
    answer: Overview,
    problems: ['sandbox_absent', 'sandbox_silent'],
    run: () => ask(kernel, { path: '/sandbox' }, Overview),
  })

const Calls = Type.Object({
  items: Type.Array(
    Type.Object({
      partner: Type.String(),
      direction: Type.Enum(['received', 'sent']),
      at: DateTime,
      method: Type.String(),
      path: Type.String(),
      body: Type.Unknown(),
      status: Type.Union([Type.Integer(), Type.Null()], { description: 'null: nobody answered' }),
    }),
    { maxItems: callsMax },
  ),
})

const calls = (kernel: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/calls`,
    operationId: 'listSandboxCalls',
    summary: 'what the simulated partners heard and said since they were reset, newest last',
    query: Type.Object({ partner: Type.Optional(Line(wordMax)) }, strict),
    answer: Calls,
    problems: ['sandbox_absent', 'sandbox_silent'],
    run: ({ query: { partner } }) => {
      const asked = partner === undefined ? '' : `?partner=${encodeURIComponent(partner)}`
      return ask(kernel, { path: `/sandbox/calls${asked}` }, Calls)
    },
  })

const NextPlan = Type.Object(
  {
    partner: Line(wordMax),
    behaviour: Line(wordMax),
    delayMs: Type.Optional(Type.Integer({ minimum: 0, maximum: delayMsMax })),
  },
  strict,
)
const Planned = Type.Object({ partner: Type.String(), waiting: Type.Integer() })

/** Outside of any transaction, since the sandbox is asked over HTTP. */
const plan = (kernel: Rooms): Route =>
  raw({
    ...shared,
    method: 'POST',
    path: `${base}/next`,
    operationId: 'chooseSandboxAnswer',
    summary: 'decides how a simulated partner answers its next request; several wait in line',
    body: NextPlan,
    answer: Planned,
    problems: ['sandbox_absent', 'sandbox_silent', 'sandbox_refused'],
    run: async (request, reply, context) => {
      // It was validated against the schema above.
      const body = request.body as Static<typeof NextPlan>
      const planned = await ask(kernel, { path: '/sandbox/next', body }, Planned)
      if (!planned.ok) return await sendProblem(reply, planned.problem)
      await tell(kernel, context, { action: 'sandbox.choose-answer', after: { ...body } })
      return planned.value
    },
  })

const Reset = Type.Object({ reset: Type.Boolean() })

const reset = (kernel: Rooms): Route =>
  raw({
    ...shared,
    method: 'POST',
    path: `${base}/reset`,
    operationId: 'resetSandbox',
    summary: 'the simulated partners forget what they heard, said, and were told to do next',
    answer: Reset,
    problems: ['sandbox_absent', 'sandbox_silent'],
    run: async (_request, reply, context) => {
      const done = await ask(kernel, { path: '/sandbox/reset', body: {} }, Reset)
      if (!done.ok) return await sendProblem(reply, done.problem)
      await tell(kernel, context, { action: 'sandbox.reset', after: null })
      return done.value
    },
  })

interface Told {
  readonly action: string
  readonly after: Json
}

const tell = ({ database }: Rooms, context: Context, { action, after }: Told): Promise<void> => {
  const { actor, at, requestId } = context
  const entry = { at, actor: subjectOf(actor), action, subject: 'sandbox:partners', requestId }
  return database.transaction((tx) => record(tx, [{ ...entry, after }]))
}

interface Question {
  readonly path: string
  readonly body?: object
}

type SandboxRefusal = 'sandbox_absent' | 'sandbox_silent' | 'sandbox_refused'

const timeLimitMs = 3_000

async function ask<Answer extends TSchema>(
  kernel: Rooms,
  { path, body }: Question,
  answer: Answer,
): Promise<Result<Static<Answer>, SandboxRefusal>> {
  const demo = demoClock(kernel)
  if (!demo.ok) return demo
  const url = `http://127.0.0.1:${kernel.config.sandboxPort}${path}`
  try {
    const response = await fetch(url, {
      ...(body === undefined ? {} : posted(body)),
      signal: AbortSignal.timeout(timeLimitMs),
    })
    const said: unknown = await response.json()
    if (response.ok && Value.Check(answer, said)) return accept(said)
    const message: unknown = Reflect.get(Object(said), 'message')
    return refuse('sandbox_refused', `The sandbox answered ${response.status}: ${String(message)}`)
  } catch {
    // It is a process of its own: it may be gone, or on its way.
    return refuse('sandbox_silent', `The simulated partners do not answer at ${url}.`)
  }
}

const posted = (body: object) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
