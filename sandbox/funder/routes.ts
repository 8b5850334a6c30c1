/** The banks' HTTP side, as their contract has it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Control } from '../control.ts'
import { signatureFault } from '../signature.ts'
import {
  applicationAnswer,
  courseOf,
  isReady,
  loanAnswer,
  openBank,
  remember,
  type Application,
  type Bank,
  type Loan,
  type Request,
} from './bank.ts'
import { callBack, pause } from './callback.ts'
import { applicationSchema, loanSchema } from './schemas.ts'

const monthlyRates: Readonly<Record<string, string>> = {
  BANK_A: '0.0075',
  BANK_B: '0.0068',
  BANK_C: '0.0082',
}

export const funderPartners: readonly string[] = Object.keys(monthlyRates).map(
  (code) => `funder:${code}`,
)

export interface FunderOptions {
  readonly control: Control
  readonly usualDelayMs: number
  /** Base of a callback address that is given without a host. */
  readonly liushuiUrl: string
  readonly secretOf: (code: string) => string
  readonly stopped: AbortSignal
}

interface Desk extends FunderOptions {
  readonly banks: ReadonlyMap<string, Bank>
  readonly noncesSeen: Set<string>
  /** Replaced by a reset: callbacks of before are not sent any more. */
  season: AbortController
}

interface InBank {
  readonly Params: { readonly code: string; readonly no: string }
}

const noncesMax = 100_000

export function funderRoutes(app: FastifyInstance, options: FunderOptions): void {
  const banks = new Map(
    Object.entries(monthlyRates).map(([code, rate]) => [code, openBank(code, rate)]),
  )
  const desk: Desk = { ...options, banks, noncesSeen: new Set(), season: new AbortController() }
  options.control.onReset(() => {
    desk.season.abort()
    desk.season = new AbortController()
    for (const bank of banks.values()) {
      bank.applications.clear()
      bank.loans.clear()
    }
  })
  app.addHook('onResponse', async (request, reply) => noteReceived(desk, request, reply.statusCode))
  app.addHook('preValidation', async (request, reply) => await admit(desk, request, reply))
  app.post<InBank & { Body: Application }>(
    '/funder/:code/applications',
    { schema: { body: applicationSchema } },
    (request, reply) => takeApplication(desk, bankOf(desk, request), request.body, reply),
  )
  app.get<InBank>('/funder/:code/applications/:no', async (request, reply) => {
    const bank = bankOf(desk, request)
    const found = bank.applications.get(request.params.no)
    if (found === undefined) return await notFound(reply, request.params.no)
    return applicationAnswer(bank, found, isReady(found, true))
  })
  app.post<InBank>('/funder/:code/applications/:no/withdraw', async (request, reply) => {
    const { no } = request.params
    const found = bankOf(desk, request).applications.get(no)
    if (found === undefined) return await notFound(reply, no)
    // Withdrawn twice is withdrawn: whoever got no answer asks again.
    found.withdrawn = true
    return { applicationNo: no, status: 'ACCEPTED' }
  })
  app.post<InBank & { Body: Loan }>(
    '/funder/:code/loans',
    { schema: { body: loanSchema } },
    (request, reply) => takeLoan(desk, bankOf(desk, request), request.body, reply),
  )
  app.get<InBank>('/funder/:code/loans/:no', async (request, reply) => {
    const bank = bankOf(desk, request)
    const found = bank.loans.get(request.params.no)
    if (found === undefined) return await notFound(reply, request.params.no)
    return loanAnswer(bank, found, isReady(found, true))
  })
}

const codeOf = (request: FastifyRequest): string =>
  String(Reflect.get(Object(request.params), 'code'))

function bankOf(desk: Desk, request: FastifyRequest): Bank {
  const bank = desk.banks.get(codeOf(request))
  if (bank === undefined) throw new Error('the bank was looked for before')
  return bank
}

const notFound = (reply: FastifyReply, no: string): FastifyReply =>
  reply.code(404).send({ code: 'NOT_FOUND', message: `${no} was never received` })

/** No bank of that name, a wrong signature, or one that was used before. */
async function admit(
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const code = codeOf(request)
  if (!desk.banks.has(code)) {
    return await reply.code(404).send({ code: 'FUNDER_UNKNOWN', message: `no bank ${code}` })
  }
  const { method, url: path, headers } = request
  const message = { method, path, body: request.rawText ?? '' }
  const fault = signatureFault(desk.secretOf(code), message, headers) ?? usedNonce(desk, headers)
  if (fault === undefined) return undefined
  return await reply.code(401).send({ code: fault, message: 'see the contract on signatures' })
}

function usedNonce(desk: Desk, headers: FastifyRequest['headers']): string | undefined {
  const nonce = String(headers['x-nonce'])
  if (desk.noncesSeen.has(nonce)) return 'NONCE_USED'
  if (desk.noncesSeen.size >= noncesMax) desk.noncesSeen.clear()
  desk.noncesSeen.add(nonce)
  return undefined
}

