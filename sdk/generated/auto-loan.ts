// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface ApplyEventInput {
  readonly params: {
    readonly no: string
    readonly event: string
  }
  readonly query?: {
    readonly dryRun?: boolean
  }
  readonly body: {
    readonly payload?: unknown
    readonly expectedVersion?: number
  }
}

export type ApplyEventAnswer = {
  readonly orderNo: string
  readonly event: string
  readonly from: number
  readonly to: number
  readonly state: number
  readonly subsystem: Readonly<Record<string, number>>
  readonly version: number
  readonly unchanged: boolean
  readonly dryRun: boolean
  readonly would?: {
    readonly follows: readonly {
      readonly event: string
      readonly to: number
    }[]
    readonly calls: readonly {
      readonly partner: string
      readonly purpose: string
      readonly reference: string
    }[]
    readonly timers: readonly {
      readonly task: string
      readonly dueAt: string | null
    }[]
    readonly movements: readonly {
      readonly name: string
      readonly from: string
      readonly to: string
      /** integer minor units: a number up to 2^53−1, a string beyond */
      readonly amount: number | string
      readonly currency: string
    }[]
    readonly records: readonly string[]
    readonly tells: readonly string[]
  }
}

/** Lets an event happen to an order; ?dryRun=true answers what it would do. `POST /api/v1/auto-loan/orders/{no}/events/{event}` */
export function applyEvent(
  client: Client,
  input: ApplyEventInput,
  options?: CallOptions,
): Promise<ApplyEventAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/auto-loan/orders/{no}/events/{event}',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface AutoLoanLifecycleInput {
  readonly query?: {
    readonly version?: string
  }
}

export type AutoLoanLifecycleAnswer = {
  readonly machine: string
  readonly version: string
  readonly initial: number
  readonly states: readonly {
    readonly code: number
    readonly name: string
    readonly nameEn?: string
    readonly subsystem?: string
    readonly terminal: boolean
    readonly origin: string
  }[]
  readonly moves: readonly {
    readonly event: string
    readonly from: number
    readonly to: number
    readonly kind: string
    readonly label: string
    readonly labelEn?: string
    readonly roles: readonly string[]
    readonly guard?: string
    readonly origin: string
  }[]
  readonly payloads: Readonly<Record<string, unknown>>
}

/** The machine of new orders, or of ?version=, with the payload schema of each event. `GET /api/v1/auto-loan/lifecycle` */
export function autoLoanLifecycle(
  client: Client,
  input: AutoLoanLifecycleInput = {},
  options?: CallOptions,
): Promise<AutoLoanLifecycleAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/auto-loan/lifecycle', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface CreateOrderInput {
  readonly body: {
    readonly applicant: {
      readonly name: string
      readonly idNumber: string
      readonly nation?: string
      readonly idAddress?: string
      readonly issuer?: string
      /** calendar day of the business zone */
      readonly validFrom?: string
      /** calendar day of the business zone */
      readonly validTo?: string
      readonly phone: string
      readonly email?: string
      readonly maritalStatus?: 'single' | 'married' | 'divorced' | 'widowed'
      readonly education?: 'school' | 'college' | 'bachelor' | 'master'
      readonly province?: string
      readonly city?: string
      readonly county?: string
      readonly homeAddress?: string
      readonly relation?: string
      readonly emergencyContact?: string
      readonly emergencyPhone?: string
      readonly unitName?: string
      readonly unitType?: string
      readonly industry?: string
      readonly unitPhone?: string
      readonly position?: string
      readonly unitProvince?: string
      readonly unitCity?: string
      readonly unitCounty?: string
      readonly unitAddress?: string
      /** integer minor units: a number up to 2^53−1, a string beyond */
      readonly monthlyIncome?: number | string
      /** integer minor units: a number up to 2^53−1, a string beyond */
      readonly yearlyIncome?: number | string
      readonly licenceNo?: string
      readonly licenceClass?: string
      /** calendar day of the business zone */
      readonly licenceIssuedOn?: string
      /** calendar day of the business zone */
      readonly licenceValidTo?: string
    }
    readonly car: {
      readonly usage: 'own' | 'commercial'
      readonly energy: 'combustion' | 'new_energy'
      readonly condition: 'new' | 'used'
      readonly maker: string
      readonly style: string
      readonly colour?: string
      readonly vin?: string
      readonly engineNo?: string
      /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
      readonly salePrice: number | string
      /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
      readonly assessedPrice?: number | string
    }
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly deposit?: number | string
  }
}

