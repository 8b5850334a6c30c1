/** Furnishes a fresh demo instance; what is there already stays as it is. */
import { createUser, systemActor } from '#kernel/auth'
import type { Tx } from '#kernel/db'
import type { Kernel } from '#kernel/module'
import { assert } from '#kernel/problem'
import {
  changeDealer,
  changeFunder,
  changeProduct,
  findDealers,
  findProducts,
  listFunders,
} from '../catalogue/index.ts'
import { dealers, funders, products, sandboxSecret, users, type DemoUser } from './model.ts'

export interface DemoOptions {
  /** The password of every demo user; nobody has to change it. */
  readonly password: string
  /** `http://127.0.0.1:3001` */
  readonly sandboxUrl: string
}

/** Dealers, products, the sandbox's funders and one user per role. Answers the new usernames. */
export async function furnishDemo(
  kernel: Kernel,
  { password, sandboxUrl }: DemoOptions,
): Promise<readonly DemoUser[]> {
  await kernel.database.transaction((tx) => furnishCatalogue(kernel, tx, sandboxUrl))
  const added: DemoUser[] = []
  for (const user of users) {
    const deed = { actor: systemActor('demo'), at: kernel.clock.now(), requestId: 'demo' }
    const { dealer, ...given } = user
    const party = dealer === undefined ? undefined : ({ kind: 'dealer', code: dealer } as const)
    const made = await kernel.database.transaction((tx) =>
      createUser(tx, { ...given, party, password, mustChangePassword: false }, deed),
    )
    if (made.ok) added.push(user)
    else assert(made.problem.code === 'username_taken', made.problem.detail)
  }
  return added
}

async function furnishCatalogue(
  { clock, secrets }: Kernel,
  tx: Tx,
  sandboxUrl: string,
): Promise<void> {
  const by = { actor: systemActor('demo'), at: clock.now(), requestId: 'demo' }
  const known = new Set([
    ...(await findDealers(tx, dealers.map(codeOf))).map(codeOf),
    ...(await findProducts(tx, products.map(codeOf))).map(codeOf),
    ...(await listFunders(tx)).map(codeOf),
  ])
  const fresh = <Item extends { readonly code: string }>(items: readonly Item[]) =>
    items.filter(({ code }) => !known.has(code))
  for (const value of fresh(dealers)) await changeDealer(tx, { ...by, value })
  for (const value of fresh(products)) {
    const changed = await changeProduct(tx, { ...by, value })
    assert(changed.ok, `the demo sells product ${value.code}`)
  }
  for (const value of fresh(funders(sandboxUrl))) {
    const secret = sandboxSecret(value.code)
    const changed = await changeFunder(tx, secrets, { ...by, value, secret })
    assert(changed.ok, `the demo has funder ${value.code}`)
  }
}

const codeOf = ({ code }: { readonly code: string }): string => code
