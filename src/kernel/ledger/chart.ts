/** 会计科目: the types of accounts, which every product brings along for its own. */
import type { Instant } from '../clock/index.ts'
import { sql, type Reader, type Tx } from '../db/index.ts'
import { assert } from '../problem/index.ts'

/** 资产, 负债, 所有者权益, 收入, 费用. */
export type Category = 'asset' | 'liability' | 'equity' | 'income' | 'expense'

export interface AccountType {
  /** `TIANCAI_COLLECT`, `1002`: stands in each account. */
  readonly accountType: string
  readonly nameZh: string
  readonly nameEn: string
  readonly category: Category
}

/**
 * Puts types into the chart; call it at every start. Names may be corrected, a category may not:
 * whoever read a balance sheet before would not know it again.
 */
export async function defineAccountTypes(
  tx: Tx,
  types: readonly AccountType[],
  at: Instant,
): Promise<void> {
  if (types.length === 0) return
  const written = await tx.run(sql`
    insert into ledger.account_type as t (account_type, name_zh, name_en, category, defined_at)
    select account_type, name_zh, name_en, category, ${at}
      from unnest(${types.map(({ accountType }) => accountType)}::text[],
        ${types.map(({ nameZh }) => nameZh)}::text[], ${types.map(({ nameEn }) => nameEn)}::text[],
        ${types.map(({ category }) => category)}::text[])
      as given (account_type, name_zh, name_en, category)
     order by account_type
    on conflict (account_type)
    do update set name_zh = excluded.name_zh, name_en = excluded.name_en
     where t.category = excluded.category`)
  assert(written === types.length, 'an account type never changes its category')
}

/** The whole chart, by type. */
export const chartOfAccounts = (reader: Reader): Promise<readonly AccountType[]> =>
  reader.rows<AccountType>(sql`
    select account_type, name_zh, name_en, category from ledger.account_type
     order by account_type`)