export type CreateOrderAnswer = {
  readonly orderNo: string
  readonly state: number
  readonly version: number
  readonly smVersion: string
}

/** Creates an order (create_order) in the initial state. `POST /api/v1/auto-loan/orders` */
export function createOrder(
  client: Client,
  input: CreateOrderInput,
  options?: CallOptions,
): Promise<CreateOrderAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/auto-loan/orders', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface DecideRefundInput {
  readonly params: {
    readonly no: string
    readonly refundNo: string
  }
  readonly body: {
    readonly result: 'paid' | 'failed'
    readonly reference?: string
  }
}

export type DecideRefundAnswer = {
  readonly refundNo: string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly amount: number | string
  readonly state: string
  readonly reason: string
  readonly reference: string | null
  readonly requestedBy: string
  /** RFC 3339 */
  readonly requestedAt: string
}

/** Records that a refund was paid, or could not be paid. `POST /api/v1/auto-loan/orders/{no}/refunds/{refundNo}/result` */
export function decideRefund(
  client: Client,
  input: DecideRefundInput,
  options?: CallOptions,
): Promise<DecideRefundAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/auto-loan/orders/{no}/refunds/{refundNo}/result',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface GetOrderInput {
  readonly params: {
    readonly no: string
  }
}

export type GetOrderAnswer = {
  readonly orderNo: string
  readonly state: number
  readonly stateName: string
  readonly stateNameEn: string
  readonly version: number
  readonly smVersion: string
  readonly dealerId: string
  readonly productId: string | null
  readonly funderId: string | null
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly depositAmount: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly downPaymentAmount: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly financeAmount: number | string
  readonly currency: string
  /** RFC 3339 */
  readonly createdAt: string
  /** RFC 3339 */
  readonly updatedAt: string
  /** RFC 3339 */
  readonly stateSince: string
  readonly subsystem: {
    readonly credit_audit_status: number | null
    readonly compass_status: number | null
    readonly lend_audit_status: number | null
  }
  readonly lendPreaudit: string
  readonly applicant: {
    readonly readable: boolean
    readonly groups: Readonly<Record<string, Readonly<Record<string, string>>>>
  }
  readonly coBorrower: {
    readonly readable: boolean
    readonly groups: Readonly<Record<string, Readonly<Record<string, string>>>>
  } | null
  readonly car: {
    readonly usage: string
    readonly energy: string
    readonly condition: string
    readonly category: string
    readonly maker: string
    readonly style: string
    readonly colour: string | null
    readonly vin: string | null
    readonly engineNo: string | null
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly salePrice: number | string
    readonly assessedPrice: number | string | null
  }
  readonly plan: {
    readonly product: string
    readonly term: number
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly salePrice: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly downPayment: number | string
    readonly fees: readonly {
      readonly kind: string
      /** integer minor units: a number up to 2^53−1, a string beyond */
      readonly amount: number | string
      readonly financed: boolean
    }[]
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly financeAmount: number | string
    readonly yearRate: string
    readonly dailyLateRate: string
    readonly earlySettlementRate: string
    /** RFC 3339 */
    readonly savedAt: string
  } | null
  readonly images: readonly {
    readonly id: string
    readonly kind: string
    readonly sha256: string
    readonly name: string
    readonly contentType: string
    readonly size: number
    readonly uploadedBy: string
    /** RFC 3339 */
    readonly uploadedAt: string
    readonly submittedAt: string | null
  }[]
  readonly audits: readonly {
    readonly event: string
    readonly conclusion: string
    readonly conditions: string | null
    readonly netCheck: {
      readonly result: string
      readonly reason?: string
      readonly comment?: string
    } | null
    readonly phoneCheck: {
      readonly result: string
      readonly reason?: string
      readonly comment?: string
    } | null
    readonly comment: string | null
    readonly auditor: string
    /** RFC 3339 */
    readonly concludedAt: string
  }[]
  readonly routing: readonly {
    readonly round: number
    readonly position: number
    readonly funder: string
    readonly state: string
    readonly reason: string | null
    readonly application: {
      readonly applicationNo: string
      readonly state: string
      /** integer minor units: a number up to 2^53−1, a string beyond */
      readonly amount: number | string
      readonly term: number
      readonly approvedAmount: number | string | null
      readonly approvedTerm: number | null
      readonly monthlyRate: string | null
      readonly reasonCode: string | null
      readonly asked: number
    } | null
  }[]
  readonly contracts: readonly {
    readonly revision: number
    readonly funder: string
    readonly documents: readonly string[]
    /** RFC 3339 */
    readonly createdAt: string
    readonly voidedAt: string | null
    readonly voidReason: string | null
    readonly signatures: readonly {
      readonly document: string
      readonly signer: string
      /** calendar day of the business zone */
      readonly signedOn: string
      readonly file: string | null
    }[]
  }[]
  readonly receipts: readonly {
    readonly id: string
    readonly kind: string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly amount: number | string
    readonly reference: string | null
    readonly imageSha256: string | null
    /** calendar day of the business zone */
    readonly receivedOn: string
    readonly recordedBy: string
    /** RFC 3339 */
    readonly recordedAt: string
  }[]
  readonly refunds: readonly {
    readonly refundNo: string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly amount: number | string
    readonly state: string
    readonly reason: string
    readonly reference: string | null
    readonly requestedBy: string
    /** RFC 3339 */
    readonly requestedAt: string
  }[]
  readonly disbursements: readonly {
    readonly loanRequestNo: string
    readonly funder: string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly amount: number | string
    readonly term: number
    readonly state: string
    readonly reasonCode: string | null
    /** RFC 3339 */
    readonly requestedAt: string
  }[]
  readonly loan: {
    readonly funder: string
    readonly loanRequestNo: string | null
    readonly contractNo: string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly amount: number | string
    readonly term: number
    /** calendar day of the business zone */
    readonly loanedOn: string
  } | null
  readonly instalments: readonly {
    readonly no: number
    /** calendar day of the business zone */
    readonly dueOn: string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly principal: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly interest: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly penalty: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly principalPaid: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly interestPaid: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly penaltyPaid: number | string
    readonly settledOn: string | null
    readonly settledEarly: boolean
  }[]
  readonly repayments: readonly {
    readonly instalment: number | null
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly amount: number | string
    readonly reference: string
    /** calendar day of the business zone */
    readonly receivedOn: string
    readonly recordedBy: string
    /** RFC 3339 */
    readonly recordedAt: string
  }[]
  readonly waiting: {
    readonly entered: {
      readonly event: string
      readonly actor: string
      readonly actorSystem: string
      /** RFC 3339 */
      readonly at: string
    } | null
    readonly waitsFor: readonly (
      | {
          readonly kind: 'answer'
          readonly partner: string
          /** RFC 3339 */
          readonly since: string
          readonly asked: number
          readonly askedAgainAt: string | null
        }
      | {
          readonly kind: 'people'
          readonly roles: readonly string[]
          readonly moves: readonly {
            readonly event: string
            readonly label: string
            readonly labelEn: string
            readonly to: number
            readonly unmet: {
              readonly code: string
              readonly zh: string
              readonly en: string
              readonly guard?: string
              readonly facts?: Readonly<Record<string, unknown>>
            } | null
          }[]
        }
      | {
          readonly kind: 'timer'
          readonly event: string
          readonly label: string
          readonly labelEn: string
          /** RFC 3339 */
          readonly at: string
        }
      | {
          readonly kind: 'system'
          readonly moves: readonly {
            readonly event: string
            readonly label: string
            readonly labelEn: string
            readonly to: number
            readonly unmet: {
              readonly code: string
              readonly zh: string
              readonly en: string
              readonly guard?: string
              readonly facts?: Readonly<Record<string, unknown>>
            } | null
          }[]
        }
    )[]
  }
  readonly moves: readonly {
    readonly event: string
    readonly kind: string
    readonly to: number
    readonly toName: string
    readonly label: string
    readonly labelEn: string
    readonly origin: string
    readonly allowed: boolean
    readonly reason: {
      readonly code: string
      readonly zh: string
      readonly en: string
      readonly guard?: string
      readonly facts?: Readonly<Record<string, unknown>>
    } | null
  }[]
}

