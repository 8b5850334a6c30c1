import type { Schema } from '../db/index.ts'

export const secretSchema: Schema = {
  name: 'secret',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: [],
}
