/** Lists that can be had as a file: what a module says of them. */
import type { TSchema } from 'typebox'
import type { Actor } from '../auth/index.ts'
import type { Instant, Zone } from '../clock/index.ts'
import type { Access } from '../http/index.ts'
import type { Json, Problem, Result } from '../problem/index.ts'
import type { Column, Value } from '../sheet/index.ts'

export interface ExportSource {
  /** `auto-loan.orders`. */
  readonly name: string
  /** The module: also what an API key's scope names, `auto-loan:read`. */
  readonly tag: string
  /** As the list's own route has it. */
  readonly access: Access
  /** The filters of the list. */
  readonly query: TSchema
  /**
   * The question as it may be written down, since it waits for its turn: personal data in it
   * becomes what finds it and does not tell it. The same question when left out.
   */
  readonly keep?: (query: Json) => Json
  /** Refusals are told to whoever asked, as those of the list are. */
  readonly open: (asked: ExportRequest) => Promise<Result<ExportRows>>
}

export type ExportLanguage = 'zh' | 'en'

export interface ExportRequest {
  /** As it was kept. */
  readonly query: Json
  /** Who asked: a file holds what its list would have shown to them, and no more. */
  readonly actor: Actor
  readonly at: Instant
  readonly language: ExportLanguage
}

export interface ExportRows {
  readonly columns: readonly Column[]
  /** As well as it is known; undefined when counting would take as long as reading. */
  readonly total: number | undefined
  /** In batches of a bounded size, each asked for when the one before it is written. */
  readonly rows: AsyncIterable<readonly (readonly Value[])[]>
}

/** Thrown while rows are read: it cannot go on, and who asked is told why. */
export class ExportStopped extends Error {
  override readonly name = 'ExportStopped'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** Whose clocks the moments of a file show. */
export const exportZone: Zone = 'Asia/Shanghai'