/** One order: data groups masked, money facts, and the moves that are possible now. `GET /api/v1/auto-loan/orders/{no}` */
export function getOrder(
  client: Client,
  input: GetOrderInput,
  options?: CallOptions,
): Promise<GetOrderAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/auto-loan/orders/{no}', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export type ListDealersAnswer = {
  readonly items: readonly {
    readonly code: string
    readonly name: string
    readonly region: string
    readonly active: boolean
  }[]
}

/** Dealers; a dealer sees itself. `GET /api/v1/auto-loan/dealers` */
export function listDealers(client: Client, options?: CallOptions): Promise<ListDealersAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/auto-loan/dealers', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export type ListFundersAnswer = {
  readonly items: readonly {
    readonly code: string
    readonly name: string
    readonly baseUrl: string
    readonly callbackBaseUrl: string | null
    readonly active: boolean
    readonly routingRank: number
    readonly products: readonly string[]
    readonly regions: readonly string[]
    readonly carCategories: readonly (
      | 'own_combustion'
      | 'own_new_energy'
      | 'commercial_combustion'
      | 'commercial_new_energy'
      | 'used'
    )[]
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly amountMin: number | string
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly amountMax: number | string
    readonly termMin: number
    readonly termMax: number
    readonly ageMin: number
    readonly ageMax: number
    readonly contractDocuments: readonly string[]
  }[]
}

