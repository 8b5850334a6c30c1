/**
 * One field for a person who looks for an account: its number, its name, its owner or its merchant,
 * from the first letter on. Each of them has an index; none is walked from end to end.
 */
import { sql, type Sql } from '../db/index.ts'

/** Of each kind of match: whoever types one letter is not waited for by a million names. */
const matchesMax = 2_000
const last = '\u{10ffff}'

/** Condition on `ledger.account a`: it begins with this text in one of those four. */
export function looksLike(text: string): Sql {
  const until = text + last
  const name = text.toLowerCase()
  return sql`a.account_no = any(array(
    (select n.account_no from ledger.account n
      where n.account_no >= ${text} and n.account_no < ${until}
      order by n.account_no limit ${matchesMax})
    union (select n.account_no from ledger.account n
      where lower(n.name collate "C") >= lower(${name}::text collate "C")
        and lower(n.name collate "C") < lower(${name + last}::text collate "C")
      order by lower(n.name collate "C"), n.account_no limit ${matchesMax})
    union (select n.account_no from ledger.account n
      where n.owner >= ${text} and n.owner < ${until} order by n.owner limit ${matchesMax})
    union (select n.account_no from ledger.account n
      where n.merchant_no >= ${text} and n.merchant_no < ${until}
      order by n.merchant_no limit ${matchesMax})))`
}
