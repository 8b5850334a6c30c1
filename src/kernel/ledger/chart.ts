/** 会计科目: the types of accounts, which every product brings along for its own. */
import { record } from '../audit/index.ts'
import { subjectOf, type Deed } from '../auth/index.ts'
import type { Instant } from '../clock/index.ts'
import { sql, type Reader, type Tx } from '../db/index.ts'
import { accept, assert, refuse, type Result } from '../problem/index.ts'

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
  const written = await write(tx, types, at)
  assert(written === types.length, 'an account type never changes its category')
}

/** Answers how many were written: those that would change their category are not. */
const write = (tx: Tx, types: readonly AccountType[], at: Instant): Promise<number> =>
  tx.run(sql`
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

/** A type that a person adds, or whose names a person corrects. */
export async function defineAccountType(
  tx: Tx,
  type: AccountType,
  { actor, at, requestId }: Deed,
): Promise<Result<AccountType, 'account_type_fixed'>> {
  if ((await write(tx, [type], at)) === 0) {
    const detail = `${type.accountType} is of another category, which never changes.`
    return refuse('account_type_fixed', detail)
  }
  const [actorName, subject] = [subjectOf(actor), `account-type:${type.accountType}`]
  await record(tx, [
    { at, actor: actorName, action: 'ledger.account-type', subject, after: { ...type }, requestId },
  ])
  return accept(type)
}

/** The whole chart, by type. */
export const chartOfAccounts = (reader: Reader): Promise<readonly AccountType[]> =>
  reader.rows<AccountType>(sql`
    select account_type, name_zh, name_en, category from ledger.account_type
     order by account_type`)
