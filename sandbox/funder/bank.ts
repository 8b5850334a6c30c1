/** A bank's memory, and how it makes up its mind. */
import type { Behaviour, Plan } from '../control.ts'
import { repayPlan, type Instalment } from './plan.ts'

export interface Application {
  readonly applicationNo: string
  readonly orderNo: string
  readonly product: string
  readonly amount: number
  readonly term: number
  readonly callbackUrl: string
}

export interface Loan {
  readonly loanRequestNo: string
  readonly applicationNo: string
  readonly orderNo: string
  readonly amount: number
  readonly term: number
  readonly callbackUrl: string
}

/** How one request goes. */
export interface Course {
  readonly yes: boolean
  readonly delayMs: number
  /** Queries that find it still in work, when it waits for queries instead of time. */
  readonly queries: number
  readonly answer: 'at_once' | 'never' | 'after_callback' | 'refusal' | 'server_error'
  readonly callbacks: 0 | 1 | 2
  readonly wrongAmount: boolean
}

export interface Request<Asked> {
  readonly asked: Asked
  readonly course: Course
  readonly readyAtMs: number
  queriesLeft: number
  /** The lender went elsewhere: nothing is paid out on it any more. */
  withdrawn: boolean
}

export interface Bank {
  readonly code: string
  readonly monthlyRate: string
  readonly applications: Map<string, Request<Application>>
  readonly loans: Map<string, Request<Loan>>
}

const requestsMax = 50_000

export const openBank = (code: string, monthlyRate: string): Bank => ({
  code,
  monthlyRate,
  applications: new Map(),
  loans: new Map(),
})

/** Remembers it; the oldest is forgotten when there are too many. */
export function remember<Asked>(
  requests: Map<string, Request<Asked>>,
  no: string,
  asked: Asked,
  course: Course,
): Request<Asked> {
  const readyAtMs = Date.now() + course.delayMs
  const waiting = { queriesLeft: course.queries, withdrawn: false }
  const request = { asked, course, readyAtMs, ...waiting }
  requests.set(no, request)
  const [oldest] = requests.keys()
  if (requests.size > requestsMax && oldest !== undefined) requests.delete(oldest)
  return request
}

const lateMs = 5_000
const queriesOfFourteen = 3

export function courseOf(plan: Plan | undefined, amount: number, usualDelayMs: number): Course {
  const behaviour = plan?.behaviour ?? magic(amount)
  const delayMs = plan?.delayMs ?? (behaviour === 'answer_late' ? lateMs : usualDelayMs)
  const usual: Course = {
    yes: true,
    delayMs,
    queries: 0,
    answer: 'at_once',
    callbacks: 1,
    wrongAmount: false,
  }
  switch (behaviour) {
    case 'approve':
    case 'answer_late':
      return usual
    case 'refuse':
      return { ...usual, yes: false }
    case 'refuse_at_once':
      return { ...usual, answer: 'refusal' }
    case 'time_out':
      return { ...usual, answer: 'never', callbacks: 0 }
    case 'answer_twice':
      return { ...usual, callbacks: 2 }
    case 'lose_callback':
      return { ...usual, callbacks: 0 }
    case 'answer_then_drop':
      return { ...usual, answer: 'after_callback' }
    case 'wrong_amount':
      return { ...usual, wrongAmount: true }
    case 'server_error':
      return { ...usual, answer: 'server_error' }
    case 'processing':
      return { ...usual, queries: queriesOfFourteen, callbacks: 0 }
  }
}

function magic(amount: number): Behaviour | 'processing' {
  switch (amount % 100) {
    case 13:
      return 'refuse'
    case 14:
      return 'processing'
    case 15:
      return 'time_out'
    default:
      return 'approve'
  }
}

export interface ApplicationAnswer {
  readonly applicationNo: string
  readonly status: 'PROCESSING' | 'PASS' | 'FAIL'
  readonly approvedAmount?: number
  readonly approvedTerm?: number
  readonly monthlyRate?: string
  readonly reasonCode?: string
}

export function applicationAnswer(
  bank: Bank,
  { asked, course }: Request<Application>,
  ready: boolean,
): ApplicationAnswer {
  const { applicationNo, amount, term } = asked
  if (!ready) return { applicationNo, status: 'PROCESSING' }
  if (!course.yes) return { applicationNo, status: 'FAIL', reasonCode: 'CREDIT_SCORE_LOW' }
  const terms = { approvedAmount: amount, approvedTerm: term, monthlyRate: bank.monthlyRate }
  return { applicationNo, status: 'PASS', ...terms }
}

export interface LoanAnswer {
  readonly loanRequestNo: string
  readonly status: 'PROCESSING' | 'LOANED' | 'LOAN_FAILED'
  readonly loanDate?: string
  readonly contractNo?: string
  readonly repayPlan?: readonly Instalment[]
  readonly reasonCode?: string
}

export function loanAnswer(
  bank: Bank,
  { asked, course, readyAtMs }: Request<Loan>,
  ready: boolean,
): LoanAnswer {
  const { loanRequestNo, amount, term } = asked
  if (!ready) return { loanRequestNo, status: 'PROCESSING' }
  if (!course.yes) return { loanRequestNo, status: 'LOAN_FAILED', reasonCode: 'ACCOUNT_REJECTED' }
  const loanDate = dayInShanghai(readyAtMs)
  return {
    loanRequestNo,
    status: 'LOANED',
    loanDate,
    contractNo: `${bank.code}-${loanRequestNo}`,
    repayPlan: repayPlan(amount, term, Number(bank.monthlyRate), loanDate),
  }
}

/**
 * Whether the bank has made up its mind; a query brings a request that waits for queries nearer.
 */
export function isReady(request: Request<unknown>, queried: boolean): boolean {
  if (request.queriesLeft > 0) {
    if (queried) request.queriesLeft -= 1
    return false
  }
  return Date.now() >= request.readyAtMs
}

const shanghai = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' })
const dayInShanghai = (ms: number): string => shanghai.format(ms)
