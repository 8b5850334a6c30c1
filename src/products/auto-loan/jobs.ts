/** What happens after a transaction, and may happen twice: funders are asked, told, asked again. */
import { systemActor } from '#kernel/auth'
import type { Instant } from '#kernel/clock'
import type { Tx } from '#kernel/db'
import {
  enqueue,
  raiseAlarm,
  setDeadlines,
  type Cron,
  type JobContext,
  type Task,
} from '#kernel/jobs'
import type { Kernel } from '#kernel/module'
import { assert, type Json } from '#kernel/problem'
import type { Outcome } from '#kernel/partner'
import { findDealers } from './catalogue/index.ts'
import { isAboutUs, notFound, type Callback, type FunderBank } from './channels/index.ts'
import {
  bucketOfOrder,
  findOrders,
  launchEvent,
  launchTask,
  lockOrders,
  type Order,
} from './orders/index.ts'
import {
  payKey,
  payOffTask,
  payTask,
  readNumbers,
  readPayments,
  setDisbursements,
  staleDisbursements,
  type Disbursement,
} from './payments/index.ts'
import { hearFunder } from './reactions.ts'
import {
  applicationRequest,
  askTask,
  bankOf,
  findApplication,
  orderNoOf,
  setApplications,
  staleApplications,
  withdrawTask,
  type Application,
} from './routing/index.ts'
import { applyEvents } from './service.ts'

const attemptsMax = 12

const textOf = (payload: Json, name: string): string => {
  const value: unknown = Reflect.get(Object(payload), name)
  assert(typeof value === 'string', `a job of this task names its ${name}`)
  return value
}

export const tasks = (kernel: Kernel): readonly Task[] => [
  { name: askTask, attemptsMax, run: (payload, context) => ask(kernel, payload, context) },
  { name: payTask, attemptsMax, run: (payload, context) => askToPay(kernel, payload, context) },
  { name: withdrawTask, attemptsMax, run: (payload, context) => tell(kernel, payload, context) },
  systemEvent(kernel, payOffTask, 'pay_off'),
  systemEvent(kernel, launchTask, launchEvent),
]

/** An event of the engine itself; that it is not legal any more is no trouble. */
const systemEvent = (kernel: Kernel, task: string, event: string): Task => ({
  name: task,
  attemptsMax,
  async run(payload, { now, log }) {
    const orderNo = textOf(payload, 'orderNo')
    const call = {
      orderNo,
      event,
      payload: {},
      actor: systemActor(task),
      actorSystem: 'job',
      requestId: `${task} ${orderNo} ${now().toISOString()}`,
      at: now(),
      dryRun: false,
    }
    await kernel.database.transaction(async (tx) => {
      const [applied] = await applyEvents(kernel)(tx, [call])
      if (applied === undefined || applied.ok) return
      const { code, detail } = applied.problem
      log.info({ orderNo, event, code }, 'the system’s event was not applied')
      if (code !== 'guard_failed') return
      const subject = `order:${orderNo}`
      const link = `/auto-loan/orders/${orderNo}`
      const owner = event === 'pay_off' ? 'finance-ops' : 'fund-router'
      const alarm = { severity: 'warning', owner, subject, link, at: now() } as const
      await raiseAlarm(tx, {
        ...alarm,
        code: 'system_event_refused',
        detail: `${event}: ${detail}`,
      })
    })
  },
})

/** Seconds until a funder is asked for the next time, by how often it was asked. */
const pausesSeconds = [2, 5, 10, 30, 60, 300, 900, 3_600] as const
/** From then on a person should look as well; asking goes on. */
const askedAlarm = 10

function nextAsking(asked: number, now: Instant): Date {
  const seconds = pausesSeconds[Math.min(asked, pausesSeconds.length - 1)] ?? 3_600
  return new Date(now.getTime() + seconds * 1_000)
}

const isOpen = ({ state }: Pick<Application, 'state'>): boolean =>
  state === 'created' || state === 'unknown' || state === 'accepted'

