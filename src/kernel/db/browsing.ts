/**
 * Looking at tables, and nothing else: every question is asked in a read-only transaction with a
 * short time limit, and by the reader's own role wherever there is one.
 */
import { refuse, accept, type Result } from '../problem/index.ts'
import { openDatabase, type Database, type Reader } from './database.ts'
import { readerRole } from './reader-role.ts'
import type { Schema } from './schema.ts'
import { sql } from './sql.ts'

/**
 * Who holds back what must not be seen: `login`, the reader has connections of its own; `role`, the
 * application takes its role on for a transaction; `program`, there is no such role, and only the
 * list of columns protects.
 */
export type Guardian = 'login' | 'role' | 'program'

export interface Browsing {
  /** What may be looked at, and how. */
  readonly schemas: readonly Schema[]
  guardian(): Promise<Guardian>
  /** One moment, so long at most. Refusals: `query_too_slow`. */
  look<T>(
    work: (reader: Reader) => Promise<T>,
    timeoutMsMax?: number,
  ): Promise<Result<T, 'query_too_slow'>>
  close(): Promise<void>
}

export interface BrowsingOptions {
  readonly database: Database
  /** Of the reader's own login. */
  readonly readerUrl: string | undefined
  readonly schemas: readonly Schema[]
}

const connectionsMax = 4
const lookMsMax = 3_000

export function openBrowsing({ database, readerUrl, schemas }: BrowsingOptions): Browsing {
  const own =
    readerUrl === undefined
      ? undefined
      : openDatabase(readerUrl, {
          connectionsMax,
          statementTimeoutMs: lookMsMax,
          applicationName: 'liushui-browse',
        })
  let known: Promise<Guardian> | undefined
  const guardian = (): Promise<Guardian> =>
    (known ??= (own ? Promise.resolve<Guardian>('login') : guardianOf(database)).catch(
      (problem: unknown) => {
        known = undefined
        throw problem
      },
    ))
  return {
    schemas,
    guardian,
    async look(work, timeoutMsMax = lookMsMax) {
      const takesRole = (await guardian()) === 'role'
      return await inTime(timeoutMsMax, () =>
        (own ?? database).snapshot(async (reader) => {
          if (takesRole) await reader.rows(sql`set local role ${sql.raw(readerRole)}`)
          await reader.rows(
            sql`select set_config('statement_timeout', ${String(timeoutMsMax)}, true)`,
          )
          return await work(reader)
        }),
      )
    },
    close: async () => await own?.close(),
  }
}

async function guardianOf(database: Database): Promise<Guardian> {
  const found = await database.rows(sql`
    select 1 as member from pg_roles
     where rolname = ${readerRole} and pg_has_role(current_user, oid, 'member')`)
  return found.length > 0 ? 'role' : 'program'
}

/** PostgreSQL says so when it gave up because of its time limit. */
const cancelled = '57014'

async function inTime<T>(
  timeoutMsMax: number,
  ask: () => Promise<T>,
): Promise<Result<T, 'query_too_slow'>> {
  try {
    return accept(await ask())
  } catch (problem) {
    const code = problem instanceof Error && 'code' in problem ? problem.code : undefined
    if (code !== cancelled) throw problem
    const seconds = timeoutMsMax / 1_000
    const detail = `It takes longer than ${seconds} s: filter or sort by columns with an index.`
    return refuse('query_too_slow', detail, { seconds })
  }
}
