/** The book of a loan. */
export type { Book, Fact } from './model.ts'
export {
  counted,
  happened,
  newBook,
  quoted,
  replay,
  suspenseOf,
  type BookRefusal,
} from './rules.ts'
