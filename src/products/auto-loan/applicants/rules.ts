/** What can be told from an ID number, and what happens to a person's groups. Pure. */
import { yearsBetween, isBusinessDate, type BusinessDate } from '#kernel/clock'
import { maskIdNumber, maskName, maskPhone } from '#kernel/secret'
import { groupNames, groupOf, type Fields, type GroupName, type Groups } from './model.ts'

// GB 11643: the weights of the first seventeen digits, and what the sum modulo 11 stands for.
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const checkDigits = '10X98765432'

/** Why this is no ID number; undefined when it is one. */
export function idNumberFault(idNumber: string): string | undefined {
  const sum = weights.reduce((total, weight, at) => total + weight * Number(idNumber[at]), 0)
  if (checkDigits[sum % 11] !== idNumber[17]) return 'the check digit of the ID number is wrong'
  return isBusinessDate(birthDate(idNumber)) ? undefined : 'the birth date in it does not exist'
}

export const birthDate = (idNumber: string): BusinessDate =>
  `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`

/** Completed years on that day. */
export const ageOn = (idNumber: string, date: BusinessDate): number =>
  yearsBetween(birthDate(idNumber), date)

/** The groups with these fields changed; only groups that changed are in it. */
export function merged(before: Groups, fields: Fields): Groups {
  const changed = new Map<GroupName, Record<string, string | number | undefined>>()
  for (const [name, value] of Object.entries(fields)) {
    const group = groupOf(name)
    if (group === undefined || value === undefined) continue
    const now = changed.get(group) ?? { ...before[group] }
    now[name] = value
    changed.set(group, now)
  }
  return Object.fromEntries(changed)
}

const asText = (value: string | number | undefined): string => String(value ?? '')

const masks: Readonly<Record<string, (value: string) => string>> = {
  name: maskName,
  emergencyContact: maskName,
  phone: maskPhone,
  emergencyPhone: maskPhone,
  unitPhone: maskPhone,
  idNumber: maskIdNumber,
  licenceNo: maskIdNumber,
}

/** Shown as they are: they name nobody. */
// prettier-ignore
const plain: ReadonlySet<string> = new Set([
  'nation', 'issuer', 'validFrom', 'validTo', 'maritalStatus', 'education', 'province', 'city',
  'relation', 'unitType', 'industry', 'position', 'unitProvince', 'unitCity', 'licenceClass',
  'licenceIssuedOn', 'licenceValidTo',
])

function masked(name: string, value: string | number | undefined): string {
  if (plain.has(name)) return asText(value)
  const mask = masks[name]
  return mask ? mask(asText(value)) : '***'
}

/** Every field of every group as it may be shown to anybody who may see the order. */
export function maskedGroups(groups: Groups): Record<string, Record<string, string>> {
  const shown = groupNames.flatMap((name) => {
    const group = groups[name]
    if (group === undefined) return []
    const fields = Object.entries(group).map(([field, value]) => [field, masked(field, value)])
    return [[name, Object.fromEntries(fields) as Record<string, string>] as const]
  })
  return Object.fromEntries(shown)
}
