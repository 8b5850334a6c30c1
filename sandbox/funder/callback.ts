/** The bank calls back, until it is told that it was understood. */
import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Control } from '../control.ts'
import { signatureHeaders } from '../signature.ts'

export interface Callback {
  readonly partner: string
  readonly secret: string
  readonly url: string
  readonly body: Readonly<Record<string, unknown>>
}

const attemptsMax = 8
const firstPauseMs = 1_000
const timeLimitMs = 10_000

/** Resolves when it was taken, or given up. */
export async function callBack(
  control: Control,
  callback: Callback,
  stopped: AbortSignal,
): Promise<void> {
  for (let attempt = 0; attempt < attemptsMax && !stopped.aborted; attempt++) {
    if (attempt > 0 && !(await pause(firstPauseMs * 2 ** (attempt - 1), stopped))) return
    if (await sendOnce(control, callback)) return
  }
}

async function sendOnce(control: Control, callback: Callback): Promise<boolean> {
  const url = new URL(callback.url)
  const path = url.pathname + url.search
  const sent = { ...callback.body, sign: bodySign(callback) }
  const body = JSON.stringify(sent)
  const note = { partner: callback.partner, direction: 'sent', method: 'POST', path } as const
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...signatureHeaders(callback.secret, { method: 'POST', path, body }),
      },
      body,
      signal: AbortSignal.timeout(timeLimitMs),
    })
    control.note({ ...note, body: sent, status: response.status })
    const answer: unknown = await response.json()
    return (
      typeof answer === 'object' && answer !== null && Reflect.get(answer, 'code') === 'SUCCESS'
    )
  } catch {
    // Nobody there, or no JSON: it was not taken, and is sent again.
    control.note({ ...note, body: sent, status: null })
    return false
  }
}

/** Some banks sign inside the body as well; whoever checks the headers need not look at it. */
function bodySign({ secret, body }: Callback): string {
  const no = String(body['loanRequestNo'] ?? body['applicationNo'])
  const text = [no, String(body['result']), String(body['amount'])].join('\n')
  return createHmac('sha256', secret).update(text).digest('hex')
}

/** False when the sandbox stops meanwhile. */
export async function pause(ms: number, stopped: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal: stopped })
    return true
  } catch {
    // Only the signal makes a pause fail.
    return false
  }
}
