/**
 * What a new house needs before anybody can work in it: lifecycles in force, and a first person.
 */
import { randomBytes } from 'node:crypto'
import { firstAdministrator, systemActor } from '#kernel/auth'
import { defineAccountTypes } from '#kernel/ledger'
import { installShipped } from '#kernel/lifecycle'
import type { Kernel } from '#kernel/module'
import { assert } from '#kernel/problem'
import { furnishDemo } from '#products/auto-loan'
import { modules } from './modules.ts'
import { StartRefused } from './refused.ts'

export interface Furnishing {
  /** Where the simulated partners are; only a demo needs to know. */
  readonly sandboxUrl: string
  /** With sample dealers, products, funders and people. Never into somebody's own database. */
  readonly demo: boolean
}

/** Answers what to tell the person who started it, once: the passwords of those who are new. */
export async function furnish(
  kernel: Kernel,
  { sandboxUrl, demo }: Furnishing,
): Promise<readonly string[]> {
  await putInForce(kernel)
  const { clock, config, database } = kernel
  const deed = { actor: systemActor('start'), at: clock.now(), requestId: 'start' }
  const first = await database.transaction((tx) =>
    firstAdministrator(tx, config.adminPassword, deed),
  )
  if (!first.ok) throw new StartRefused(`LIUSHUI_ADMIN_PASSWORD: ${first.problem.detail}`)
  const told: string[] = []
  if (first.value) {
    const { username, password } = first.value
    const how = password ? `${password}   (to be changed at first sign-in)` : chosen
    told.push(`  Sign in   ${username} / ${how}`)
  } else {
    told.push('  Sign in   as before; a password is shown once, when it is made')
  }
  if (!demo) return told
  const password = config.adminPassword ?? randomBytes(12).toString('base64url')
  const added = await furnishDemo(kernel, { password, sandboxUrl })
  if (added.length === 0) return told
  const names = added.map(({ username }) => username).join(', ')
  return [...told, `  Demo      ${names} / ${config.adminPassword ? chosen : password}`]
}

const chosen = 'the password of LIUSHUI_ADMIN_PASSWORD'

/** The lifecycles and account types that come with the program. */
async function putInForce({ clock, database }: Kernel): Promise<void> {
  for (const module of modules) {
    const shipped = await module.shipped()
    const done = await database.transaction((tx) => installShipped(tx, shipped, clock.now()))
    assert(done.ok, done.ok ? '' : done.problem.detail)
  }
  const types = modules.flatMap(({ accountTypes }) => accountTypes ?? [])
  await database.transaction((tx) => defineAccountTypes(tx, types, clock.now()))
}
