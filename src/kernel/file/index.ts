import type { Schema } from '../db/index.ts'
import type { ProblemTable } from '../problem/index.ts'

export { diskStore } from './disk.ts'
export {
  findFiles,
  openFiles,
  rememberFiles,
  type Content,
  type Files,
  type FileRefusal,
  type FileTerms,
  type StoredFile,
} from './files.ts'
export { s3Store } from './s3.ts'
export type { FileStore } from './store.ts'
export type { ContentType } from './type.ts'

export const fileSchema: Schema = {
  name: 'file',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: [],
  columns: {
    'object.name': 'masked',
  },
}

export const fileProblems: ProblemTable = {
  file_too_large: { status: 413, means: 'the file is larger than this place takes' },
  file_type_not_allowed: {
    status: 415,
    means: 'the bytes of the file are of a type that this place does not take',
  },
}
