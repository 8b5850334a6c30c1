/** The book of a loan. */
export type { Book, Excess, Fact } from './model.ts'
export {
  counted,
  happened,
  newBook,
  quoted,
  replay,
  suspenseOf,
  type BookRefusal,
  type Quote,
} from './rules.ts'
