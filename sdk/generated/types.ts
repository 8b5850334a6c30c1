// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.

export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  /** the request id, to be quoted when asking for help */
  readonly instance: string
} & Readonly<Record<string, unknown>>
