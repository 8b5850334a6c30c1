/**
 * One key per form and try. It outlives clicks and reloads until the server has said definitely
 * what became of it: a form that is sent twice is done once.
 */
import { Refusal } from '../api.ts'

const prefix = 'liushui.key.'

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export function keyOf(form: string, store: Store = sessionStorage): string {
  const kept = store.getItem(prefix + form)
  if (kept !== null) return kept
  const key = crypto.randomUUID()
  store.setItem(prefix + form, key)
  return key
}

export function forgetKey(form: string, store: Store = sessionStorage): void {
  store.removeItem(prefix + form)
}

/** Refusals after which the first attempt may still be on its way. */
const undecided = new Set(['idempotency_key_in_flight', 'too_many_requests', 'unauthenticated'])

/** Runs a write under the form's key, and lets the key go once the answer is definite. */
export async function once<T>(
  form: string,
  write: (idempotencyKey: string) => Promise<T>,
  store: Store = sessionStorage,
): Promise<T> {
  try {
    const answer = await write(keyOf(form, store))
    forgetKey(form, store)
    return answer
  } catch (error) {
    if (error instanceof Refusal && !undecided.has(error.problem.code)) forgetKey(form, store)
    throw error
  }
}
