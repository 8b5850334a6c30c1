/** 凭证 for the general ledger: every journal of a day or a period, a line for each side. */
import type { BusinessDate } from '../clock/index.ts'
import { sql, type Reader } from '../db/index.ts'
import { decimalText, type Currency } from '../money/index.ts'
import type { Cell } from '../sheet/index.ts'

export interface VoucherRequest {
  /** Effective days, both included. */
  readonly from: BusinessDate
  readonly to: BusinessDate
}

interface VoucherLeg {
  readonly effectiveDate: BusinessDate
  readonly id: bigint
  readonly bizType: string
  readonly bizNo: string
  readonly caller: string
  readonly memo: string | null
  readonly debit: string
  readonly credit: string
  readonly amount: bigint
  readonly debitType: string
  readonly creditType: string
  readonly currency: Currency
}

const heads = [
  '凭证号 Voucher',
  '日期 Date',
  '业务类型 Type',
  '业务单号 Number',
  '摘要 Memo',
  '科目 Account type',
  '账户 Account',
  '币种 Currency',
  '借方 Debit',
  '贷方 Credit',
] as const

const chunkMax = 2_000

/** Lines as `csvOf` and `xlsxOf` take them; vouchers are numbered within their day. */
export async function* voucherLines(
  reader: Reader,
  request: VoucherRequest,
): AsyncGenerator<readonly Cell[]> {
  yield [...heads]
  let [no, last] = [0, '']
  for await (const legs of chunks(reader, request)) {
    for (const leg of legs) {
      const journal = keyOf(leg)
      const day = last.slice(0, leg.effectiveDate.length)
      if (journal !== last) no = day === leg.effectiveDate ? no + 1 : 1
      last = journal
      yield* sidesOf(leg, `${leg.effectiveDate.replaceAll('-', '')}-${no}`)
    }
  }
}

const keyOf = ({ effectiveDate, id, bizNo, bizType, caller }: VoucherLeg): string =>
  [effectiveDate, id, bizNo, bizType, caller].join('\u0000')

function sidesOf(leg: VoucherLeg, voucher: string): readonly (readonly Cell[])[] {
  const { effectiveDate, bizType, bizNo, memo, currency, amount } = leg
  const shared = [voucher, effectiveDate, bizType, bizNo, memo ?? '']
  const text = decimalText({ amount, currency })
  return [
    [...shared, leg.debitType, leg.debit, currency, text, ''],
    [...shared, leg.creditType, leg.credit, currency, '', text],
  ]
}

/** Whole journals, so many at a time, along the index of their days. */
async function* chunks(
  reader: Reader,
  { from, to }: VoucherRequest,
): AsyncGenerator<readonly VoucherLeg[]> {
  let after = sql`j.effective_date >= ${from}`
  for (;;) {
    const legs = await reader.rows<VoucherLeg>(sql`
      select j.effective_date, j.id, j.biz_type, j.biz_no, j.caller, j.memo, l.debit, l.credit,
             l.amount, d.account_type as debit_type, c.account_type as credit_type, d.currency
        from (
          select j.effective_date, j.id, j.biz_type, j.biz_no, j.caller, j.memo, j.debits,
                 j.credits, j.amounts
            from ledger.journal j
           where ${after} and j.effective_date <= ${to} and cardinality(j.amounts) > 0
           order by j.effective_date, j.id, j.biz_no, j.biz_type, j.caller
           limit ${chunkMax}) as j
       cross join lateral unnest(j.debits, j.credits, j.amounts) with ordinality
         as l (debit, credit, amount, no)
        join ledger.account d on d.account_no = l.debit
        join ledger.account c on c.account_no = l.credit
       order by j.effective_date, j.id, j.biz_no, j.biz_type, j.caller, l.no`)
    const last = legs.at(-1)
    if (last === undefined) return
    yield legs
    after = sql`(j.effective_date, j.id, j.biz_no, j.biz_type, j.caller)
      > (${last.effectiveDate}::date, ${last.id}::bigint, ${last.bizNo}, ${last.bizType},
         ${last.caller})`
  }
}
