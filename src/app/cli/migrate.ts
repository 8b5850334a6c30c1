import type { Command } from 'commander'
import { migratePlace, openPlace } from '../place.ts'
import { configWith } from './usage.ts'

export function migrateCommand(program: Command): void {
  program
    .command('migrate')
    .description('bring the database schema up to date')
    .option('--data <dir>', 'folder of the embedded database')
    .action(async (options: { data?: string }) => {
      const place = await openPlace(configWith({ LIUSHUI_DATA: options.data }))
      try {
        const applied = await migratePlace(place)
        for (const name of applied) console.log(name)
        console.log(applied.length === 0 ? 'nothing to do' : `${applied.length} applied`)
      } finally {
        await place.leave()
      }
    })
}
