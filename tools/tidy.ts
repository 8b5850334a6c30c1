/**
 * Says no when the tree is not what architecture.ts says. Runs as a test; by hand:
 * `node tools/tidy.ts`.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { areas, capabilities, products } from './architecture.ts'
import { complaint, rules, type Complaint, type TreeFile } from './complaint.ts'
import { isModule, placeOf } from './place.ts'
import { importsOf } from './source.ts'
import { fileComplaints } from './tidy-files.ts'
import { importComplaints } from './tidy-imports.ts'
import { sqlComplaints } from './tidy-sql.ts'

export interface Verdict {
  /** How much was looked at: a check that saw nothing must not pass. */
  readonly files: number
  readonly imports: number
  readonly migrations: number
  readonly modules: number
  readonly complaints: readonly Complaint[]
}

const endings = /\.(?:ts|tsx|sql)$/u
const notOurs = /(?:^|\/)(?:node_modules|dist|generated|coverage)\//u

/** Every file that tidy judges, below the root of the repository. */
export function readTree(root: string): readonly TreeFile[] {
  const folders = ['src', ...Object.keys(areas).filter((name) => !(name in floors))]
  return folders.flatMap((folder) =>
    listed(`${root}/${folder}`)
      .map((name) => `${folder}/${name}`)
      .filter((path) => !notOurs.test(path) && endings.test(path))
      .map((path) => ({ path, text: readFileSync(`${root}/${path}`, 'utf8') })),
  )
}

const floors = { kernel: true, capabilities: true, products: true, app: true }

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()
  } catch {
    // An area that is not there has no files; the thresholds of the test see that nothing is lost.
    return []
  }
}

/** What is wrong with one file. */
export const complaintsOf = (file: TreeFile): readonly Complaint[] => [
  ...fileComplaints(file),
  ...(file.path.endsWith('.sql') ? [] : importComplaints(file)),
  ...sqlComplaints(file),
]

/** What is wrong with the tree as a whole; `names` are all its files, documents too. */
export const treeComplaints = (names: readonly string[]): readonly Complaint[] => [
  ...furnitureComplaints(names),
  ...migrationComplaints(names),
]

const modules: readonly string[] = [
  ...Object.keys(capabilities).map((name) => `src/capabilities/${name}`),
  ...Object.keys(products).map((name) => `src/products/${name}`),
]

const furnitureComplaints = (names: readonly string[]): readonly Complaint[] =>
  modules.flatMap((folder) =>
    ['index.ts', 'README.md']
      .map((file) => `${folder}/${file}`)
      .filter((path) => !names.includes(path))
      .map((path) => complaint(path, 1, 'furniture', 'is missing')),
  )

const migrationName = /^(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.sql$/u

function migrationComplaints(names: readonly string[]): readonly Complaint[] {
  const folders = new Map<string, string[]>()
  for (const path of names.filter((name) => name.endsWith('.sql')).toSorted()) {
    const cut = path.lastIndexOf('/') + 1
    folders.set(path.slice(0, cut), [...(folders.get(path.slice(0, cut)) ?? []), path.slice(cut)])
  }
  return [...folders].flatMap(([folder, files]) =>
    files.flatMap((name, at) => {
      const number = Number(migrationName.exec(name)?.[1])
      if (folder.endsWith('/sql/') && number === at + 1) return []
      const wanted = `${folder}${String(at + 1).padStart(4, '0')}-….sql in a folder sql/`
      return [complaint(`${folder}${name}`, 1, 'migration-name', `expected ${wanted}`)]
    }),
  )
}

export function judge(root: string): Verdict {
  const tree = readTree(root)
  const names = listed(`${root}/src`).map((name) => `src/${name}`)
  const rooms = tree.map(({ path }) => placeOf(path)).filter(isModule)
  return {
    files: tree.length,
    imports: tree.reduce((sum, { text }) => sum + importsOf(text).length, 0),
    migrations: tree.filter(({ path }) => path.endsWith('.sql')).length,
    modules: new Set(rooms.map(({ area, room }) => `${area}/${room}`)).size,
    complaints: [...tree.flatMap(complaintsOf), ...treeComplaints(names)],
  }
}

/** One complaint as a line that an editor can follow. */
export const said = ({ path, line, rule, text }: Complaint): string =>
  `${path}:${line} ${text} (${rule}: ${rules[rule]})`

if (import.meta.main) {
  const verdict = judge(fileURLToPath(new URL('..', import.meta.url)))
  for (const one of verdict.complaints) console.log(said(one))
  console.log(`${verdict.files} files, ${verdict.complaints.length} complaints`)
  process.exitCode = verdict.complaints.length === 0 ? 0 : 1
}