async function openApplication(kernel: Kernel, applicationNo: string) {
  const orderNo = orderNoOf(applicationNo)
  const key = { bucket: bucketOfOrder(orderNo), applicationNo }
  const [order] = await findOrders(kernel.database, [orderNo])
  return { orderNo, key, order, application: await findApplication(kernel.database, key) }
}

/** Sends the application, or asks what became of it. */
async function ask(kernel: Kernel, payload: Json, context: JobContext): Promise<void> {
  const applicationNo = textOf(payload, 'applicationNo')
  const { order, application } = await openApplication(kernel, applicationNo)
  if (order === undefined || application === undefined || !isOpen(application)) return
  const { bank, callbackUrl } = await bankOf(kernel, application.funderCode)
  if (application.state !== 'created') {
    const outcome = await bank.askAboutApplication(applicationNo, `order:${order.orderNo}`)
    await afterAsking(kernel, context, { order, application, outcome })
    return
  }
  const request = await applicationRequest(kernel, order, application, context.now())
  // Whoever dies between here and the answer has perhaps been heard: the next one asks first.
  await noteApplication(kernel, context, application, { state: 'unknown', asked: 0 })
  const outcome = await bank.apply({ ...request, callbackUrl })
  if (outcome.kind === 'failed' && isAboutUs(outcome.code)) {
    await noteApplication(kernel, context, application, { state: 'created', asked: 1 })
    await alarmTurnedAway(kernel, context, order, `${application.funderCode}: ${outcome.code}`)
    return
  }
  if (outcome.kind === 'failed') {
    const said = { applicationNo, result: 'FAIL', reasonCode: outcome.code } as const
    await hear(kernel, context, application.funderCode, said)
    return
  }
  const state = outcome.kind === 'succeeded' ? 'accepted' : 'unknown'
  await noteApplication(kernel, context, application, { state, asked: 1 })
}

interface AskedApplication {
  readonly order: Order
  readonly application: Application
  readonly outcome: Awaited<ReturnType<FunderBank['askAboutApplication']>>
}

async function afterAsking(
  kernel: Kernel,
  context: JobContext,
  { order, application, outcome }: AskedApplication,
): Promise<void> {
  const asked = application.asked + 1
  if (outcome.kind === 'succeeded' && outcome.answer.status !== 'PROCESSING') {
    const { status, ...answer } = outcome.answer
    await hear(kernel, context, application.funderCode, { ...answer, result: status })
  }
  // An answer that did not fit leaves the question open: then it is asked again.
  const state = stateAfter(outcome)
  await noteApplication(kernel, context, application, { state, asked })
  if (asked >= askedAlarm) await alarmUnknown(kernel, context, order, application.funderCode)
}

/** Never received is definite: it is sent again. Everything else is asked again. */
function stateAfter(outcome: Outcome<unknown>): 'created' | 'unknown' | 'accepted' {
  if (outcome.kind === 'succeeded') return 'accepted'
  return outcome.kind === 'failed' && outcome.code === notFound ? 'created' : 'unknown'
}

type Progress = Pick<Application, 'asked'> & {
  readonly state: 'created' | 'unknown' | 'accepted'
}

/** Notes where the question stands, unless it was answered meanwhile; and when to ask again. */
async function noteApplication(
  kernel: Kernel,
  { now }: JobContext,
  { bucket, applicationNo }: Application,
  progress: Progress,
): Promise<void> {
  await kernel.database.transaction(async (tx) => {
    await lockOrders(tx, [orderNoOf(applicationNo)])
    const current = await findApplication(tx, { bucket, applicationNo })
    if (current === undefined || !isOpen(current)) return
    const application = { ...current, ...progress, updatedAt: now() }
    await setApplications(tx, [{ application }])
    const dueAt = nextAsking(progress.asked, now())
    await setDeadlines(tx, [
      { key: applicationNo, dueAt, task: askTask, payload: { applicationNo } },
    ])
  })
}

