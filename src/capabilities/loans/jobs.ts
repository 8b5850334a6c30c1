/** What loans do by themselves. */
import type { Cron } from '#kernel/jobs'
import type { Kernel } from '#kernel/module'
import { closeLoans, loanZone, yesterday } from './service.ts'

export const crons = (kernel: Kernel): readonly Cron[] => [
  {
    name: 'loans.close',
    at: '00:05',
    zone: loanZone,
    run: async ({ now, log }) => {
      const day = yesterday(now())
      const loans = await closeLoans(kernel, day)
      if (loans > 0) log.info({ day, loans }, 'loans are counted up to the end of the day')
    },
  },
]