/** Funders, in routing order. `GET /api/v1/auto-loan/funders` */
export function listFunders(client: Client, options?: CallOptions): Promise<ListFundersAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/auto-loan/funders', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export interface ListOrdersInput {
  readonly query?: {
    readonly state?: readonly number[]
    readonly dealerId?: readonly string[]
    readonly funderId?: readonly string[]
    readonly productId?: readonly string[]
    /** RFC 3339 */
    readonly createdFrom?: string
    /** RFC 3339 */
    readonly createdTo?: string
    readonly amountFrom?: string
    readonly amountTo?: string
    readonly orderNo?: string
    readonly phone?: string
    readonly idNumber?: string
    readonly sort?: 'created' | '-created' | 'updated' | '-updated' | 'amount' | '-amount'
    readonly cursor?: string
    readonly limit?: number
  }
}

export type ListOrdersAnswer = {
  readonly items: readonly {
    readonly orderNo: string
    readonly state: number
    readonly stateName: string
    readonly stateNameEn: string
    readonly version: number
    readonly smVersion: string
    readonly dealerId: string
    readonly productId: string | null
    readonly funderId: string | null
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly depositAmount: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly downPaymentAmount: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly financeAmount: number | string
    readonly currency: string
    /** RFC 3339 */
    readonly createdAt: string
    /** RFC 3339 */
    readonly updatedAt: string
    /** RFC 3339 */
    readonly stateSince: string
    readonly applicantName: string | null
  }[]
  readonly nextCursor: string | null
}

/** Orders that you may see, newest first; a cursor carries filter and sort. `GET /api/v1/auto-loan/orders` */
export function listOrders(
  client: Client,
  input: ListOrdersInput = {},
  options?: CallOptions,
): Promise<ListOrdersAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/auto-loan/orders', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export type ListProductsAnswer = {
  readonly items: readonly {
    readonly code: string
    readonly name: string
    readonly active: boolean
    readonly repayMethod: 'equal_instalment' | 'equal_principal' | 'interest_only'
    readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly loanMin: number | string
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly loanMax: number | string
    readonly yearRate: string
    readonly dailyLateRate: string
    readonly dailyExtensionRate: string
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly salePriceMin: number | string
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly salePriceMax: number | string
    readonly downPaymentRatioMin: string
    readonly downPaymentRatioMax: string
    readonly terms: readonly {
      readonly periods: number
      readonly financeFeeRate: string
      readonly earlySettlementRate: string
    }[]
    readonly feeLimits: readonly {
      readonly fee:
        | 'purchase_tax'
        | 'gps'
        | 'service'
        | 'insurance'
        | 'extended_warranty'
        | 'transfer'
        | 'add_on'
        | 'assessment'
      readonly min: number
      readonly max: number
    }[]
  }[]
}

/** Loan products with their limits. `GET /api/v1/auto-loan/products` */
export function listProducts(client: Client, options?: CallOptions): Promise<ListProductsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/auto-loan/products', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export interface OrderHistoryInput {
  readonly params: {
    readonly no: string
  }
  readonly query?: {
    readonly cursor?: string
  }
}