async function hear(
  kernel: Kernel,
  { now, log }: JobContext,
  funder: string,
  said: Callback,
): Promise<void> {
  const actor = systemActor(`funder-query:${funder}`)
  const heard = await kernel.database.transaction((tx) =>
    hearFunder(kernel)(tx, { funder, said, actor, at: now() }),
  )
  if (!heard.ok) log.warn({ funder, code: heard.problem.code }, 'a funder’s answer does not fit')
}

async function alarmUnknown(
  { database }: Kernel,
  { now }: JobContext,
  { orderNo }: Order,
  funder: string,
): Promise<void> {
  await database.transaction((tx) =>
    raiseAlarm(tx, {
      code: 'funder_answer_unknown',
      severity: 'warning',
      owner: 'fund-router',
      subject: `order:${orderNo}`,
      detail: `${funder} was asked ${askedAlarm} times and has not decided; asking goes on`,
      link: `/auto-loan/orders/${orderNo}`,
      at: now(),
    }),
  )
}

/** The funder did not look at the order: our address, secret or message is wrong. */
async function alarmTurnedAway(
  { database }: Kernel,
  { now }: JobContext,
  { orderNo }: Order,
  detail: string,
): Promise<void> {
  await database.transaction((tx) =>
    raiseAlarm(tx, {
      code: 'funder_turns_us_away',
      severity: 'critical',
      owner: 'admin',
      subject: `order:${orderNo}`,
      detail: `${detail}; the order waits, and is sent again`,
      link: `/auto-loan/orders/${orderNo}`,
      at: now(),
    }),
  )
}

/** The funder hears that the order is no longer its own. */
async function tell(kernel: Kernel, payload: Json, context: JobContext): Promise<void> {
  const applicationNo = textOf(payload, 'applicationNo')
  const { order, application } = await openApplication(kernel, applicationNo)
  if (order === undefined || application?.state !== 'withdrawing') return
  const { bank } = await bankOf(kernel, application.funderCode)
  const outcome = await bank.withdraw(applicationNo, `order:${order.orderNo}`)
  const asked = application.asked + 1
  await kernel.database.transaction(async (tx) => {
    await lockOrders(tx, [order.orderNo])
    const state = outcome.kind === 'unknown' ? 'withdrawing' : 'withdrawn'
    const told = { ...application, state, asked, updatedAt: context.now() } as const
    await setApplications(tx, [{ application: told }])
    if (outcome.kind === 'unknown') {
      const key = `${applicationNo}:withdraw`
      const dueAt = nextAsking(asked, context.now())
      await setDeadlines(tx, [{ key, dueAt, task: withdrawTask, payload: { applicationNo } }])
    }
    if (outcome.kind === 'failed' || asked >= askedAlarm) await alarmUntold(tx, told, context)
  })
}

async function alarmUntold(tx: Tx, application: Application, { now }: JobContext): Promise<void> {
  const orderNo = orderNoOf(application.applicationNo)
  const { funderCode, applicationNo } = application
  await raiseAlarm(tx, {
    code: 'funder_not_told',
    severity: 'warning',
    owner: 'fund-router',
    subject: `order:${orderNo}`,
    detail: `${funderCode} does not take the withdrawal of ${applicationNo}: call it`,
    link: `/auto-loan/orders/${orderNo}`,
    at: now(),
  })
}

