/** What a new house needs before anybody can work in it: lifecycles in force, and a first person. */
import { firstAdministrator, systemActor } from '#kernel/auth'
import { installShipped } from '#kernel/lifecycle'
import type { Kernel } from '#kernel/module'
import { assert } from '#kernel/problem'
import { modules } from './modules.ts'
import { StartRefused } from './refused.ts'

/** Answers what to tell the person who started it, once: the first administrator's password. */
export async function furnish(kernel: Kernel): Promise<readonly string[]> {
  const { clock, config, database } = kernel
  const at = clock.now()
  for (const module of modules) {
    const shipped = await module.shipped()
    const installed = await database.transaction((tx) => installShipped(tx, shipped, at))
    assert(installed.ok, installed.ok ? '' : installed.problem.detail)
  }
  const deed = { actor: systemActor('start'), at, requestId: 'start' }
  const first = await database.transaction((tx) =>
    firstAdministrator(tx, config.adminPassword, deed),
  )
  if (!first.ok) throw new StartRefused(`LIUSHUI_ADMIN_PASSWORD: ${first.problem.detail}`)
  if (first.value === undefined) return []
  const { username, password } = first.value
  return [
    password === undefined
      ? `  Sign in   ${username}, with the password of LIUSHUI_ADMIN_PASSWORD`
      : `  Sign in   ${username} / ${password}   (to be changed at first sign-in)`,
  ]
}
