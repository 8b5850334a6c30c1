/** Who may use whom. */
import { posix } from 'node:path'
import {
  anatomy,
  app,
  areas,
  browser,
  capabilities,
  kernel,
  packages,
  products,
  testsUse,
  type Module,
} from './architecture.ts'
import { isModule, placeOf, type Place } from './place.ts'
import { importsOf } from './source.ts'
import { complaint, type Complaint, type Rule, type TreeFile } from './complaint.ts'

type Objection = readonly [rule: Rule, why: string] | undefined

export const importComplaints = ({ path, text }: TreeFile): readonly Complaint[] =>
  importsOf(text).flatMap(({ target, line }) => {
    const found = objection(path, target)
    return found ? [complaint(path, line, found[0], `imports ${target}: ${found[1]}`)] : []
  })

/** Why the file at `path` may not import `target`, as it is written; undefined when it may. */
export function objection(path: string, target: string): Objection {
  if (target.startsWith('node:')) return browserObjection(path)
  const inner = resolved(path, target)
  return inner === undefined ? packageObjection(path, target) : placeObjection(path, inner)
}

const aliases: readonly (readonly [pattern: RegExp, place: string])[] = [
  [/^#(kernel|capabilities|products)\/([^/]+)$/u, 'src/$1/$2/index.ts'],
  [/^#app\/(.+)$/u, 'src/app/$1'],
  [/^#sdk$/u, 'sdk/index.ts'],
  [/^#test\/(.+)$/u, 'test/$1.ts'],
]

/** The file that is meant; undefined for an npm package. */
function resolved(path: string, target: string): string | undefined {
  if (target.startsWith('.')) return posix.join(posix.dirname(path), target)
  const alias = aliases.find(([pattern]) => pattern.test(target))
  return alias ? target.replace(...alias) : undefined
}

const browserObjection = (path: string): Objection =>
  browser.some((start) => path.startsWith(start)) && !placeOf(path).isTest
    ? ['browser', 'this runs in a browser, where there is no Node']
    : undefined

function packageObjection(path: string, target: string): Objection {
  const scoped = target.startsWith('@') ? 2 : 1
  const name = target.split('/').slice(0, scoped).join('/')
  const homes = packages[name]
  if (homes === undefined) return ['package', `${name} is not listed in tools/architecture.ts`]
  if (homes.some((home) => isHome(path, home))) return undefined
  return ['package', `only ${homes.join(', ')} may import ${name}`]
}

const isHome = (path: string, home: string): boolean =>
  home.startsWith('*') ? path.endsWith(home.slice(1)) : path.startsWith(home)

function placeObjection(fromPath: string, toPath: string): Objection {
  const from = placeOf(fromPath)
  const to = placeOf(toPath)
  if (from.area === '') return undefined
  if (to.area === '') return ['area', `${toPath} is in no area that architecture.ts knows`]
  if (to.isTest && !from.isTest) return ['area', 'only tests may use what is there for tests']
  const known = areas[from.area] ?? []
  const forTests = from.isTest ? (testsUse[from.area] ?? []) : []
  if (!known.includes(to.area) && !forTests.includes(to.area)) {
    return ['area', `${from.area} may use only ${known.join(', ')}`]
  }
  if (from.area === 'products' && to.area === 'products' && from.room !== to.room) {
    return ['product-alone', `${from.room} may not use ${to.room}: a product never uses another`]
  }
  return orderObjection(from, to) ?? indexObjection(from, to)
}

function orderObjection(from: Place, to: Place): Objection {
  if (from.area === 'kernel' && to.area === 'kernel') {
    return isAfter(kernel, to.room, from.room)
      ? ['kernel-order', `${to.room} comes after ${from.room}`]
      : undefined
  }
  if (from.area === 'app' && to.area === 'app') {
    return !from.isTest && isAfter(app, to.room, from.room)
      ? ['app-order', `${to.room} comes after ${from.room}`]
      : undefined
  }
  if (!isModule(from) || !isModule(to)) return undefined
  if (from.area !== to.area || from.room !== to.room) return capabilityObjection(from, to)
  return from.part === to.part ? anatomyObjection(from, to) : partObjection(from, to)
}

const moduleOf = ({ area, room }: Place): Module | undefined =>
  area === 'products' ? products[room] : capabilities[room]

function capabilityObjection(from: Place, to: Place): Objection {
  if (moduleOf(from)?.uses.includes(to.room)) return undefined
  return ['capability', `${to.room} is not among what ${from.room} may use in architecture.ts`]
}

function anatomyObjection(from: Place, to: Place): Objection {
  if (from.partner !== to.partner && from.partner !== '' && to.partner !== '') {
    return ['anatomy-order', `${from.partner} and ${to.partner} know nothing of each other`]
  }
  if (from.isTest || !isAfter(anatomy, to.file, from.file)) return undefined
  return ['anatomy-order', `${to.file}.ts comes after ${from.file}.ts`]
}

/** Parts come before the module's own files, which use them through index.ts. */
function partObjection(from: Place, to: Place): Objection {
  if (from.part === '' || from.isTest) return undefined
  if (to.part === '') return ['part-order', `the module's own files come after ${from.part}`]
  const parts = moduleOf(from)?.parts ?? []
  return isAfter(parts, to.part, from.part)
    ? ['part-order', `${to.part} comes after ${from.part}`]
    : undefined
}

function indexObjection(from: Place, to: Place): Objection {
  const hasDoor = to.area === 'kernel' || isModule(to) || (to.area === 'app' && to.room === 'desk')
  const sameRoom = from.area === to.area && from.room === to.room && from.part === to.part
  if (!hasDoor || sameRoom || to.isTest) return undefined
  const isDoor = to.file === 'index' && (to.part === '' || from.room === to.room)
  return isDoor ? undefined : ['through-index', `use ${to.part || to.room} through its index.ts`]
}

/** Whether `late` stands after `early` in an order; what is not listed stands nowhere. */
const isAfter = (order: readonly string[], late: string, early: string): boolean =>
  order.indexOf(late) > order.indexOf(early)
