/**
 * `npm run new product|capability <name>`: the anatomy of a module with a first test that runs, its
 * line in architecture.ts and, for a product, its lines in src/app/modules.ts.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { accept, refuse, type Result } from '#kernel/problem'
import { areas, capabilities, kernel, products } from './architecture.ts'
import { pascal } from './sdk-types.ts'

const kinds = ['product', 'capability'] as const
type Kind = (typeof kinds)[number]

const templates = fileURLToPath(new URL('./templates/', import.meta.url))
const folders: Readonly<Record<Kind, string>> = { product: 'products', capability: 'capabilities' }
const namePattern = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u
const nameLengthMax = 40

export interface Wanted {
  readonly kind: Kind
  readonly name: string
}

/** Refusal: `arguments_invalid`, saying what would be right. */
export function wantedBy(words: readonly string[]): Result<Wanted, 'arguments_invalid'> {
  const [given, name = '', ...more] = words
  const kind = kinds.find((one) => one === given)
  if (kind === undefined || more.length > 0) {
    return refuse('arguments_invalid', 'say: npm run new product|capability <name>')
  }
  if (!namePattern.test(name) || name.length > nameLengthMax) {
    const right = `lower case with hyphens, at most ${nameLengthMax} letters, like "split-pay"`
    return refuse('arguments_invalid', `"${name}" is no name of a module: ${right}`)
  }
  const taken = [...kernel, ...Object.keys({ ...areas, ...products, ...capabilities })]
  if (!taken.includes(name)) return accept({ kind, name })
  return refuse(
    'arguments_invalid',
    `${name} is there already, or a word of the house: pick another`,
  )
}

/** Writes the module below `root`; answers the files that were written or changed. */
export function scaffold(root: string, { kind, name }: Wanted): readonly string[] {
  const from = path.join(templates, kind)
  const home = `src/${folders[kind]}/${name}`
  const made = readdirSync(from, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.txt'))
    .toSorted()
    .map((file) => {
      const target = `${home}/${file.replace(/\.txt$/u, '')}`
      write(root, target, filled(readFileSync(path.join(from, file), 'utf8'), name))
      return target
    })
  const changed = [listed(root, kind, name), ...(kind === 'product' ? [joined(root, name)] : [])]
  const program = path.join(root, 'node_modules/oxfmt/bin/oxfmt')
  const code = [...made, ...changed].filter((file) => file.endsWith('.ts'))
  execFileSync(process.execPath, [program, ...code], { cwd: root, stdio: 'ignore' })
  return [...made, ...changed]
}

function write(root: string, target: string, text: string): void {
  const place = path.join(root, target)
  if (existsSync(place)) throw new Error(`${target} is there already`)
  mkdirSync(path.dirname(place), { recursive: true })
  writeFileSync(place, text)
}

/** `pawn-shop`: `pawn_shop`, `pawnShop`, `PawnShop`, and `PS` before its order numbers. */
function filled(template: string, name: string): string {
  const large = pascal(name)
  const camel = `${large.charAt(0).toLowerCase()}${large.slice(1)}`
  const initials = name.split('-').map((word) => word.charAt(0).toUpperCase())
  return template
    .replaceAll('__name__', name)
    .replaceAll('__schema__', name.replaceAll('-', '_'))
    .replaceAll('__camel__', camel)
    .replaceAll('__Pascal__', large)
    .replaceAll('__PREFIX__', initials.join(''))
}

/** A line in the list of modules that tools/architecture.ts keeps. */
function listed(root: string, kind: Kind, name: string): string {
  const file = 'tools/architecture.ts'
  const list = `export const ${folders[kind]}: Readonly<Record<string, Module>> = {`
  const key = name.includes('-') ? `'${name}'` : name
  const line = `\n  ${key}: { uses: [], parts: [] },`
  change(root, file, list, (text) => {
    const end = text.startsWith('}') ? '\n' : ''
    return `${list}${line}${end}${text}`
  })
  return file
}

/** A product runs when src/app/modules.ts names it. */
function joined(root: string, name: string): string {
  const file = 'src/app/modules.ts'
  const camel = filled('__camel__', name)
  const list = 'export const modules: readonly Module[] = ['
  change(root, file, list, (text) => {
    const others = text.startsWith(']') ? '' : ', '
    const end = text.indexOf(']')
    return `${list}${text.slice(0, end)}${others}${camel}${text.slice(end)}`
  })
  const type = "import type { Module } from '#kernel/module'\n"
  const line = `import { ${camel} } from '#products/${name}'\n`
  change(root, file, type, (text) => `${type}${line}${text}`)
  return file
}

function change(root: string, file: string, mark: string, how: (behind: string) => string): void {
  const text = readFileSync(path.join(root, file), 'utf8')
  const at = text.indexOf(mark)
  if (at < 0) throw new Error(`${file} has no line "${mark.trim()}"`)
  const changed = `${text.slice(0, at)}${how(text.slice(at + mark.length))}`
  writeFileSync(path.join(root, file), changed)
}

if (import.meta.main) {
  const wanted = wantedBy(process.argv.slice(2))
  if (wanted.ok) {
    const root = fileURLToPath(new URL('..', import.meta.url))
    for (const file of scaffold(root, wanted.value)) console.log(file)
    console.log('Next: its README.md, then `npm run generate && npm run check`.')
  } else {
    console.error(wanted.problem.detail)
    process.exitCode = 2
  }
}
