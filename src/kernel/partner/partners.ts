/** Calls outward: signed, limited in time, repeated where that is safe, each one recorded. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Static, TSchema } from 'typebox'
import type { Clock } from '../clock/index.ts'
import type { Database } from '../db/index.ts'
import type { Log } from '../log/index.ts'
import { openCircuit, type Circuit } from './circuit.ts'
import { exchange, type Exchange } from './exchange.ts'
import type { Outcome, Partner, PartnerCall } from './outcome.ts'
import { recordBegin, recordEnd } from './record.ts'

export interface PartnersOptions {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
}

export interface Partners {
  /**
   * Never inside a transaction: it waits for somebody else. Only `failed` with the partner's own
   * code is final; `unknown` is asked again by whoever called.
   */
  call<Answer extends TSchema>(
    partner: Partner,
    call: PartnerCall<Answer>,
  ): Promise<Outcome<Static<Answer>>>
}

const backOffMs = 200

export function openPartners(options: PartnersOptions): Partners {
  const circuit = openCircuit(options.clock)
  return {
    call: async (partner, call) => {
      const attemptsMax = call.repeatable ? Math.max(1, partner.attemptsMax) : 1
      for (let attempt = 1; ; attempt++) {
        const outcome = await attemptOnce(options, circuit, partner, { ...call, attempt })
        const worthRepeating = outcome.kind === 'unknown' && outcome.reason !== 'circuit_open'
        if (!worthRepeating || attempt >= attemptsMax) return outcome
        await sleep(backOffMs * 2 ** attempt * (0.5 + Math.random()))
      }
    },
  }
}

interface Attempt<Answer extends TSchema> extends PartnerCall<Answer> {
  readonly attempt: number
}

async function attemptOnce<Answer extends TSchema>(
  { database, clock, log }: PartnersOptions,
  circuit: Circuit,
  partner: Partner,
  call: Attempt<Answer>,
): Promise<Outcome<Static<Answer>>> {
  const { operation, subject, method, path, body, attempt } = call
  const begun = { operation, subject, method, path, body, attempt }
  const at = clock.now()
  const id = await recordBegin(database, { ...begun, partner: partner.code, at })
  const startedMs = performance.now()
  const permitted = circuit.permits(partner.code)
  const result = permitted ? await exchange(partner, call) : leftAlone
  const { outcome } = result
  if (permitted) circuit.report(partner.code, wasReached(outcome))
  const durationMs = performance.now() - startedMs
  await recordEnd(database, subject, id, { ...ending(result), durationMs })
  const facts = { partner: partner.code, operation, subject, attempt, durationMs, id }
  if (outcome.kind === 'unknown') log.warn({ ...facts, outcome }, 'a partner left us in the dark')
  else log.debug({ ...facts, outcome: outcome.kind }, 'a partner answered')
  return outcome
}

const leftAlone: Exchange<never> = {
  outcome: {
    kind: 'unknown',
    reason: 'circuit_open',
    detail: 'the partner did not answer lately and is left alone for a moment',
  },
  status: undefined,
  answer: undefined,
}

/** An answer that we do not understand still shows that somebody is there. */
const wasReached = (outcome: Outcome<unknown>): boolean =>
  outcome.kind !== 'unknown' || outcome.reason === 'answer_not_understood'

function ending({ outcome, status, answer }: Exchange<unknown>) {
  const recorded = { outcome: outcome.kind, status, answer }
  if (outcome.kind === 'succeeded') return { ...recorded, code: undefined }
  return { ...recorded, code: outcome.kind === 'failed' ? outcome.code : outcome.reason }
}