export type OrderHistoryAnswer = {
  readonly items: readonly {
    readonly seq: number
    readonly event: string
    readonly from: number
    readonly to: number
    readonly actor: string
    readonly actorSystem: string
    readonly payload: unknown
    /** RFC 3339 */
    readonly at: string
  }[]
  readonly nextCursor: string | null
}

/** What happened to the order, oldest first, without personal data. `GET /api/v1/auto-loan/orders/{no}/history` */
export function orderHistory(
  client: Client,
  input: OrderHistoryInput,
  options?: CallOptions,
): Promise<OrderHistoryAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/auto-loan/orders/{no}/history',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface ProbeOrderInput {
  readonly params: {
    readonly no: string
    readonly probe: string
  }
}

export type ProbeOrderAnswer = {
  readonly allowed: boolean
  readonly reason: {
    readonly code: string
    readonly zh: string
    readonly en: string
    readonly guard?: string
    readonly facts?: Readonly<Record<string, unknown>>
  } | null
}

/** Asks a can_… event of the machine: whether, and if not, why not. `GET /api/v1/auto-loan/orders/{no}/can/{probe}` */
export function probeOrder(
  client: Client,
  input: ProbeOrderInput,
  options?: CallOptions,
): Promise<ProbeOrderAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/auto-loan/orders/{no}/can/{probe}',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface RecordReceiptInput {
  readonly params: {
    readonly no: string
  }
  readonly body: {
    readonly kind: 'deposit' | 'down_payment'
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly amount: number | string
    readonly reference?: string
    readonly image?: string
    /** calendar day of the business zone */
    readonly receivedOn: string
  }
}

export type RecordReceiptAnswer = {
  readonly id: string
  readonly kind: string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly amount: number | string
  readonly reference: string | null
  readonly imageSha256: string | null
  /** calendar day of the business zone */
  readonly receivedOn: string
  readonly recordedBy: string
  /** RFC 3339 */
  readonly recordedAt: string
}

/** Records money that came in: a deposit, or a part of the down payment. `POST /api/v1/auto-loan/orders/{no}/receipts` */
export function recordReceipt(
  client: Client,
  input: RecordReceiptInput,
  options?: CallOptions,
): Promise<RecordReceiptAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/auto-loan/orders/{no}/receipts',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface RecordRepaymentInput {
  readonly params: {
    readonly no: string
  }
  readonly body: {
    readonly instalments: readonly {
      readonly no: number
      /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
      readonly amount?: number | string
      /** integer minor units: a number up to 2^53−1, a string beyond */
      readonly penalty?: number | string
    }[]
    readonly reference: string
    /** calendar day of the business zone */
    readonly receivedOn: string
  }
}

export type RecordRepaymentAnswer = {
  readonly instalments: readonly {
    readonly no: number
    /** calendar day of the business zone */
    readonly dueOn: string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly principal: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly interest: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly penalty: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly principalPaid: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly interestPaid: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly penaltyPaid: number | string
    readonly settledOn: string | null
    readonly settledEarly: boolean
  }[]
  readonly settled: boolean
}

/** Records money for instalments; the last one lets the system pay the order off. `POST /api/v1/auto-loan/orders/{no}/repayments` */
export function recordRepayment(
  client: Client,
  input: RecordRepaymentInput,
  options?: CallOptions,
): Promise<RecordRepaymentAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/auto-loan/orders/{no}/repayments',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface RecordSignatureInput {
  readonly params: {
    readonly no: string
  }
  readonly body: {
    readonly document: string
    readonly signer: 'borrower' | 'co_borrower'
    /** calendar day of the business zone */
    readonly signedOn: string
    readonly file?: string
  }
}

export type RecordSignatureAnswer = {
  readonly orderNo: string
  readonly revision: number
  readonly missing: readonly string[]
}

/** Records that a contract of the valid set was signed; answers what is still missing. `POST /api/v1/auto-loan/orders/{no}/signatures` */
export function recordSignature(
  client: Client,
  input: RecordSignatureInput,
  options?: CallOptions,
): Promise<RecordSignatureAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/auto-loan/orders/{no}/signatures',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface RequestRefundInput {
  readonly params: {
    readonly no: string
  }
  readonly body: {
    readonly reason: string
  }
}

