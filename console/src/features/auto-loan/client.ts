/** What auto-loan knows of its orders beyond what every product's pages show. */
import { useQuery } from '@tanstack/react-query'
import { read } from '../../api.ts'
import type { Minor } from '../../shared/amount.ts'
import type { Facts, OrderRow, OrderView, Page } from '../orders/client.ts'

export interface AutoLoanRow extends OrderRow {
  readonly dealerId: string
  readonly productId: string | null
  readonly funderId: string | null
  readonly depositAmount: Minor
  readonly downPaymentAmount: Minor
  readonly financeAmount: Minor
  /** Masked; null once the person's data was erased. */
  readonly applicantName?: string | null
}

export interface Person {
  readonly readable: boolean
  readonly groups: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export interface AutoLoanOrder extends AutoLoanRow, OrderView {
  readonly subsystem: Readonly<Record<string, number | null>>
  readonly lendPreaudit: string
  readonly applicant: Person
  readonly coBorrower: Person | null
  readonly car: Facts
  readonly plan: Facts | null
  readonly audits: readonly Facts[]
  readonly routing: readonly Facts[]
  readonly contracts: readonly Facts[]
  readonly receipts: readonly Facts[]
  readonly refunds: readonly Facts[]
  readonly disbursements: readonly Facts[]
  readonly loan: Facts | null
  readonly instalments: readonly Facts[]
  readonly repayments: readonly Facts[]
}

/** A code with its name: dealers, products, funders, for the filters. */
export interface Named {
  readonly code: string
  readonly name: string
}

const hourMs = 3_600_000

export const useCatalogue = (kind: 'dealers' | 'products' | 'funders') =>
  useQuery({
    queryKey: ['auto-loan', kind],
    queryFn: async () => (await read<Page<Named>>(`/auto-loan/${kind}`)).items,
    staleTime: hourMs,
    retry: false,
  })
