/**
 * The strings that a test pulls: what the next request meets, and what was heard and said so
 * far.
 */
import type { FastifyInstance } from 'fastify'

export const behaviours = [
  'approve',
  'refuse',
  'refuse_at_once',
  'time_out',
  'answer_late',
  'answer_twice',
  'lose_callback',
  'answer_then_drop',
  'wrong_amount',
  'server_error',
] as const

export type Behaviour = (typeof behaviours)[number]

export interface Plan {
  readonly behaviour: Behaviour
  readonly delayMs?: number
}

export interface Call {
  readonly partner: string
  readonly direction: 'received' | 'sent'
  readonly at: string
  readonly method: string
  readonly path: string
  readonly body: unknown
  /** What was answered; null when nobody answered. */
  readonly status: number | null
}

const callsMax = 2_000
const plansMax = 1_000

export interface Control {
  /** What the next request of this partner meets, if a test has said so. */
  take(partner: string): Plan | undefined
  note(call: Omit<Call, 'at'>): void
  onReset(what: () => void): void
  routes(app: FastifyInstance): void
}

export function openControl(partners: readonly string[]): Control {
  const plans = new Map<string, Plan[]>()
  const calls: Call[] = []
  const resets: (() => void)[] = [
    () => plans.clear(),
    () => {
      calls.length = 0
    },
  ]
  return {
    take: (partner) => plans.get(partner)?.shift(),
    note: (call) => {
      calls.push({ ...call, at: new Date().toISOString() })
      if (calls.length > callsMax) calls.shift()
    },
    onReset: (what) => void resets.push(what),
    routes: (app) => {
      app.post<{ Body: Plan & { partner: string } }>(
        '/sandbox/next',
        { schema: { body: nextSchema(partners) } },
        async ({ body: { partner, ...plan } }, reply) => {
          const waiting = plans.get(partner) ?? []
          if (waiting.length >= plansMax) {
            return await reply.code(409).send({ code: 'TOO_MANY', message: `${plansMax} wait` })
          }
          plans.set(partner, [...waiting, plan])
          return { partner, waiting: waiting.length + 1 }
        },
      )
      app.get('/sandbox', async () => ({
        behaviours,
        partners: partners.map((partner) => ({ partner, waiting: plans.get(partner) ?? [] })),
      }))
      app.get<{ Querystring: { partner?: string } }>('/sandbox/calls', async ({ query }) => ({
        items: calls.filter(({ partner }) => partner === (query.partner ?? partner)),
      }))
      app.post('/sandbox/reset', async () => {
        for (const reset of resets) reset()
        return { reset: true }
      })
    },
  }
}

const nextSchema = (partners: readonly string[]): object => ({
  type: 'object',
  required: ['partner', 'behaviour'],
  additionalProperties: false,
  properties: {
    partner: { enum: partners },
    behaviour: { enum: behaviours },
    delayMs: { type: 'integer', minimum: 0, maximum: 3_600_000 },
  },
})
