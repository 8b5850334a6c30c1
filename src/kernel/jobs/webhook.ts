/**
 * Alarms leave the house by standard webhooks: signed, repeated until they are answered with
 * 2xx.
 */
import { Webhook } from 'standardwebhooks'
import { systemClock } from '../clock/index.ts'
import type { Database } from '../db/index.ts'
import type { Json } from '../problem/index.ts'
import { alarmTask, findAlarm, type Alarm } from './alarm.ts'
import { enqueue } from './enqueue.ts'
import type { Task } from './task.ts'

export interface WebhookTarget {
  readonly url: string
  /** `whsec_` and base64, shared with the receiver. */
  readonly secret: string
}

const attemptsMax = 12
const timeLimitMs = 10_000
const oneTargetTask = 'jobs.alarm-webhook-target'

/** One job per target: the failure of one does not tell the others twice. */
export function webhookTasks(
  database: Database,
  targets: readonly WebhookTarget[],
): readonly Task[] {
  return [
    {
      name: alarmTask,
      attemptsMax,
      run: async (payload) => {
        const alarmId = memberOf(payload, 'alarmId')
        const jobs = targets.map(({ url }) => ({ task: oneTargetTask, payload: { alarmId, url } }))
        await database.transaction((tx) => enqueue(tx, jobs))
      },
    },
    {
      name: oneTargetTask,
      attemptsMax,
      run: async (payload) => {
        const alarm = await findAlarm(database, memberOf(payload, 'alarmId'))
        const target = targets.find(({ url }) => url === memberOf(payload, 'url'))
        // A target that was taken out of the configuration meanwhile is told nothing.
        if (alarm && target) await send(target, alarm)
      },
    },
  ]
}

const memberOf = (payload: Json, name: string): string =>
  payload !== null && typeof payload === 'object' && name in payload
    ? String(Reflect.get(payload, name))
    : ''

async function send(target: WebhookTarget, alarm: Alarm): Promise<void> {
  const body = JSON.stringify({
    type: 'alarm.raised',
    timestamp: alarm.firstAt.toISOString(),
    data: {
      id: alarm.id,
      code: alarm.code,
      severity: alarm.severity,
      owner: alarm.owner,
      subject: alarm.subject,
      detail: alarm.detail,
      link: alarm.link,
    },
  })
  // The receiver compares it with its own clock, so it is the real time even where ours was moved.
  const sentAt = new Date(systemClock.now().getTime())
  const answer = await fetch(target.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': alarm.id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
      'webhook-signature': new Webhook(target.secret).sign(alarm.id, sentAt, body),
    },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(timeLimitMs),
  })
  await answer.body?.cancel()
  if (!answer.ok) throw new Error(`the alarm webhook answered ${answer.status}`)
}
