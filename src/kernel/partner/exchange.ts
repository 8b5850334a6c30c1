/**
 * One request over the wire, and what it came to. Nothing here throws: silence is an answer too.
 */
import { Type, type Static, type TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { systemClock } from '../clock/index.ts'
import type { Outcome, Partner, PartnerCall } from './outcome.ts'

export interface Exchange<Answer> {
  readonly outcome: Outcome<Answer>
  readonly status: number | undefined
  /** What came back, read as JSON where it was some. */
  readonly answer: unknown
}

const answerBytesMax = 4_000_000
const textKept = 500

export async function exchange<Answer extends TSchema>(
  partner: Partner,
  call: PartnerCall<Answer>,
): Promise<Exchange<Static<Answer>>> {
  let received: Received
  try {
    received = await send(partner, call)
  } catch (problem) {
    // Whatever broke, it broke after we may have been heard.
    return { outcome: brokenOff(problem), status: undefined, answer: undefined }
  }
  return { ...received, outcome: outcomeOf(call, received) }
}

interface Received {
  readonly status: number
  readonly answer: unknown
}

async function send(partner: Partner, call: PartnerCall<TSchema>): Promise<Received> {
  const body = call.body === undefined ? '' : JSON.stringify(call.body)
  const url = new URL(partner.baseUrl.replace(/\/$/u, '') + call.path)
  const request = { method: call.method, path: url.pathname + url.search, body }
  // The partner compares the time with its own clock, so it is the real one even where ours moved.
  const signature = partner.sign({ ...request, at: systemClock.now() })
  const response = await fetch(url, {
    method: call.method,
    headers: {
      accept: 'application/json',
      ...(body === '' ? {} : { 'content-type': 'application/json' }),
      ...signature,
    },
    ...(body === '' ? {} : { body }),
    redirect: 'manual',
    signal: AbortSignal.timeout(partner.timeLimitMs),
  })
  return { status: response.status, answer: parsed(await textOf(response)) }
}

async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.byteLength
    if (size > answerBytesMax) throw new Error(`the answer is larger than ${answerBytesMax} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A page of HTML from a proxy is kept in short, for the person who has to find out.
    return { text: text.slice(0, textKept) }
  }
}

/** The shape in which a partner says no by status: an explicit code, or it did not say no. */
const Refusal = Type.Object({ code: Type.String(), message: Type.Optional(Type.String()) })

/** Statuses of a server or proxy that was busy: it may have done it, or will. */
const busy = new Set([408, 425, 429])

function outcomeOf<Answer extends TSchema>(
  call: PartnerCall<Answer>,
  { status, answer }: Received,
): Outcome<Static<Answer>> {
  const unknown = (reason: 'server_error' | 'answer_not_understood', detail: string) =>
    ({ kind: 'unknown', reason, detail }) as const
  if (status >= 500 || busy.has(status)) return unknown('server_error', `status ${status}`)
  if (status >= 400) {
    if (!Value.Check(Refusal, answer)) {
      return unknown('answer_not_understood', `status ${status} without a code`)
    }
    return { kind: 'failed', code: answer.code, detail: answer.message ?? `status ${status}` }
  }
  if (status >= 300) return unknown('answer_not_understood', `status ${status}`)
  if (!Value.Check(call.answer, answer)) {
    const [first] = Value.Errors(call.answer, answer)
    return unknown('answer_not_understood', `${first?.instancePath ?? ''} ${first?.message ?? ''}`)
  }
  const code = call.failure(answer)
  if (code === undefined) return { kind: 'succeeded', answer }
  return { kind: 'failed', code, detail: `the partner answered ${code}`, answer }
}

function brokenOff(problem: unknown): Outcome<never> {
  const timedOut = problem instanceof Error && problem.name === 'TimeoutError'
  const cause = problem instanceof Error && problem.cause instanceof Error ? problem.cause : problem
  const detail = cause instanceof Error ? cause.message : String(cause)
  return { kind: 'unknown', reason: timedOut ? 'time_out' : 'network', detail }
}
