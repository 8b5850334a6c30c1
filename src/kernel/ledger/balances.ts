/** What accounts hold right now, for whoever compares it with books of its own. */
import { sql, type Reader } from '../db/index.ts'
import { bucketOf } from '../id/index.ts'

/** On each account's normal side, in minor units; an account that is not there is left out. */
export async function balancesOf(
  reader: Reader,
  accountNos: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const rows = await reader.rows<{ accountNo: string; balance: bigint }>(sql`
    select account_no, balance from ledger.account
     where bucket = any(${[...new Set(accountNos.map(bucketOf))]}::smallint[])
       and account_no = any(${accountNos}::text[])`)
  return new Map(rows.map(({ accountNo, balance }) => [accountNo, balance]))
}
