/** What changed between two pieces of JSON, one row for each value that is not the same. */

export interface Difference {
  /** `transfers › 2 › amount`; empty where the whole is one value. */
  readonly path: readonly string[]
  readonly kind: 'added' | 'removed' | 'changed' | 'same'
  readonly before: string | undefined
  readonly after: string | undefined
}

/** Deeper JSON is shown as one text. */
const depthMax = 6

/**
 * With `nothing before` everything is added: what was made has no past. Values that stayed the same
 * are there too, for whoever wants the whole.
 */
export function differences(before: unknown, after: unknown): readonly Difference[] {
  const was = leaves(before)
  const is = leaves(after)
  const paths = [...new Map([...was, ...is]).keys()]
  return paths.map((key) => rowOf(key, was.get(key), is.get(key)))
}

export const isChange = ({ kind }: Difference): boolean => kind !== 'same'

function rowOf(key: string, was: string | undefined, is: string | undefined): Difference {
  const path = key === '' ? [] : key.split(separator)
  const row = { path, before: was, after: is }
  if (was === undefined) return { ...row, kind: 'added' }
  if (is === undefined) return { ...row, kind: 'removed' }
  return { ...row, kind: was === is ? 'same' : 'changed' }
}

/** No name in JSON that we write holds it. */
const separator = '\u0000'

function leaves(value: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  if (value === null || value === undefined) return found
  collect(value, [], found)
  return found
}

function collect(value: unknown, path: readonly string[], found: Map<string, string>): void {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : []
  if (inside.length === 0 || path.length >= depthMax) {
    found.set(path.join(separator), textOf(value))
    return
  }
  for (const [name, item] of inside) {
    if (item !== undefined) collect(item, [...path, placeOf(value, name)], found)
  }
}

/** People count from one. */
const placeOf = (list: unknown, name: string): string =>
  Array.isArray(list) ? String(Number(name) + 1) : name

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)
