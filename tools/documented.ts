/**
 * Every table and column that a document (or the specification of its product) names, and where it
 * lives here. docs/generated/tables.md is made of this; its test compares both sides with the
 * catalog, so that no column is forgotten and none is invented.
 */

export interface DocumentedColumn {
  /** As the document writes it. */
  readonly name: string
  /** `schema.table.column` */
  readonly home: string
  /** Where inside a JSON column. */
  readonly within?: string
  readonly means: string
}

export interface DocumentedTable {
  readonly document: string
  readonly name: string
  readonly means: string
  readonly columns: readonly DocumentedColumn[]
  /** The table that is this one; columns of ours in it are listed with their reason. */
  readonly home?: { readonly table: string; readonly ours: Readonly<Record<string, string>> }
}

const definition = 'lifecycle.definition.body'

/** Columns that have the name of the document in a table that has it too. */
const same = (
  table: string,
  columns: readonly (readonly [name: string, means: string])[],
): readonly DocumentedColumn[] =>
  columns.map(([name, means]) => ({ name, home: `${table}.${name}`, means }))

export const documented: readonly DocumentedTable[] = [
  {
    document: '000',
    name: '事件表',
    means: 'what moves an order from one state to another',
    columns: [
      { name: '起始状态码', home: definition, within: 'moves[].from', means: 'state before' },
      { name: '最终状态码', home: definition, within: 'moves[].to', means: 'state after' },
      { name: '事件', home: definition, within: 'moves[].event', means: 'name of the event' },
      { name: '事件描述', home: definition, within: 'moves[].label', means: 'label, verbatim' },
    ],
  },
  {
    document: '000',
    name: '状态表',
    means: 'the states of a version and the field that mirrors each',
    columns: [
      { name: '版本号', home: 'lifecycle.definition.version', means: 'version of the machine' },
      { name: '状态码', home: definition, within: 'states[].code', means: 'code of the state' },
      { name: '状态描述', home: definition, within: 'states[].name', means: 'name, verbatim' },
      {
        name: '子系统标识',
        home: definition,
        within: 'states[].subsystem',
        means: 'order field that repeats the code',
      },
    ],
  },
  {
    document: '000',
    name: 'auto_order',
    means: 'the order itself',
    home: {
      table: 'auto_loan.auto_order',
      ours: {
        bucket: 'first in every key, so that orders can be spread over several servers',
        currency: 'amounts are minor units of a currency',
        state_since: 'since when it stands in its state: the work list is walked by it',
        updated_at: 'when an event last moved or edited the order; lists sort by it',
      },
    },
    columns: same('auto_loan.auto_order', [
      ['id', 'UUIDv7'],
      ['order_no', 'public number, AF and the day and a running number'],
      ['sm_version', 'lifecycle version that the order was born with'],
      ['state', 'code of its state'],
      ['credit_audit_status', '信审: last code that mirrors into it'],
      ['compass_status', '资金路由: last code that mirrors into it'],
      ['lend_audit_status', '放款审核: last code that mirrors into it'],
      ['lend_preaudit', '放款预审核, beside the state'],
      ['applicant_id', 'person who borrows'],
      ['coborrower_id', '共借人'],
      ['dealer_id', '经销商'],
      ['car_id', 'the car'],
      ['product_id', 'loan product, chosen at 40050'],
      ['funder_id', '资方 that is active'],
      ['deposit_amount', '保证金, minor units'],
      ['down_payment_amount', '首付, minor units'],
      ['finance_amount', '融资额, minor units'],
      ['row_version', 'counts the events; compared before each'],
      ['created_at', 'when the dealer created it'],
    ]),
  },
  {
    document: '000',
    name: 'order_event',
    means: 'history: one row for each event, never changed',
    home: {
      table: 'auto_loan.order_event',
      ours: {
        bucket: 'of its order: first in every key',
        written_by: 'transaction that wrote it: figures are folded in this order',
      },
    },
    columns: same('auto_loan.order_event', [
      ['id', 'UUIDv7'],
      ['order_id', 'the order'],
      ['seq', 'running number of the order’s events, from 1'],
      ['event', 'name of the event'],
      ['from_state', 'code before'],
      ['to_state', 'code after'],
      ['actor', 'who applied it'],
      ['actor_system', 'the system that acted for nobody, or spoke for a partner'],
      ['payload', 'what came with the event, personal data masked'],
      ['occurred_at', 'when'],
      ['request_id', 'caller and Idempotency-Key: once per order'],
    ]),
  },
]
