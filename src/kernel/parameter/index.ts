import type { Schema } from '../db/index.ts'

export const parameterSchema: Schema = {
  name: 'parameter',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: ['value'],
}
