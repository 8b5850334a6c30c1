/** Speaks to a funder's bank: the real one or the simulated one, by its address. */
import { hmacSigner, type Outcome, type Partner, type Partners } from '#kernel/partner'
import {
  Accepted,
  ApplicationAnswer,
  LoanAnswer,
  type ApplicationRequest,
  type LoanRequest,
} from './contract.ts'

export interface FunderBank {
  apply(request: ApplicationRequest): Promise<Outcome<unknown>>
  askAboutApplication(applicationNo: string, subject: string): Promise<Outcome<ApplicationAnswer>>
  withdraw(applicationNo: string, subject: string): Promise<Outcome<unknown>>
  requestLoan(request: LoanRequest): Promise<Outcome<unknown>>
  askAboutLoan(loanRequestNo: string, subject: string): Promise<Outcome<LoanAnswer>>
}

export interface FunderBankPlace {
  /** `BANK_A` */
  readonly code: string
  /** With the bank's own path: `https://bank.example/funder/BANK_A`. */
  readonly baseUrl: string
  readonly secret: string
}

const timeLimitMs = 5_000
const attemptsMax = 2

export function openFunderBank(partners: Partners, place: FunderBankPlace): FunderBank {
  const partner: Partner = {
    code: `funder:${place.code}`,
    baseUrl: place.baseUrl,
    timeLimitMs,
    attemptsMax,
    sign: hmacSigner(place.secret),
  }
  const said = ({ code }: { code?: string }): string | undefined => code
  return {
    apply: (request) =>
      partners.call(partner, {
        operation: 'apply',
        method: 'POST',
        path: `/applications`,
        body: { ...request, amount: Number(request.amount), applicant: { ...request.applicant } },
        answer: Accepted,
        subject: `order:${request.orderNo}`,
        // The contract does not say what a second application of the same number does: it is
        // asked about first.
        repeatable: false,
        failure: said,
      }),
    askAboutApplication: (applicationNo, subject) =>
      partners.call(partner, {
        operation: 'query-application',
        method: 'GET',
        path: `/applications/${encodeURIComponent(applicationNo)}`,
        answer: ApplicationAnswer,
        subject,
        repeatable: true,
        failure: () => undefined,
      }),
    withdraw: (applicationNo, subject) =>
      partners.call(partner, {
        operation: 'withdraw',
        method: 'POST',
        path: `/applications/${encodeURIComponent(applicationNo)}/withdraw`,
        body: { applicationNo },
        answer: Accepted,
        subject,
        repeatable: true,
        failure: said,
      }),
    requestLoan: (request) =>
      partners.call(partner, {
        operation: 'request-loan',
        method: 'POST',
        path: `/loans`,
        body: { ...request, amount: Number(request.amount), payee: { ...request.payee } },
        answer: Accepted,
        subject: `order:${request.orderNo}`,
        // A repeated loanRequestNo answers as the first time.
        repeatable: true,
        failure: said,
      }),
    askAboutLoan: (loanRequestNo, subject) =>
      partners.call(partner, {
        operation: 'query-loan',
        method: 'GET',
        path: `/loans/${encodeURIComponent(loanRequestNo)}`,
        answer: LoanAnswer,
        subject,
        repeatable: true,
        failure: () => undefined,
      }),
  }
}
