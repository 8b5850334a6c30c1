import type { Schema } from '../db/index.ts'

export const fileSchema: Schema = {
  name: 'file',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: [],
}
