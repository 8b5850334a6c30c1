/** What history keeps of a payload. Pure. */
import { maskDigits } from '#kernel/log'
import type { Json } from '#kernel/problem'

/**
 * What history keeps of a payload. History is never erased, so of personal data it names the fields
 * and no value; long runs of digits in free text are masked.
 */
export function forHistory(schema: object, payload: Json | undefined): Json {
  if (payload === undefined) return null
  if (Reflect.get(schema, 'x-personal') === true) {
    return { fields: Object.keys(Object(payload)).toSorted() }
  }
  if (typeof payload === 'string') {
    return Reflect.get(schema, 'x-free-text') === true ? maskDigits(payload) : payload
  }
  if (Array.isArray(payload)) {
    const items = Object(Reflect.get(schema, 'items'))
    return payload.map((item: Json) => forHistory(items, item))
  }
  if (payload === null || typeof payload !== 'object') return payload
  const properties = Object(Reflect.get(schema, 'properties'))
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [
      name,
      forHistory(Object(Reflect.get(properties, name)), value),
    ]),
  )
}