export type RequestRefundAnswer = {
  readonly refundNo: string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly amount: number | string
  readonly state: string
  readonly reason: string
  readonly reference: string | null
  readonly requestedBy: string
  /** RFC 3339 */
  readonly requestedAt: string
}

/** Begins to refund what is left of the deposit. `POST /api/v1/auto-loan/orders/{no}/refunds` */
export function requestRefund(
  client: Client,
  input: RequestRefundInput,
  options?: CallOptions,
): Promise<RequestRefundAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/auto-loan/orders/{no}/refunds',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface SaveDealerInput {
  readonly params: {
    readonly code: string
  }
  readonly body: {
    readonly name: string
    readonly region: string
    readonly active: boolean
  }
}

export type SaveDealerAnswer = {
  readonly code: string
  readonly name: string
  readonly region: string
  readonly active: boolean
}

/** Adds or changes a dealer. `PUT /api/v1/auto-loan/dealers/{code}` */
export function saveDealer(
  client: Client,
  input: SaveDealerInput,
  options?: CallOptions,
): Promise<SaveDealerAnswer> {
  return client.call(
    { method: 'PUT', path: '/api/v1/auto-loan/dealers/{code}', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface SaveFunderInput {
  readonly params: {
    readonly code: string
  }
  readonly body: {
    readonly name: string
    readonly baseUrl: string
    readonly callbackBaseUrl: string | null
    readonly active: boolean
    readonly routingRank: number
    readonly products: readonly string[]
    readonly regions: readonly string[]
    readonly carCategories: readonly (
      | 'own_combustion'
      | 'own_new_energy'
      | 'commercial_combustion'
      | 'commercial_new_energy'
      | 'used'
    )[]
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly amountMin: number | string
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly amountMax: number | string
    readonly termMin: number
    readonly termMax: number
    readonly ageMin: number
    readonly ageMax: number
    readonly contractDocuments: readonly string[]
    readonly secret?: string
  }
}

export type SaveFunderAnswer = {
  readonly code: string
  readonly name: string
  readonly baseUrl: string
  readonly callbackBaseUrl: string | null
  readonly active: boolean
  readonly routingRank: number
  readonly products: readonly string[]
  readonly regions: readonly string[]
  readonly carCategories: readonly (
    | 'own_combustion'
    | 'own_new_energy'
    | 'commercial_combustion'
    | 'commercial_new_energy'
    | 'used'
  )[]
  /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
  readonly amountMin: number | string
  /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
  readonly amountMax: number | string
  readonly termMin: number
  readonly termMax: number
  readonly ageMin: number
  readonly ageMax: number
  readonly contractDocuments: readonly string[]
}

/** Adds or changes a funder; orders that are with it keep their routing list. `PUT /api/v1/auto-loan/funders/{code}` */
export function saveFunder(
  client: Client,
  input: SaveFunderInput,
  options?: CallOptions,
): Promise<SaveFunderAnswer> {
  return client.call(
    { method: 'PUT', path: '/api/v1/auto-loan/funders/{code}', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface SaveProductInput {
  readonly params: {
    readonly code: string
  }
  readonly body: {
    readonly name: string
    readonly active: boolean
    readonly repayMethod: 'equal_instalment' | 'equal_principal' | 'interest_only'
    readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly loanMin: number | string
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly loanMax: number | string
    readonly yearRate: string
    readonly dailyLateRate: string
    readonly dailyExtensionRate: string
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly salePriceMin: number | string
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly salePriceMax: number | string
    readonly downPaymentRatioMin: string
    readonly downPaymentRatioMax: string
    readonly terms: readonly {
      readonly periods: number
      readonly financeFeeRate: string
      readonly earlySettlementRate: string
    }[]
    readonly feeLimits: readonly {
      readonly fee:
        | 'purchase_tax'
        | 'gps'
        | 'service'
        | 'insurance'
        | 'extended_warranty'
        | 'transfer'
        | 'add_on'
        | 'assessment'
      readonly min: number
      readonly max: number
    }[]
  }
}

export type SaveProductAnswer = {
  readonly code: string
  readonly name: string
  readonly active: boolean
  readonly repayMethod: 'equal_instalment' | 'equal_principal' | 'interest_only'
  readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
  /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
  readonly loanMin: number | string
  /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
  readonly loanMax: number | string
  readonly yearRate: string
  readonly dailyLateRate: string
  readonly dailyExtensionRate: string
  /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
  readonly salePriceMin: number | string
  /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
  readonly salePriceMax: number | string
  readonly downPaymentRatioMin: string
  readonly downPaymentRatioMax: string
  readonly terms: readonly {
    readonly periods: number
    readonly financeFeeRate: string
    readonly earlySettlementRate: string
  }[]
  readonly feeLimits: readonly {
    readonly fee:
      | 'purchase_tax'
      | 'gps'
      | 'service'
      | 'insurance'
      | 'extended_warranty'
      | 'transfer'
      | 'add_on'
      | 'assessment'
    readonly min: number
    readonly max: number
  }[]
}

/** Adds or changes a product; plans that were saved keep their rates. `PUT /api/v1/auto-loan/products/{code}` */
export function saveProduct(
  client: Client,
  input: SaveProductInput,
  options?: CallOptions,
): Promise<SaveProductAnswer> {
  return client.call(
    { method: 'PUT', path: '/api/v1/auto-loan/products/{code}', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface SettleEarlyInput {
  readonly params: {
    readonly no: string
  }
  readonly body: {
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly amount: number | string
    readonly reference: string
    /** calendar day of the business zone */
    readonly receivedOn: string
  }
}

export type SettleEarlyAnswer = {
  readonly instalments: readonly {
    readonly no: number
    /** calendar day of the business zone */
    readonly dueOn: string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly principal: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly interest: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly penalty: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly principalPaid: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly interestPaid: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly penaltyPaid: number | string
    readonly settledOn: string | null
    readonly settledEarly: boolean
  }[]
  readonly settled: boolean
}

/** Records the early settlement of all that is left; the amount must be exact. `POST /api/v1/auto-loan/orders/{no}/early-settlement` */
export function settleEarly(
  client: Client,
  input: SettleEarlyInput,
  options?: CallOptions,
): Promise<SettleEarlyAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/auto-loan/orders/{no}/early-settlement',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface UnmaskFieldInput {
  readonly params: {
    readonly no: string
  }
  readonly body: {
    readonly person: 'applicant' | 'co_borrower'
    readonly field: string
    readonly reason: string
  }
}

export type UnmaskFieldAnswer = {
  readonly person: 'applicant' | 'co_borrower'
  readonly field: string
  readonly value: string
}

/** One field of a person in clear; who asked and why is kept in the audit trail. `POST /api/v1/auto-loan/orders/{no}/unmask` */
export function unmaskField(
  client: Client,
  input: UnmaskFieldInput,
  options?: CallOptions,
): Promise<UnmaskFieldAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/auto-loan/orders/{no}/unmask',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface UploadImageInput {
  readonly params: {
    readonly no: string
  }
  readonly query: {
    readonly kind:
      | 'id_card_front'
      | 'id_card_back'
      | 'driver_licence'
      | 'work_proof'
      | 'income_proof'
      | 'vehicle_licence'
      | 'car_photo'
      | 'contract'
      | 'receipt'
      | 'other'
  }
}

export type UploadImageAnswer = {
  readonly id: string
  readonly kind: string
  readonly sha256: string
  readonly name: string
  readonly contentType: string
  readonly size: number
  readonly uploadedBy: string
  /** RFC 3339 */
  readonly uploadedAt: string
  readonly submittedAt: string | null
}

/** Uploads one image or PDF: multipart/form-data with a part "file"; ?kind= says of what. `POST /api/v1/auto-loan/orders/{no}/images` */
export function uploadImage(
  client: Client,
  input: UploadImageInput,
  options?: CallOptions,
): Promise<UploadImageAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/auto-loan/orders/{no}/images',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface ViewImageInput {
  readonly params: {
    readonly no: string
    readonly image: string
  }
}

export type ViewImageAnswer = Blob

/** The bytes of one image; who looked is kept in the audit trail. `GET /api/v1/auto-loan/orders/{no}/images/{image}` */
export function viewImage(
  client: Client,
  input: ViewImageInput,
  options?: CallOptions,
): Promise<ViewImageAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/auto-loan/orders/{no}/images/{image}',
      sends: 'nothing',
      answers: 'file',
    },
    input,
    options,
  )
}
