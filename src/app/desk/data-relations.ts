/**
 * Where a column points to. Foreign keys stay inside a schema, so the catalog knows only those;
 * the others follow from how columns are called, and are written down here.
 */

/** `[column here, column there]` for each part of the key. */
export type Match = readonly (readonly [here: string, there: string])[]

export interface Convention {
  /** `schema.table`, or `schema.*`: every table there that has the columns. */
  readonly from: string
  readonly match: Match
  /** `schema.table`. */
  readonly to: string
}

const orderKey: Match = [
  ['bucket', 'bucket'],
  ['order_id', 'id'],
]

// prettier-ignore
export const conventions: readonly Convention[] = [
  { from: 'auto_loan.*',                  match: orderKey,                                    to: 'auto_loan.auto_order' },
  { from: 'auto_loan.*',                  match: [['order_no', 'order_no']],                  to: 'auto_loan.auto_order' },
  { from: 'auto_loan.*',                  match: [['dealer_id', 'code']],                     to: 'auto_loan.dealer' },
  { from: 'auto_loan.*',                  match: [['funder_id', 'code']],                     to: 'auto_loan.funder' },
  { from: 'auto_loan.*',                  match: [['funder_code', 'code']],                   to: 'auto_loan.funder' },
  { from: 'auto_loan.*',                  match: [['product_id', 'code']],                    to: 'auto_loan.product' },
  { from: 'auto_loan.*',                  match: [['product_code', 'code']],                  to: 'auto_loan.product' },
  { from: 'auto_loan.auto_order',         match: [['bucket', 'bucket'], ['applicant_id', 'id']],  to: 'auto_loan.person' },
  { from: 'auto_loan.auto_order',         match: [['bucket', 'bucket'], ['coborrower_id', 'id']], to: 'auto_loan.person' },
  { from: 'auto_loan.auto_order',         match: [['bucket', 'bucket'], ['car_id', 'id']],        to: 'auto_loan.car' },
  { from: 'auto_loan.image',              match: [['sha256', 'sha256']],                      to: 'file.object' },
  { from: 'auto_loan.receipt',            match: [['image_sha256', 'sha256']],                to: 'file.object' },
  { from: 'auto_loan.contract_signature', match: [['file_sha256', 'sha256']],                 to: 'file.object' },
  { from: 'ledger.*',                     match: [['account_no', 'account_no']],              to: 'ledger.account' },
  { from: 'ledger.*',                     match: [['account_type', 'account_type']],          to: 'ledger.account_type' },
  { from: 'ledger.account_transaction',   match: [['counterparty', 'account_no']],            to: 'ledger.account' },
  { from: 'ledger.account_transaction',   match: [['biz_no', 'biz_no']],                      to: 'ledger.journal' },
  { from: 'auth.*',                       match: [['user_id', 'id']],                         to: 'auth.user_account' },
  { from: 'auth.api_key',                 match: [['owner_id', 'id']],                        to: 'auth.user_account' },
  { from: 'auto_loan.auto_order',         match: [['sm_version', 'version']],                 to: 'lifecycle.publication' },
  { from: 'lifecycle.*',                  match: [['machine', 'machine'], ['version', 'version']], to: 'lifecycle.definition' },
  { from: 'parameter.value',              match: [['proposal_id', 'id']],                     to: 'auth.proposal' },
  { from: 'parameter.value',              match: [['name', 'name']],                          to: 'parameter.latest' },
  { from: 'loans.*',                      match: [['bucket', 'bucket'], ['contract_id', 'id']], to: 'loans.contract' },
  { from: 'loans.contract',               match: [['order_no', 'order_no']],                  to: 'auto_loan.auto_order' },
  { from: 'jobs.delivery',                match: [['event_id', 'id']],                        to: 'jobs.event' },
]
