/** Administration of dealers, funders and products; each change leaves a row in the audit trail. */
import { record } from '#kernel/audit'
import { subjectOf, type Actor } from '#kernel/auth'
import type { Instant } from '#kernel/clock'
import type { Tx } from '#kernel/db'
import { minorJson } from '#kernel/money'
import { accept, type Json, type Result } from '#kernel/problem'
import type { Secrets } from '#kernel/secret'
import type { Dealer, Funder, FunderAnswer, Product, ProductAnswer } from './model.ts'
import { funderFault, productFault } from './rules.ts'
import {
  findDealers,
  findProducts,
  listFunders,
  saveDealer,
  saveFunder,
  saveFunderSecret,
  saveProduct,
} from './store.ts'

export interface Change<Value> {
  readonly value: Value
  readonly actor: Actor
  readonly requestId: string
  readonly at: Instant
}

export async function changeDealer(tx: Tx, change: Change<Dealer>): Promise<Result<Dealer>> {
  const [before] = await findDealers(tx, [change.value.code])
  await saveDealer(tx, change.value, change.at)
  await note(tx, `dealer:${change.value.code}`, before, change)
  return accept(change.value)
}

/** A new secret is kept sealed; that it changed is noted, what it is is not. */
export async function changeFunder(
  tx: Tx,
  secrets: Secrets,
  { secret, ...change }: Change<FunderAnswer> & { readonly secret?: string | undefined },
): Promise<Result<FunderAnswer>> {
  const fault = funderFault(change.value)
  if (fault) return fault
  const before = (await listFunders(tx)).find(({ code }) => code === change.value.code)
  await saveFunder(tx, funderOf(change.value), change.at)
  const { code } = change.value
  if (secret !== undefined) await saveFunderSecret(tx, secrets, { code, secret })
  const value = { ...change.value, secretChanged: secret !== undefined }
  await note(tx, `funder:${code}`, before && funderAnswer(before), { ...change, value })
  return accept(change.value)
}

export async function changeProduct(
  tx: Tx,
  change: Change<ProductAnswer>,
): Promise<Result<ProductAnswer>> {
  const fault = productFault(change.value)
  if (fault) return fault
  const [before] = await findProducts(tx, [change.value.code])
  await saveProduct(tx, productOf(change.value), change.at)
  await note(tx, `product:${change.value.code}`, before && productAnswer(before), change)
  return accept(change.value)
}

async function note(
  tx: Tx,
  subject: string,
  before: Json | undefined,
  change: Change<Json>,
): Promise<void> {
  const { value, actor, requestId, at } = change
  const entry = { at, actor: subjectOf(actor), action: 'auto-loan.catalogue', subject, requestId }
  await record(tx, [{ ...entry, before, after: value }])
}

const funderOf = (given: FunderAnswer): Funder => ({
  ...given,
  amountMin: BigInt(given.amountMin),
  amountMax: BigInt(given.amountMax),
})

export const funderAnswer = (funder: Funder): FunderAnswer => ({
  ...funder,
  amountMin: minorJson(funder.amountMin),
  amountMax: minorJson(funder.amountMax),
})

const productOf = (given: ProductAnswer): Product => ({
  ...given,
  loanMin: BigInt(given.loanMin),
  loanMax: BigInt(given.loanMax),
  salePriceMin: BigInt(given.salePriceMin),
  salePriceMax: BigInt(given.salePriceMax),
})

export const productAnswer = (product: Product): ProductAnswer => ({
  ...product,
  loanMin: minorJson(product.loanMin),
  loanMax: minorJson(product.loanMax),
  salePriceMin: minorJson(product.salePriceMin),
  salePriceMax: minorJson(product.salePriceMax),
})
