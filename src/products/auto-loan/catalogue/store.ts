import { inScope, type Actor } from '#kernel/auth'
import type { Instant } from '#kernel/clock'
import { sql, type Reader, type Tx } from '#kernel/db'
import { newId } from '#kernel/id'
import { assert } from '#kernel/problem'
import type { Secrets } from '#kernel/secret'
import { insertRows, names, type Columns } from '../orders/index.ts'
import type { Dealer, Funder, Product } from './model.ts'

const dealerColumns: Columns<Dealer> = {
  code: 'text',
  name: 'text',
  region: 'text',
  active: 'boolean',
}

/** The dealers that the actor may see: a dealer sees itself. */
export const listDealers = (reader: Reader, actor: Actor): Promise<Dealer[]> =>
  reader.rows<Dealer>(sql`
    select ${names(dealerColumns)} from auto_loan.dealer
     where ${inScope(actor, { dealer: sql`code` })} order by code`)

export const findDealers = (reader: Reader, codes: readonly string[]): Promise<Dealer[]> =>
  reader.rows<Dealer>(
    sql`select ${names(dealerColumns)} from auto_loan.dealer where code = any(${codes}::text[])`,
    'auto_loan.find_dealers',
  )

export const saveDealer = (tx: Tx, dealer: Dealer, at: Instant): Promise<void> =>
  insertRows(
    tx,
    { table: 'auto_loan.dealer', columns: { ...dealerColumns, updatedAt: 'timestamptz' } },
    [{ ...dealer, updatedAt: at }],
    sql`on conflict (code) do update set name = excluded.name, region = excluded.region,
      active = excluded.active, updated_at = excluded.updated_at`,
  )

export const listFunders = (reader: Reader): Promise<Funder[]> =>
  reader.rows<Funder>(sql`
    select code, name, base_url, callback_base_url, active, routing_rank, products, regions,
      car_categories,
           amount_min, amount_max, term_min, term_max, age_min, age_max, contract_documents
      from auto_loan.funder order by routing_rank, code`)

export async function saveFunder(tx: Tx, funder: Funder, at: Instant): Promise<void> {
  await tx.run(sql`
    insert into auto_loan.funder (code, name, base_url, callback_base_url, active, routing_rank,
      products, regions,
      car_categories, amount_min, amount_max, term_min, term_max, age_min, age_max,
      contract_documents, secret_owner, updated_at)
    values (${funder.code}, ${funder.name}, ${funder.baseUrl}, ${funder.callbackBaseUrl},
      ${funder.active},
      ${funder.routingRank}, ${funder.products}::text[], ${funder.regions}::text[],
      ${funder.carCategories}::text[], ${funder.amountMin}, ${funder.amountMax},
      ${funder.termMin}, ${funder.termMax}, ${funder.ageMin}, ${funder.ageMax},
      ${funder.contractDocuments}::text[], ${newId<'funder-secret'>()}, ${at})
    on conflict (code) do update set name = excluded.name, base_url = excluded.base_url,
      callback_base_url = excluded.callback_base_url,
      active = excluded.active, routing_rank = excluded.routing_rank,
      products = excluded.products, regions = excluded.regions,
      car_categories = excluded.car_categories, amount_min = excluded.amount_min,
      amount_max = excluded.amount_max, term_min = excluded.term_min,
      term_max = excluded.term_max, age_min = excluded.age_min, age_max = excluded.age_max,
      contract_documents = excluded.contract_documents, updated_at = excluded.updated_at`)
}

interface SecretRow {
  readonly secretOwner: string
  readonly secretSealed: Buffer | null
}

const secretOf = (reader: Reader, code: string): Promise<SecretRow | undefined> =>
  reader.row<SecretRow>(sql`
    select secret_owner, secret_sealed from auto_loan.funder where code = ${code}`)

/** With what the funder's requests and callbacks are signed; undefined when nobody said. */
export async function readFunderSecret(
  reader: Reader,
  secrets: Secrets,
  code: string,
): Promise<string | undefined> {
  const row = await secretOf(reader, code)
  if (row === undefined || row.secretSealed === null) return undefined
  const { secretOwner: personId, secretSealed: sealed } = row
  const [secret] = await secrets.decrypt(reader, [{ personId, sealed }])
  return secret
}

export async function saveFunderSecret(
  tx: Tx,
  secrets: Secrets,
  { code, secret }: { readonly code: string; readonly secret: string },
): Promise<void> {
  const row = await secretOf(tx, code)
  assert(row, `funder ${code} was just saved`)
  const { secretOwner: personId } = row
  await secrets.newPersons(tx, [personId])
  const [sealed] = await secrets.encrypt(tx, [{ personId, value: secret }])
  await tx.run(sql`update auto_loan.funder set secret_sealed = ${sealed} where code = ${code}`)
}

const productColumns: Columns<Product> = {
  code: 'text',
  name: 'text',
  active: 'boolean',
  repayMethod: 'text',
  currency: 'text',
  loanMin: 'bigint',
  loanMax: 'bigint',
  yearRate: 'text',
  dailyLateRate: 'text',
  dailyExtensionRate: 'text',
  salePriceMin: 'bigint',
  salePriceMax: 'bigint',
  downPaymentRatioMin: 'text',
  downPaymentRatioMax: 'text',
  terms: 'jsonb',
  feeLimits: 'jsonb',
}

export const listProducts = (reader: Reader): Promise<Product[]> =>
  reader.rows<Product>(sql`select ${names(productColumns)} from auto_loan.product order by code`)

export const findProducts = (reader: Reader, codes: readonly string[]): Promise<Product[]> =>
  reader.rows<Product>(
    sql`select ${names(productColumns)} from auto_loan.product where code = any(${codes}::text[])`,
    'auto_loan.find_products',
  )

export const saveProduct = (tx: Tx, product: Product, at: Instant): Promise<void> =>
  insertRows(
    tx,
    { table: 'auto_loan.product', columns: { ...productColumns, updatedAt: 'timestamptz' } },
    [{ ...product, updatedAt: at }],
    sql`on conflict (code) do update set name = excluded.name, active = excluded.active,
      repay_method = excluded.repay_method, currency = excluded.currency,
      loan_min = excluded.loan_min, loan_max = excluded.loan_max,
      year_rate = excluded.year_rate, daily_late_rate = excluded.daily_late_rate,
      daily_extension_rate = excluded.daily_extension_rate,
      sale_price_min = excluded.sale_price_min, sale_price_max = excluded.sale_price_max,
      down_payment_ratio_min = excluded.down_payment_ratio_min,
      down_payment_ratio_max = excluded.down_payment_ratio_max, terms = excluded.terms,
      fee_limits = excluded.fee_limits, updated_at = excluded.updated_at`,
  )
