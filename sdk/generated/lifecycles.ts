// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface DiffLifecycleInput {
  readonly params: {
    readonly machine: string
  }
  readonly query: {
    readonly from: string
    readonly to: string
    readonly fromHash?: string
    readonly toHash?: string
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
  readonly initial: {
    readonly before: number
    readonly after: number
  } | null
}

/** What became of a machine between two versions; drafts by their hash. `GET /api/v1/lifecycles/{machine}/diff` */
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

/** One version as svg, document and amendment rows in two colours. `GET /api/v1/lifecycles/{machine}/{version}/drawing` */
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
    /** it was published to take new orders */
    readonly takesNewOrders: boolean
    /** new orders are born with it now */
    readonly current: boolean
    readonly sources: readonly {
      readonly name: string
      readonly sha256: string
    }[]
    readonly createdBy: string
    /** RFC 3339 */
    readonly createdAt: string
    readonly proposedBy: string | null
    readonly publishedBy: string | null
    readonly publishedAt: string | null
    readonly retiredBy: string | null
    readonly retiredAt: string | null
  }[]
  /** what the people among the versions are called; empty for parties */
  readonly people: Readonly<Record<string, string>>
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

export interface ListMigrationsInput {
  readonly params: {
    readonly machine: string
  }
}

export type ListMigrationsAnswer = {
  readonly items: readonly {
    readonly id: string
    readonly machine: string
    readonly fromVersion: string
    readonly toVersion: string
    readonly mapping: Readonly<Record<string, number>>
    readonly state: 'queued' | 'running' | 'done' | 'refused' | 'failed'
    /** counted when it was approved */
    readonly ordersTotal: number
    readonly ordersDone: number
    /** came into a state without counterpart meanwhile */
    readonly ordersLeft: number
    readonly detail: string | null
    /** RFC 3339 */
    readonly queuedAt: string
    readonly startedAt: string | null
    readonly endedAt: string | null
  }[]
}

/** Migrations that two people agreed on and how far they are, the newest 50. `GET /api/v1/lifecycles/{machine}/migrations` */
export function listMigrations(
  client: Client,
  input: ListMigrationsInput,
  options?: CallOptions,
): Promise<ListMigrationsAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/lifecycles/{machine}/migrations',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface ListRefusedOrdersInput {
  readonly params: {
    readonly machine: string
  }
  readonly query: {
    readonly cursor?: string
    readonly limit?: number
    readonly from: string
    readonly to: string
    /** states whose codes differ, old=new: 10010=10020,10050=40010 */
    readonly map?: string
  }
}

export type ListRefusedOrdersAnswer = {
  readonly items: readonly {
    readonly bucket: number
    readonly id: string
    readonly orderNo: string
    readonly state: number
  }[]
  readonly nextCursor: string | null
}

/** Every order that stands in a state without a counterpart. `GET /api/v1/lifecycles/{machine}/rehearsal/orders` */
export function listRefusedOrders(
  client: Client,
  input: ListRefusedOrdersInput,
  options?: CallOptions,
): Promise<ListRefusedOrdersAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/lifecycles/{machine}/rehearsal/orders',
      sends: 'nothing',
      answers: 'json',
    },
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

export interface ProposeMigrationInput {
  readonly params: {
    readonly machine: string
  }
  readonly body: {
    readonly from: string
    readonly to: string
    /** states whose codes differ, old=new: 10010=10020,10050=40010 */
    readonly map?: string
    readonly reason: string
  }
}

export type ProposeMigrationAnswer = {
  readonly proposalId: string
}

/** Proposes a migration; a job does it when a second administrator approves. `POST /api/v1/lifecycles/{machine}/migrations` */
export function proposeMigration(
  client: Client,
  input: ProposeMigrationInput,
  options?: CallOptions,
): Promise<ProposeMigrationAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/lifecycles/{machine}/migrations',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface ProposeRetirementInput {
  readonly params: {
    readonly machine: string
    readonly version: string
  }
  readonly body: {
    readonly reason: string
  }
}

export type ProposeRetirementAnswer = {
  readonly proposalId: string
}

/** Proposes that a version takes no new orders; running ones keep it. `POST /api/v1/lifecycles/{machine}/{version}/retire` */
export function proposeRetirement(
  client: Client,
  input: ProposeRetirementInput,
  options?: CallOptions,
): Promise<ProposeRetirementAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/lifecycles/{machine}/{version}/retire',
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
    readonly rows: {
      readonly initial: number
      readonly states: readonly Readonly<Record<string, unknown>>[]
      readonly moves: readonly Readonly<Record<string, unknown>>[]
    }
    /** a version of this name is in force */
    readonly published: boolean
    /** the version it is compared with: of the same name, else the current one */
    readonly against: string | null
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
      readonly initial: {
        readonly before: number
        readonly after: number
      } | null
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
    /** states whose codes differ, old=new: 10010=10020,10050=40010 */
    readonly map?: string
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
  /** the first 100; the list gives them all */
  readonly refused: readonly {
    readonly bucket: number
    readonly id: string
    readonly orderNo: string
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

export interface WriteLifecycleInput {
  readonly params: {
    readonly machine: string
    readonly version: string
  }
  readonly query?: {
    readonly hash?: string
    readonly language?: 'zh' | 'en'
  }
}

export type WriteLifecycleAnswer = Blob

/** One version as mermaid, document and amendment rows in two colours. `GET /api/v1/lifecycles/{machine}/{version}/mermaid` */
export function writeLifecycle(
  client: Client,
  input: WriteLifecycleInput,
  options?: CallOptions,
): Promise<WriteLifecycleAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/lifecycles/{machine}/{version}/mermaid',
      sends: 'nothing',
      answers: 'file',
    },
    input,
    options,
  )
}
