// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface DiffLifecycleInput {
  readonly params: {
    readonly machine: string
  }
  readonly query: {
    readonly from: string
    readonly to: string
  }
}

export type DiffLifecycleAnswer = {
  readonly states: {
    readonly added: readonly Readonly<Record<string, unknown>>[]
    readonly removed: readonly Readonly<Record<string, unknown>>[]
    readonly changed: readonly {
      readonly before: Readonly<Record<string, unknown>>
      readonly after: Readonly<Record<string, unknown>>
      readonly attributes: readonly string[]
    }[]
  }
  readonly moves: {
    readonly added: readonly Readonly<Record<string, unknown>>[]
    readonly removed: readonly Readonly<Record<string, unknown>>[]
    readonly changed: readonly {
      readonly before: Readonly<Record<string, unknown>>
      readonly after: Readonly<Record<string, unknown>>
      readonly attributes: readonly string[]
    }[]
  }
}

/** What became of a machine between two versions. `GET /api/v1/lifecycles/{machine}/diff` */
export function diffLifecycle(
  client: Client,
  input: DiffLifecycleInput,
  options?: CallOptions,
): Promise<DiffLifecycleAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/lifecycles/{machine}/diff', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface DrawLifecycleInput {
  readonly params: {
    readonly machine: string
    readonly version: string
  }
  readonly query?: {
    readonly hash?: string
    readonly language?: 'zh' | 'en'
  }
}

export type DrawLifecycleAnswer = Blob

/** One version as SVG, document and amendment rows in two colours. `GET /api/v1/lifecycles/{machine}/{version}/drawing` */
export function drawLifecycle(
  client: Client,
  input: DrawLifecycleInput,
  options?: CallOptions,
): Promise<DrawLifecycleAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/lifecycles/{machine}/{version}/drawing',
      sends: 'nothing',
      answers: 'file',
    },
    input,
    options,
  )
}

export interface GetLifecycleInput {
  readonly params: {
    readonly machine: string
    readonly version: string
  }
  readonly query?: {
    readonly hash?: string
    readonly language?: 'zh' | 'en'
  }
}

export type GetLifecycleAnswer = {
  readonly machine: string
  readonly version: string
  readonly hash: string
  readonly initial: number
  readonly states: readonly Readonly<Record<string, unknown>>[]
  readonly moves: readonly Readonly<Record<string, unknown>>[]
  readonly findings: readonly {
    readonly code: string
    readonly severity: 'error' | 'warning'
    readonly version: string
    readonly place: {
      readonly file: string
      readonly line: number
    }
    readonly subject: string
    readonly message: {
      readonly zh: string
      readonly en: string
    }
  }[]
}

/** States, moves and findings of one version; a draft by its hash. `GET /api/v1/lifecycles/{machine}/{version}` */
export function getLifecycle(
  client: Client,
  input: GetLifecycleInput,
  options?: CallOptions,
): Promise<GetLifecycleAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/lifecycles/{machine}/{version}',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface ListLifecyclesInput {
  readonly query?: {
    readonly machine?: string
  }
}

export type ListLifecyclesAnswer = {
  readonly items: readonly {
    readonly machine: string
    readonly version: string
    readonly hash: string
    readonly state: 'draft' | 'published' | 'retired'
    readonly takesNewOrders: boolean
    readonly sources: readonly {
      readonly name: string
      readonly sha256: string
    }[]
    readonly createdBy: string
    /** RFC 3339 */
    readonly createdAt: string
    readonly publishedBy: string | null
    readonly publishedAt: string | null
  }[]
}

/** Every version of every machine, drafts included. `GET /api/v1/lifecycles` */
export function listLifecycles(
  client: Client,
  input: ListLifecyclesInput = {},
  options?: CallOptions,
): Promise<ListLifecyclesAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/lifecycles', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface ProposeLifecycleInput {
  readonly params: {
    readonly machine: string
    readonly version: string
  }
  readonly body: {
    readonly hash: string
    readonly takesNewOrders: boolean
    readonly reason: string
  }
}

export type ProposeLifecycleAnswer = {
  readonly proposalId: string
}

/** Proposes a draft; it is in force when a second administrator approves. `POST /api/v1/lifecycles/{machine}/{version}/publish` */
export function proposeLifecycle(
  client: Client,
  input: ProposeLifecycleInput,
  options?: CallOptions,
): Promise<ProposeLifecycleAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/lifecycles/{machine}/{version}/publish',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface ReadLifecycleInput {
  readonly body: {
    readonly machine?: string
    readonly files: readonly {
      readonly name: string
      /** the file, base64 */
      readonly base64: string
    }[]
  }
}

export type ReadLifecycleAnswer = {
  readonly machine: string
  readonly versions: readonly {
    readonly version: string
    readonly hash: string
    readonly states: number
    readonly moves: number
    readonly difference: {
      readonly states: {
        readonly added: readonly Readonly<Record<string, unknown>>[]
        readonly removed: readonly Readonly<Record<string, unknown>>[]
        readonly changed: readonly {
          readonly before: Readonly<Record<string, unknown>>
          readonly after: Readonly<Record<string, unknown>>
          readonly attributes: readonly string[]
        }[]
      }
      readonly moves: {
        readonly added: readonly Readonly<Record<string, unknown>>[]
        readonly removed: readonly Readonly<Record<string, unknown>>[]
        readonly changed: readonly {
          readonly before: Readonly<Record<string, unknown>>
          readonly after: Readonly<Record<string, unknown>>
          readonly attributes: readonly string[]
        }[]
      }
    } | null
  }[]
  readonly findings: readonly {
    readonly code: string
    readonly severity: 'error' | 'warning'
    readonly version: string
    readonly place: {
      readonly file: string
      readonly line: number
    }
    readonly subject: string
    readonly message: {
      readonly zh: string
      readonly en: string
    }
  }[]
}

/** Reads documents and shows what they say; saves nothing. `POST /api/v1/lifecycles/read` */
export function readLifecycle(
  client: Client,
  input: ReadLifecycleInput,
  options?: CallOptions,
): Promise<ReadLifecycleAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/lifecycles/read', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface RehearseMigrationInput {
  readonly params: {
    readonly machine: string
  }
  readonly query: {
    readonly from: string
    readonly to: string
  }
}

export type RehearseMigrationAnswer = {
  readonly orders: number
  readonly refusedOrders: number
  readonly states: readonly {
    readonly state: number
    readonly target: number | null
    readonly orders: number
  }[]
  readonly refused: readonly {
    readonly bucket: number
    readonly id: string
    readonly state: number
  }[]
}

/** What moving the running orders to another version would do; writes nothing. `GET /api/v1/lifecycles/{machine}/rehearsal` */
export function rehearseMigration(
  client: Client,
  input: RehearseMigrationInput,
  options?: CallOptions,
): Promise<RehearseMigrationAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/lifecycles/{machine}/rehearsal',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface SaveLifecycleDraftsInput {
  readonly body: {
    readonly machine?: string
    readonly files: readonly {
      readonly name: string
      /** the file, base64 */
      readonly base64: string
    }[]
  }
}

export type SaveLifecycleDraftsAnswer = {
  readonly items: readonly {
    readonly machine: string
    readonly version: string
    readonly hash: string
  }[]
}

/** Saves every version that the documents describe and lint lets pass. `POST /api/v1/lifecycles/drafts` */
export function saveLifecycleDrafts(
  client: Client,
  input: SaveLifecycleDraftsInput,
  options?: CallOptions,
): Promise<SaveLifecycleDraftsAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/lifecycles/drafts', sends: 'json', answers: 'json' },
    input,
    options,
  )
}
