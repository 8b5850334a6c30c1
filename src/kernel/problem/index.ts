/**
 * A refusal is a value, a broken promise is a crash.
 *
 * Expected failures are returned as `Problem`s with a stable lower_snake `code`; `kernel/http`
 * turns them into RFC 9457 answers. `assert` guards our own promises and is caught by nobody but
 * the process edge.
 */

/** What may be put into a problem or a payload: exactly what JSON can say. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json | undefined }

/** JSON with sorted names, so that two equal values are the same text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (item === null || typeof item !== 'object' || Array.isArray(item)) return item
    return Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  })
}

export interface Problem<Code extends string = string> {
  readonly code: Code
  /** One sentence for a person: what is wrong and what would be right. */
  readonly detail: string
  /** Further members of the answer, for a program: `{ currentState: 40010, allowed: […] }`. */
  readonly facts?: Readonly<Record<string, Json | undefined>>
}

export interface Accepted<T> {
  readonly ok: true
  readonly value: T
}

export interface Refused<Code extends string = string> {
  readonly ok: false
  readonly problem: Problem<Code>
}

export type Result<T, Code extends string = string> = Accepted<T> | Refused<Code>

export const accept = <T>(value: T): Accepted<T> => ({ ok: true, value })

export function refuse<Code extends string>(
  code: Code,
  detail: string,
  facts?: Problem['facts'],
): Refused<Code> {
  return { ok: false, problem: facts === undefined ? { code, detail } : { code, detail, facts } }
}

/** All values, or the first refusal. */
export function all<T, Code extends string>(
  results: readonly Result<T, Code>[],
): Result<T[], Code> {
  const values: T[] = []
  for (const result of results) {
    if (!result.ok) return result
    values.push(result.value)
  }
  return accept(values)
}

/** Our own promise was broken: a bug, never a user's mistake. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise'
}

export function assert(held: unknown, promise: string): asserts held {
  if (!held) throw new BrokenPromise(promise)
}

/** For the branch of a complete switch that cannot be reached. */
export function never(value: never): never {
  throw new BrokenPromise(`unexpected value ${JSON.stringify(value)}`)
}

/**
 * The code and its HTTP status, and what it means in one sentence; listed in
 * docs/generated/errors.md.
 */
export type ProblemTable = Readonly<
  Record<string, { readonly status: number; readonly means: string }>
>
