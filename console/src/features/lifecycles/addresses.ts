/** The addresses of these pages and of the lists behind their counts. */
import { path } from '../../path.ts'
import type { Version } from './client.ts'

/** The list of a machine's orders, where this console has one. */
const orderLists: Readonly<Record<string, () => string>> = { 'auto-loan': path.orders }
const orderPages: Readonly<Record<string, (orderNo: string) => string>> = {
  'auto-loan': path.order,
}

/** Orders in a state; undefined where there is no list of them. */
export function ordersIn(machine: string, state: number): string | undefined {
  const list = orderLists[machine]?.()
  return list === undefined ? undefined : `${list}?state=${state}`
}

export const orderAddress = (machine: string, orderNo: string): string | undefined =>
  orderPages[machine]?.(orderNo)

/** A published version by its name, a draft by its content too. */
export const versionAddress = ({
  machine,
  version,
  state,
  hash,
}: Pick<Version, 'machine' | 'version' | 'state' | 'hash'>): string => {
  const search = state === 'draft' ? `?${new URLSearchParams({ hash }).toString()}` : ''
  return path.lifecycle(machine, version) + search
}

/** A version as the address of a comparison names it: a draft with its hash. */
export const keyOfVersion = ({ version, state, hash }: Version): string =>
  state === 'draft' ? `${version}@${hash}` : version

export const findVersion = (
  versions: readonly Version[],
  key: string | null,
): Version | undefined => versions.find((one) => keyOfVersion(one) === key)

export const comparing = (machine: string, from: Version, to: Version): string => {
  const search = new URLSearchParams({ from: keyOfVersion(from), to: keyOfVersion(to) })
  return `${path.compareLifecycles(machine)}?${search.toString()}`
}
