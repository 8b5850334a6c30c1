/** Puts one order together for whoever may see it. */
import type { Reader } from '#kernel/db'
import { dueTimes } from '#kernel/jobs'
import {
  lastEntrance,
  stateOf,
  waitsFor,
  type Awaited,
  type AwaitedMove,
  type Definition,
  type WaitingFacts,
} from '#kernel/lifecycle'
import type { Kernel } from '#kernel/module'
import { minorJson } from '#kernel/money'
import { assert } from '#kernel/problem'
import { maskedGroups, readPeople, type Person } from '../applicants/index.ts'
import { readAudits, type AuditResult } from '../audits/index.ts'
import { categoryOf, readCars, readPlans, type Car, type FinancePlan } from '../cars/index.ts'
import {
  readContractSets,
  readSignatures,
  type ContractSet,
  type Signature,
} from '../contracts/index.ts'
import { imageAnswer, readImages } from '../materials/index.ts'
import { binding, launchEvent, launchKey, type Order } from '../orders/index.ts'
import {
  instalmentAnswer,
  payKey,
  readPayments,
  receiptAnswer,
  refundAnswer,
  readRepayments,
  repaymentAnswer,
  type Disbursement,
  type Loan,
} from '../payments/index.ts'
import {
  readApplications,
  readChoices,
  type Application,
  type FunderChoice,
} from '../routing/index.ts'
import type { OrderRow, OrderView } from './model.ts'

/** The columns that a list shows. */
export type ListedOrder = Pick<
  Order,
  | 'bucket'
  | 'applicantId'
  | 'orderNo'
  | 'state'
  | 'rowVersion'
  | 'smVersion'
  | 'dealerId'
  | 'productId'
  | 'funderId'
  | 'depositAmount'
  | 'downPaymentAmount'
  | 'financeAmount'
  | 'currency'
  | 'createdAt'
  | 'updatedAt'
  | 'stateSince'
>

export function orderRow(order: ListedOrder, definition: Definition): OrderRow {
  const state = stateOf(definition, order.state)
  return {
    orderNo: order.orderNo,
    state: order.state,
    stateName: state?.name ?? String(order.state),
    stateNameEn: state?.nameEn ?? state?.name ?? String(order.state),
    version: order.rowVersion,
    smVersion: order.smVersion,
    dealerId: order.dealerId,
    productId: order.productId,
    funderId: order.funderId,
    depositAmount: minorJson(order.depositAmount),
    downPaymentAmount: minorJson(order.downPaymentAmount),
    financeAmount: minorJson(order.financeAmount),
    currency: order.currency,
    createdAt: order.createdAt.toISOString(),
    updatedAt: order.updatedAt.toISOString(),
    stateSince: order.stateSince.toISOString(),
  }
}

/** An order to be shown; `unless` says what a row's guard finds missing. */
export interface Shown {
  readonly order: Order
  readonly definition: Definition
  readonly unless: WaitingFacts['unless']
}

/** Everything but the moves. */
export async function readOrder(
  { secrets }: Kernel,
  reader: Reader,
  shown: Shown,
): Promise<Omit<OrderView, 'moves'>> {
  const { order, definition } = shown
  const one = [order]
  const people = await readPeople(reader, secrets, one)
  const applicant = people.find(({ part }) => part === 'applicant')
  const coBorrower = people.find(({ part }) => part === 'co_borrower')
  const [car] = await readCars(reader, one)
  const [plan] = await readPlans(reader, one)
  const signatures = await readSignatures(reader, one)
  const applications = await readApplications(reader, one)
  const payments = await readPayments(reader, one)
  assert(applicant && car, `order ${order.orderNo} has an applicant and a car`)
  return {
    ...orderRow(order, definition),
    subsystem: {
      credit_audit_status: order.creditAuditStatus,
      compass_status: order.compassStatus,
      lend_audit_status: order.lendAuditStatus,
    },
    lendPreaudit: order.lendPreaudit,
    applicant: personView(applicant),
    coBorrower: coBorrower ? personView(coBorrower) : null,
    car: carView(car),
    plan: plan ? planView(plan) : null,
    images: (await readImages(reader, one)).map(imageAnswer),
    audits: (await readAudits(reader, one)).map(auditView),
    routing: (await readChoices(reader, one)).map((choice) => choiceView(choice, applications)),
    contracts: (await readContractSets(reader, one)).map((set) => contractView(set, signatures)),
    receipts: payments.receipts.map(receiptAnswer),
    refunds: payments.refunds.map(refundAnswer),
    disbursements: payments.disbursements.map(disbursementView),
    loan: payments.loans[0] ? loanView(payments.loans[0]) : null,
    instalments: payments.instalments.map(instalmentAnswer),
    repayments: (await readRepayments(reader, order)).map(repaymentAnswer),
    waiting: await waitingOf(reader, shown, { ...payments, applications }),
  }
}

interface Asked {
  readonly applications: readonly Application[]
  readonly disbursements: readonly Disbursement[]
}

