/** Where a file stands in the house. Paths are relative to the root of the repository. */
import { appFiles, areas, channels } from './architecture.ts'

export interface Place {
  /** kernel, capabilities, products, app, console, sandbox …; '' for what nobody knows. */
  readonly area: string
  /** Kernel folder, capability, product, or room of the app. */
  readonly room: string
  /** Part of a large module; '' for the module's own files. */
  readonly part: string
  /** Folder of one partner inside the part `channels`. */
  readonly partner: string
  /** File name without its ending and without `.test`. */
  readonly file: string
  readonly isTest: boolean
}

const floors = ['kernel', 'capabilities', 'products', 'app']

/** Help for tests that stands beside them: `testing.ts`, `test-fixture.ts`. */
const testName = /(?:^|\/)test(?:ing)?(?:-[\w-]+)?\.tsx?$|\.test\.tsx?$/u

export function placeOf(path: string): Place {
  const isTest = testName.test(path)
  const file = fileName(path)
  const folders = path.split('/').slice(0, -1)
  const [first = '', second = '', room = '', ...deeper] = folders
  const bare = { room: '', part: '', partner: '', file, isTest }
  if (first !== 'src') return { ...bare, area: first in areas && !isFloor(first) ? first : '' }
  if (!isFloor(second)) return { ...bare, area: '' }
  if (second === 'app') return { ...bare, area: 'app', room: appRoom(room, file) }
  if (second === 'kernel') return { ...bare, area: 'kernel', room }
  const [part = '', partner = ''] = deeper.filter((folder) => folder !== 'sql')
  return { ...bare, area: second, room, part, partner: part === channels ? partner : '' }
}

const isFloor = (name: string): boolean => floors.includes(name)

const appRoom = (folder: string, file: string): string =>
  folder === '' ? (appFiles[file] ?? 'hall') : folder

const fileName = (path: string): string =>
  path.slice(path.lastIndexOf('/') + 1).replace(/(?:\.test)?\.\w+$/u, '')

export const isModule = ({ area }: Place): boolean => area === 'products' || area === 'capabilities'
