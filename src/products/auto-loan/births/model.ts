/** What a new order is made of. */
import { Type, type Static } from 'typebox'
import { PositiveMinor } from '#kernel/http'
import { NewApplicant } from '../applicants/index.ts'
import { NewCar } from '../cars/index.ts'
import { strict, titled } from '../orders/index.ts'

export const NewOrder = strict({
  applicant: NewApplicant,
  car: NewCar,
  deposit: Type.Optional(titled(PositiveMinor, '押金（分）', 'Deposit (fen)')),
})
export type NewOrder = Static<typeof NewOrder>