/** Asks the funder to pay out, or what became of that. */
async function askToPay(kernel: Kernel, payload: Json, context: JobContext): Promise<void> {
  const loanRequestNo = textOf(payload, 'loanRequestNo')
  const found = await openDisbursement(kernel, loanRequestNo)
  if (found === undefined) return
  const { order, disbursement } = found
  const { funderCode, asked } = disbursement
  const { bank, callbackUrl } = await bankOf(kernel, funderCode)
  if (disbursement.state !== 'created') {
    const outcome = await bank.askAboutLoan(loanRequestNo, `order:${order.orderNo}`)
    if (outcome.kind === 'succeeded' && outcome.answer.status !== 'PROCESSING') {
      const { status, ...answer } = outcome.answer
      const said = { amount: Number(disbursement.amount), ...answer, result: status }
      await hear(kernel, context, funderCode, said)
    }
    await noteDisbursement(kernel, context, found, { state: stateAfter(outcome), asked: asked + 1 })
    if (asked + 1 >= askedAlarm) await alarmUnknown(kernel, context, order, funderCode)
    return
  }
  const [dealer] = await findDealers(kernel.database, [order.dealerId])
  assert(dealer, `order ${order.orderNo} has a dealer`)
  await noteDisbursement(kernel, context, found, { state: 'unknown', asked })
  const outcome = await bank.requestLoan({
    loanRequestNo,
    applicationNo: disbursement.applicationNo,
    orderNo: order.orderNo,
    amount: disbursement.amount,
    term: disbursement.term,
    payee: { dealerNo: dealer.code, name: dealer.name },
    callbackUrl,
  })
  if (outcome.kind === 'failed' && isAboutUs(outcome.code)) {
    await noteDisbursement(kernel, context, found, { state: 'created', asked: asked + 1 })
    await alarmTurnedAway(kernel, context, order, `${funderCode}: ${outcome.code}`)
    return
  }
  if (outcome.kind === 'failed') {
    const said = { loanRequestNo, result: 'LOAN_FAILED', reasonCode: outcome.code } as const
    await hear(kernel, context, funderCode, said)
    return
  }
  const state = outcome.kind === 'succeeded' ? 'accepted' : 'unknown'
  await noteDisbursement(kernel, context, found, { state, asked: asked + 1 })
}

interface FoundDisbursement {
  readonly order: Order
  readonly disbursement: Disbursement
}

async function openDisbursement(
  { database }: Kernel,
  loanRequestNo: string,
): Promise<FoundDisbursement | undefined> {
  const orderNo = (await readNumbers(database, [loanRequestNo])).get(loanRequestNo)
  const [order] = orderNo === undefined ? [] : await findOrders(database, [orderNo])
  if (order === undefined) return undefined
  const { disbursements } = await readPayments(database, [order])
  const disbursement = disbursements.find((one) => one.loanRequestNo === loanRequestNo)
  const open = disbursement && disbursement.state !== 'loaned' && disbursement.state !== 'failed'
  return open ? { order, disbursement } : undefined
}

async function noteDisbursement(
  kernel: Kernel,
  { now }: JobContext,
  { order, disbursement: { loanRequestNo } }: FoundDisbursement,
  progress: Progress,
): Promise<void> {
  await kernel.database.transaction(async (tx) => {
    await lockOrders(tx, [order.orderNo])
    const { disbursements } = await readPayments(tx, [order])
    const current = disbursements.find((one) => one.loanRequestNo === loanRequestNo)
    if (current === undefined || current.state === 'loaned' || current.state === 'failed') return
    await setDisbursements(tx, [{ disbursement: { ...current, ...progress, updatedAt: now() } }])
    const dueAt = nextAsking(progress.asked, now())
    const payload = { loanRequestNo }
    await setDeadlines(tx, [{ key: payKey(loanRequestNo), dueAt, task: payTask, payload }])
  })
}

const staleMs = 7_200_000
const staleMost = 500

/** A timer is lost with a job that died for good: whoever waits that long is asked about again. */
export const crons = (kernel: Kernel): readonly Cron[] => [
  {
    name: 'auto-loan.ask-again',
    at: { everyMinutes: 30 },
    zone: 'UTC',
    async run({ now }) {
      const before = new Date(now().getTime() - staleMs)
      await kernel.database.transaction(async (tx) => {
        const applications = await staleApplications(tx, before, staleMost)
        const loans = await staleDisbursements(tx, before, staleMost)
        await enqueue(tx, [
          ...applications.map(({ applicationNo, state }) => ({
            task: state === 'withdrawing' ? withdrawTask : askTask,
            payload: { applicationNo },
            key: `again:${applicationNo}`,
          })),
          ...loans.map(({ loanRequestNo }) => ({
            task: payTask,
            payload: { loanRequestNo },
            key: `again:${loanRequestNo}`,
          })),
        ])
      })
    },
  },
]
