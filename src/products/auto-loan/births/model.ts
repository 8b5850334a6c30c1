/** What a new order is made of. */
import { Type, type Static } from 'typebox'
import { PositiveMinor } from '#kernel/http'
import { NewApplicant } from '../applicants/index.ts'
import { NewCar } from '../cars/index.ts'
import { code } from '../catalogue/index.ts'
import { strict, titled } from '../orders/index.ts'

export const NewOrder = strict({
  applicant: NewApplicant,
  car: NewCar,
  deposit: Type.Optional(titled(PositiveMinor, '押金（分）', 'Deposit (fen)')),
  dealer: Type.Optional(
    titled(code, '经销商（仅内部员工填写）', 'Dealer (only from the house’s own staff)'),
  ),
})
export type NewOrder = Static<typeof NewOrder>
