import type { Schema } from '../db/index.ts'

export { migrateQueue } from './migrate.ts'

export const jobsSchema: Schema = {
  name: 'jobs',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: ['event'],
}
