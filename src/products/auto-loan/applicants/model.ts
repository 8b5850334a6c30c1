/** The people of an order: what is known of them, group by group, and how it is shown. */
import { Type, type Static } from 'typebox'
import { Day, Minor, Text } from '#kernel/http'
import type { Id } from '#kernel/id'
import type { Instant } from '#kernel/clock'
import { literals } from '../catalogue/index.ts'
import { personal, strict, titled, type OrderKey } from '../orders/index.ts'

export const parts = ['applicant', 'co_borrower'] as const
export type Part = (typeof parts)[number]

export const groupNames = ['identity', 'basic', 'work', 'licence'] as const
export type GroupName = (typeof groupNames)[number]

const phonePattern = '^1[3-9][0-9]{9}$'
const idNumberPattern = '^[1-9][0-9]{16}[0-9X]$'
const optional = Type.Optional

const personName = titled(Text(100), '姓名', 'Name')
const idNumber = titled(Type.String({ pattern: idNumberPattern }), '身份证号', 'ID number')
const phone = titled(Type.String({ pattern: phonePattern }), '手机号', 'Mobile phone')
const text = (zh: string, en: string) => optional(titled(Text(200), zh, en))
const day = (zh: string, en: string) => optional(titled(Day, zh, en))

/** 身份证 */
const identityFields = {
  nation: text('民族', 'Ethnic group'),
  idAddress: text('证件地址', 'Address on the card'),
  issuer: text('签发机关', 'Issued by'),
  validFrom: day('有效期起', 'Valid from'),
  validTo: day('有效期止', 'Valid to'),
}

/** 基本信息 */
const basicFields = {
  email: optional(titled(Type.String({ format: 'email', maxLength: 200 }), '邮箱', 'E-mail')),
  maritalStatus: optional(
    titled(literals(['single', 'married', 'divorced', 'widowed']), '婚姻状况', 'Marital status'),
  ),
  education: optional(
    titled(literals(['school', 'college', 'bachelor', 'master']), '学历', 'Education'),
  ),
  province: text('省', 'Province'),
  city: text('市', 'City'),
  county: text('区县', 'County'),
  homeAddress: text('住址', 'Home address'),
  relation: text('与借款人关系', 'Relation to the borrower'),
  emergencyContact: text('紧急联系人', 'Emergency contact'),
  emergencyPhone: optional(
    titled(Type.String({ pattern: phonePattern }), '紧急联系电话', 'Emergency phone'),
  ),
}

/** 工作信息 */
const workFields = {
  unitName: text('单位名称', 'Employer'),
  unitType: text('单位性质', 'Kind of employer'),
  industry: text('行业', 'Industry'),
  unitPhone: text('单位电话', 'Work phone'),
  position: text('职务', 'Position'),
  unitProvince: text('单位省', 'Work province'),
  unitCity: text('单位市', 'Work city'),
  unitCounty: text('单位区县', 'Work county'),
  unitAddress: text('单位地址', 'Work address'),
  monthlyIncome: optional(titled(Minor, '月收入（分）', 'Monthly income (fen)')),
  yearlyIncome: optional(titled(Minor, '年收入（分）', 'Yearly income (fen)')),
}

/** 驾驶证 */
const licenceFields = {
  licenceNo: text('驾驶证号', 'Licence number'),
  licenceClass: text('准驾车型', 'Class'),
  licenceIssuedOn: day('初次领证日期', 'First issued on'),
  licenceValidTo: day('有效期止', 'Valid to'),
}

const edited = <Fields extends Parameters<typeof Type.Object>[0]>(fields: Fields) =>
  personal(Type.Object(fields, { additionalProperties: false, minProperties: 1 }))

/** Of each group only what is to be changed has to be sent. */
export const IdentityEdit = edited({
  name: optional(personName),
  idNumber: optional(idNumber),
  ...identityFields,
})
export const BasicEdit = edited({ phone: optional(phone), ...basicFields })
export const WorkEdit = edited(workFields)
export const LicenceEdit = edited(licenceFields)
export const UserEdit = edited({ phone: optional(phone), ...basicFields, ...workFields })
/** The first time, name, ID number and phone are needed too. */
export const CoBorrowerEdit = edited({
  name: optional(personName),
  idNumber: optional(idNumber),
  ...identityFields,
  phone: optional(phone),
  ...basicFields,
  ...workFields,
})

/** The applicant of a new order. */
export const NewApplicant = titled(
  personal(
    strict({
      name: personName,
      idNumber,
      ...identityFields,
      phone,
      ...basicFields,
      ...workFields,
      ...licenceFields,
    }),
  ),
  '申请人',
  'Applicant',
)
export type NewApplicant = Static<typeof NewApplicant>

/** Fields of a person by name, as they were sent: all groups together. */
export type Fields = Readonly<Record<string, string | number | undefined>>

const groupOfField: ReadonlyMap<string, GroupName> = new Map([
  ...['name', 'idNumber', ...Object.keys(identityFields)].map((f) => [f, 'identity'] as const),
  ...['phone', ...Object.keys(basicFields)].map((f) => [f, 'basic'] as const),
  ...Object.keys(workFields).map((f) => [f, 'work'] as const),
  ...Object.keys(licenceFields).map((f) => [f, 'licence'] as const),
])

export const groupOf = (field: string): GroupName | undefined => groupOfField.get(field)

export type Groups = Readonly<Partial<Record<GroupName, Fields>>>

/** A person as the rules see it. Never shown and never logged. */
export interface Person extends OrderKeyOfPerson {
  readonly part: Part
  /** Undefined once the person's key was destroyed. */
  readonly groups: Groups | undefined
}

export interface OrderKeyOfPerson {
  readonly bucket: number
  readonly orderId: OrderKey['id']
  readonly id: Id<'person'>
}

/** New values of a person's groups, whole. */
export interface PersonEffect {
  readonly kind: 'person.save'
  readonly order: OrderKey
  readonly personId: Id<'person'>
  readonly part: Part
  /** The person is new: its key is made first. */
  readonly isNew: boolean
  readonly groups: Groups
  readonly at: Instant
}
