import type { Schema } from '../db/index.ts'

export const partnerSchema: Schema = {
  name: 'partner',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: [],
}