/** Why it stands here and what it waits for: specification 1.6 says who is asked and what runs. */
async function waitingOf(
  reader: Reader,
  { order, definition, unless }: Shown,
  { applications, disbursements }: Asked,
): Promise<OrderView['waiting']> {
  const isOpen = ({ state }: { readonly state: string }): boolean => open.has(state)
  const open = new Set(['created', 'unknown', 'accepted'])
  const asked = [
    ...applications.filter(isOpen).map((one) => ({
      key: one.applicationNo,
      partner: one.funderCode,
      since: one.createdAt,
      asked: one.asked,
    })),
    ...disbursements.filter(isOpen).map((one) => ({
      key: payKey(one.loanRequestNo),
      partner: one.funderCode,
      since: one.requestedAt,
      asked: one.asked,
    })),
  ]
  const launch = launchKey(order.orderNo)
  const due = await dueTimes(reader, [launch, ...asked.map(({ key }) => key)])
  const launchAt = due.get(launch)
  const awaited = waitsFor(definition, order.state, {
    questions: asked.map(({ key, ...one }) => ({ ...one, askedAgainAt: due.get(key) ?? null })),
    timers: launchAt === undefined ? [] : [{ event: launchEvent, at: launchAt }],
    unless,
  })
  const entered = await lastEntrance(reader, binding, order)
  return {
    entered: entered === undefined ? null : { ...entered, at: entered.at.toISOString() },
    waitsFor: awaited.map(awaitedView),
  }
}

function awaitedView(awaited: Awaited): OrderView['waiting']['waitsFor'][number] {
  switch (awaited.kind) {
    case 'answer': {
      const { since, askedAgainAt, ...rest } = awaited
      const again = askedAgainAt?.toISOString() ?? null
      return { ...rest, since: since.toISOString(), askedAgainAt: again }
    }
    case 'timer':
      return { ...awaited, at: awaited.at.toISOString() }
    case 'people':
      return { ...awaited, roles: [...awaited.roles], moves: awaited.moves.map(copied) }
    case 'system':
      return { ...awaited, moves: awaited.moves.map(copied) }
  }
}

const copied = (move: AwaitedMove) => ({ ...move })

const personView = ({ groups }: Person): OrderView['applicant'] => ({
  readable: groups !== undefined,
  groups: maskedGroups(groups ?? {}),
})

const carView = (car: Car): OrderView['car'] => ({
  usage: car.usage,
  energy: car.energy,
  condition: car.condition,
  category: categoryOf(car),
  maker: car.maker,
  style: car.style,
  colour: car.colour,
  vin: car.vin,
  engineNo: car.engineNo,
  salePrice: minorJson(car.salePrice),
  assessedPrice: car.assessedPrice === null ? null : minorJson(car.assessedPrice),
})

const planView = (plan: FinancePlan): OrderView['plan'] => ({
  product: plan.productCode,
  term: plan.term,
  salePrice: minorJson(plan.salePrice),
  downPayment: minorJson(plan.downPayment),
  fees: plan.fees.map((fee) => ({ ...fee, amount: minorJson(fee.amount) })),
  financeAmount: minorJson(plan.financeAmount),
  yearRate: plan.yearRate,
  dailyLateRate: plan.dailyLateRate,
  earlySettlementRate: plan.earlySettlementRate,
  savedAt: plan.savedAt.toISOString(),
})

const auditView = (audit: AuditResult): OrderView['audits'][number] => ({
  event: audit.event,
  conclusion: audit.conclusion,
  conditions: audit.conditions,
  netCheck: audit.netCheck,
  phoneCheck: audit.phoneCheck,
  comment: audit.comment,
  auditor: audit.auditor,
  concludedAt: audit.concludedAt.toISOString(),
})

function choiceView(
  choice: FunderChoice,
  applications: readonly Application[],
): OrderView['routing'][number] {
  const { round, position, funderCode: funder, state, reason } = choice
  const application = applications.find((one) => one.round === round && one.position === position)
  const shown = application ? applicationView(application) : null
  return { round, position, funder, state, reason, application: shown }
}

const applicationView = (one: Application) => ({
  applicationNo: one.applicationNo,
  state: one.state,
  amount: minorJson(one.amount),
  term: one.term,
  approvedAmount: one.approvedAmount === null ? null : minorJson(one.approvedAmount),
  approvedTerm: one.approvedTerm,
  monthlyRate: one.monthlyRate,
  reasonCode: one.reasonCode,
  asked: one.asked,
})

const contractView = (
  set: ContractSet,
  signatures: readonly Signature[],
): OrderView['contracts'][number] => ({
  revision: set.revision,
  funder: set.funderCode,
  documents: [...set.documents],
  createdAt: set.createdAt.toISOString(),
  voidedAt: set.voidedAt?.toISOString() ?? null,
  voidReason: set.voidReason,
  signatures: signatures
    .filter(({ revision }) => revision === set.revision)
    .map(({ document, signer, signedOn, fileSha256: file }) => ({
      document,
      signer,
      signedOn,
      file,
    })),
})

const disbursementView = (one: Disbursement): OrderView['disbursements'][number] => ({
  loanRequestNo: one.loanRequestNo,
  funder: one.funderCode,
  amount: minorJson(one.amount),
  term: one.term,
  state: one.state,
  reasonCode: one.reasonCode,
  requestedAt: one.requestedAt.toISOString(),
})

const loanView = (loan: Loan): OrderView['loan'] => ({
  funder: loan.funderCode,
  loanRequestNo: loan.loanRequestNo,
  contractNo: loan.contractNo,
  amount: minorJson(loan.amount),
  term: loan.term,
  loanedOn: loan.loanedOn,
})
