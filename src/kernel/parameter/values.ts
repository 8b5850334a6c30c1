/** The values of parameters as they lie in the database. */
import type { Instant } from '../clock/index.ts'
import { sql, type Reader, type Tx } from '../db/index.ts'
import type { Json } from '../problem/index.ts'

/** Version 0 is the initial value of the definition, in force from the beginning. */
export interface ParameterValue {
  readonly name: string
  readonly version: number
  readonly value: Json
  readonly effectiveFrom: Instant
}

export interface ParameterChange extends ParameterValue {
  readonly changedAt: Instant
  /** Names of the two people. */
  readonly maker: string
  readonly checker: string
  readonly reason: string
  readonly proposalId: string
}

/** What is in force at a moment; names that nobody has changed by then are missing. */
export const valuesAt = (
  reader: Reader,
  names: readonly string[],
  at: Instant,
): Promise<ParameterValue[]> =>
  reader.rows<ParameterValue>(
    sql`select distinct on (name) name, version, value, effective_from from parameter.value
         where name = any(${names}::text[]) and effective_from <= ${at}
         order by name, effective_from desc, version desc`,
    'parameter.values',
  )

/** What will be in force next after a moment. */
export const nextValues = (
  reader: Reader,
  names: readonly string[],
  after: Instant,
): Promise<ParameterValue[]> =>
  reader.rows<ParameterValue>(sql`
    select distinct on (name) name, version, value, effective_from from parameter.value
     where name = any(${names}::text[]) and effective_from > ${after}
     order by name, effective_from, version desc`)

/** Every change of one parameter, the newest first. */
export const changesOf = (reader: Reader, name: string, most: number): Promise<ParameterChange[]> =>
  reader.rows<ParameterChange>(sql`
    select name, version, value, effective_from, changed_at, maker, checker, reason, proposal_id
      from parameter.value where name = ${name} order by version desc limit ${most}`)

/** Numbers the change and writes it. Two changes of one parameter take turns. */
export async function insertChange(
  tx: Tx,
  change: Omit<ParameterChange, 'version'>,
): Promise<number> {
  const row = await tx.row<{ version: number }>(sql`
    insert into parameter.latest (name, version) values (${change.name}, 1)
    on conflict (name) do update set version = latest.version + 1
    returning version`)
  const version = row?.version ?? 1
  await tx.run(sql`
    insert into parameter.value
      (name, version, value, effective_from, changed_at, maker, checker, reason, proposal_id)
    values (${change.name}, ${version}, ${JSON.stringify(change.value)}::json,
      ${change.effectiveFrom}, ${change.changedAt}, ${change.maker}, ${change.checker},
      ${change.reason}, ${change.proposalId})`)
  return version
}
