/** Schemas that several desk routes share. */
import { Type } from 'typebox'

export const Uuid = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
  description: 'UUID in lower case',
})

/** One line of text: PostgreSQL keeps no NUL, and nobody types the other control characters. */
export const Line = (lengthMax: number, lengthMin = 1) =>
  Type.String({
    minLength: lengthMin,
    maxLength: lengthMax,
    pattern: '^[^\\u0000-\\u001f\\u007f]*$',
  })

/** Text with line ends. */
export const Prose = (lengthMax: number, lengthMin = 1) =>
  Type.String({ minLength: lengthMin, maxLength: lengthMax, pattern: '^[^\\u0000]*$' })

/** A misspelt field is an error, not a wish that is quietly ignored. */
export const strict = { additionalProperties: false }

export const ById = Type.Object({ id: Uuid })
