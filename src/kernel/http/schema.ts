/** The schemas that every module's routes share. */
import { Type, type Static, type TSchema } from 'typebox'

/** An amount in minor units of its currency: a number up to 2^53−1, a string of digits beyond. */
export const Minor = Type.Union(
  [
    Type.Integer({ minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
    Type.String({ pattern: '^-?[0-9]{1,18}$' }),
  ],
  { description: 'integer minor units: a number up to 2^53−1, a string beyond' },
)

/** An amount that must be more than nothing. */
export const PositiveMinor = Type.Union(
  [
    Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    Type.String({ pattern: '^[1-9][0-9]{0,17}$' }),
  ],
  { description: 'integer minor units, at least 1: a number up to 2^53−1, a string beyond' },
)

/** A point in time, RFC 3339. */
export const DateTime = Type.String({ format: 'date-time', description: 'RFC 3339' })

/** A calendar day of the business zone. */
export const Day = Type.String({ format: 'date', description: 'calendar day of the business zone' })

export const Currency = Type.Enum(['CNY', 'USD', 'EUR', 'IDR'])

/** An exact decimal number as text: a rate, a ratio. */
export const Decimal = Type.String({ pattern: '^-?[0-9]{1,12}(\\.[0-9]{1,12})?$' })

export const Text = (lengthMax: number, lengthMin = 1) =>
  Type.String({ minLength: lengthMin, maxLength: lengthMax })

export const pageSizeMax = 200

/** What every list takes; a cursor carries filter and sort, so it comes alone. */
export const pageQuery = {
  cursor: Type.Optional(Type.String({ maxLength: 2_000 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: pageSizeMax, default: 50 })),
}

export const Page = <Item extends TSchema>(item: Item) =>
  Type.Object({ items: Type.Array(item), nextCursor: Type.Union([Type.String(), Type.Null()]) })

/** RFC 9457. Further members depend on the code. */
export const ProblemAnswer = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.String(),
    instance: Type.String({ description: 'the request id, to be quoted when asking for help' }),
  },
  { $id: 'Problem', additionalProperties: true },
)
export type ProblemAnswer = Static<typeof ProblemAnswer>
