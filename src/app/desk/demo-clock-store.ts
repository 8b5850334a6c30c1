/** How far ahead the demo's clock is, as it is kept. */
import { sql, type Reader, type Tx } from '#kernel/db'

/** Zero where it was never moved. */
export async function readAheadMs(reader: Reader): Promise<number> {
  const kept = await reader.row<{ aheadMs: bigint }>(sql`select ahead_ms from desk.demo_clock`)
  return Number(kept?.aheadMs ?? 0n)
}

export async function keepAheadMs(tx: Tx, aheadMs: number): Promise<void> {
  await tx.run(sql`
    insert into desk.demo_clock (only_one, ahead_ms) values (true, ${aheadMs})
    on conflict (only_one) do update set ahead_ms = excluded.ahead_ms`)
}
