/**
 * How each partner is doing, from what was recorded: every process calls, and the rows are the one
 * place where all their calls meet.
 */
import type { Instant } from '../clock/index.ts'
import { sql, type Reader } from '../db/index.ts'
import { failuresMax, pauseMs } from './circuit.ts'

export interface PartnerHealth {
  readonly partner: string
  /** Of the newest calls, at most `callsSeen`. */
  readonly succeeded: number
  readonly failed: number
  readonly unknown: number
  readonly medianMs: number | null
  readonly lastCallAt: Instant
  /** When it last answered anything, yes or no. */
  readonly lastReachedAt: Instant | null
  /** Calls since then that found nobody. */
  readonly failuresInRow: number
  /** `open`: left alone for a moment. `trying`: the next call goes to see. */
  readonly circuit: 'closed' | 'open' | 'trying'
}

const callsSeen = 200
/** Partners of a house; more of them would be a page of another kind. */
const partnersMax = 500

type Counted = Omit<PartnerHealth, 'circuit'> & { readonly lastFailureAt: Instant | null }

/** By the partner's code. */
export async function partnersHealth(
  reader: Reader,
  now: Instant,
): Promise<readonly PartnerHealth[]> {
  const rows = await reader.rows<Counted>(
    sql`with recursive partner as (
          (select partner from partner.call order by partner limit 1)
          union all
          select (select c.partner from partner.call c where c.partner > p.partner
                   order by c.partner limit 1)
            from partner p where p.partner is not null),
        calls as (
          select c.partner, c.id, c.outcome, c.code, c.duration_ms, c.started_at,
                 c.outcome is not null
                   and (c.outcome <> 'unknown' or c.code = 'answer_not_understood') as reached
            from (select partner from partner where partner is not null limit ${partnersMax}) p
           cross join lateral (
             select partner, id, outcome, code, duration_ms, started_at from partner.call
              where partner = p.partner order by id desc limit ${callsSeen}) c),
        last as (select partner, max(id::text) as id from calls where reached group by partner)
        select c.partner,
               (count(*) filter (where outcome = 'succeeded'))::integer as succeeded,
               (count(*) filter (where outcome = 'failed'))::integer as failed,
               (count(*) filter (where outcome = 'unknown'))::integer as unknown,
               (percentile_disc(0.5) within group (order by duration_ms))::integer as median_ms,
               max(started_at) as last_call_at,
               max(started_at) filter (where reached) as last_reached_at,
               (count(*) filter (where outcome = 'unknown' and code <> 'circuit_open'
                 and c.id::text > coalesce(l.id, '')))::integer as failures_in_row,
               max(started_at) filter (where outcome = 'unknown' and code <> 'circuit_open')
                 as last_failure_at
          from calls c left join last l on l.partner = c.partner
         group by c.partner order by c.partner`,
  )
  return rows.map(({ lastFailureAt, ...counted }) => ({
    ...counted,
    circuit: circuitOf(counted.failuresInRow, lastFailureAt, now),
  }))
}

/** The same rule by which the calls themselves are let through. */
function circuitOf(failures: number, lastFailureAt: Instant | null, now: Instant) {
  if (failures < failuresMax || lastFailureAt === null) return 'closed'
  return now.getTime() < lastFailureAt.getTime() + pauseMs ? 'open' : 'trying'
}
