import type { Schema } from '../db/index.ts'

export const auditSchema: Schema = {
  name: 'audit',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: ['entry', 'round', 'seal'],
}
