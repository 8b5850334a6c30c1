/** What a worker does beside the modules' jobs: sealing the audit, forgetting old keys. */
import { seal } from '#kernel/audit'
import { sweepAuth } from '#kernel/auth'
import { forget, keptForDays } from '#kernel/http'
import type { Cron, Work } from '#kernel/jobs'
import type { Kernel } from '#kernel/module'
import { deskCrons, deskRounds, deskTasks } from './desk/index.ts'
import { modules } from './modules.ts'

const dayMs = 86_400_000
const forgetMost = 5_000

/** Everything that runs in the background. A process that only serves must know it too. */
export const workOf = (kernel: Kernel): Work => ({
  tasks: [...deskTasks(kernel), ...modules.flatMap(({ tasks }) => tasks(kernel))],
  crons: [
    ...ownCrons(kernel),
    ...deskCrons(kernel),
    ...modules.flatMap(({ crons }) => crons(kernel)),
  ],
  subscriptions: modules.flatMap(({ subscriptions }) => subscriptions(kernel)),
  rounds: deskRounds(kernel),
})

function ownCrons({ database, log }: Kernel): readonly Cron[] {
  return [
    {
      name: 'audit.seal',
      at: { everyMinutes: 1 },
      zone: 'UTC',
      run: async ({ now }) => {
        const sealed = await seal(database, now())
        // The only anchor outside the database: a trail that is cut off at its end shows against
        // it.
        if (sealed) log.info({ ...sealed }, 'audit sealed')
      },
    },
    {
      name: 'auth.sweep',
      at: { everyMinutes: 10 },
      zone: 'UTC',
      run: async ({ now }) => {
        while ((await sweepAuth(database, now(), forgetMost)) >= forgetMost);
      },
    },
    {
      name: 'http.forget-keys',
      at: { everyMinutes: 10 },
      zone: 'UTC',
      run: async ({ now }) => {
        const before = new Date(now().getTime() - keptForDays * dayMs)
        while ((await forget(database, before, forgetMost)) === forgetMost);
      },
    },
  ]
}