function noteReceived(desk: Desk, request: FastifyRequest, status: number | null): void {
  const { method, url: path, body } = request
  const partner = `funder:${codeOf(request)}`
  desk.control.note({ partner, direction: 'received', method, path, body: body ?? null, status })
}

async function takeApplication(
  desk: Desk,
  bank: Bank,
  asked: Application,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { applicationNo, amount, term } = asked
  const accepted = { applicationNo, status: 'ACCEPTED' }
  const before = bank.applications.get(applicationNo)
  if (before) return await repeated(reply, before.asked.amount === amount, accepted)
  return await take(desk, reply, {
    bank,
    accepted,
    requests: bank.applications,
    no: applicationNo,
    asked,
    result: (request) => {
      const { status, ...terms } = applicationAnswer(bank, request, true)
      return { ...terms, orderNo: asked.orderNo, result: status, amount, term }
    },
  })
}

async function takeLoan(
  desk: Desk,
  bank: Bank,
  asked: Loan,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { loanRequestNo, applicationNo, amount } = asked
  const accepted = { loanRequestNo, status: 'ACCEPTED' }
  const before = bank.loans.get(loanRequestNo)
  if (before) return await repeated(reply, before.asked.amount === amount, accepted)
  // A bank that was started anew knows no applications, and pays out all the same.
  const application = bank.applications.get(applicationNo)
  if (application && !(application.course.yes && isReady(application, false))) {
    return await refusal(reply, 'APPLICATION_NOT_PASSED', `${applicationNo} has not passed`)
  }
  if (application?.withdrawn) {
    return await refusal(reply, 'APPLICATION_WITHDRAWN', `${applicationNo} was withdrawn`)
  }
  if (application && amount > application.asked.amount) {
    return await refusal(reply, 'AMOUNT_EXCEEDS_APPROVAL', `at most ${application.asked.amount}`)
  }
  return await take(desk, reply, {
    bank,
    accepted,
    requests: bank.loans,
    no: loanRequestNo,
    asked,
    result: (request) => {
      const { status, ...terms } = loanAnswer(bank, request, true)
      return { ...terms, orderNo: asked.orderNo, result: status, amount }
    },
  })
}

const refusal = (reply: FastifyReply, code: string, message: string): FastifyReply =>
  reply.code(400).send({ code, message })

const repeated = (reply: FastifyReply, same: boolean, accepted: object): FastifyReply =>
  same
    ? reply.code(202).send(accepted)
    : reply.code(409).send({ code: 'REQUEST_CONFLICT', message: 'the amount was another before' })

interface Taken<Asked> {
  readonly bank: Bank
  readonly accepted: object
  readonly requests: Map<string, Request<Asked>>
  readonly no: string
  readonly asked: Asked
  readonly result: (request: Request<Asked>) => Readonly<Record<string, unknown>>
}

interface Asking {
  readonly amount: number
  readonly callbackUrl: string
}

/** Accepts, answers and calls back, each as the course of this request has it. */
async function take<Asked extends Asking>(
  desk: Desk,
  reply: FastifyReply,
  taken: Taken<Asked>,
): Promise<FastifyReply> {
  const { bank, requests, no, asked, accepted } = taken
  if (!URL.canParse(asked.callbackUrl, desk.liushuiUrl)) {
    return await refusal(reply, 'INVALID_REQUEST', 'callbackUrl is no URL')
  }
  const course = courseOf(desk.control.take(`funder:${bank.code}`), asked.amount, desk.usualDelayMs)
  if (course.answer === 'refusal') {
    return await refusal(reply, 'TERM_NOT_OFFERED', 'this bank does not offer this term')
  }
  if (course.answer === 'server_error') {
    return await reply.code(500).send({ code: 'INTERNAL', message: 'something broke' })
  }
  const request = remember(requests, no, asked, course)
  const told = tell(desk, taken, request)
  if (course.answer === 'at_once') return await reply.code(202).send(accepted)
  reply.hijack()
  noteReceived(desk, reply.request, null)
  if (course.answer === 'after_callback') {
    await told
    reply.raw.destroy()
  }
  // Otherwise the line stays open until the caller loses patience.
  return reply
}

async function tell<Asked extends Asking>(
  desk: Desk,
  { bank, asked, result }: Taken<Asked>,
  request: Request<Asked>,
): Promise<void> {
  const { delayMs, callbacks, wrongAmount } = request.course
  const stopped = AbortSignal.any([desk.stopped, desk.season.signal])
  if (callbacks === 0 || !(await pause(delayMs, stopped))) return
  const body = result(request)
  const callback = {
    partner: `funder:${bank.code}`,
    secret: desk.secretOf(bank.code),
    url: new URL(asked.callbackUrl, desk.liushuiUrl).href,
    body: wrongAmount ? { ...body, amount: asked.amount + 1 } : body,
  }
  for (let sent = 0; sent < callbacks; sent++) await callBack(desk.control, callback, stopped)
}
