/** Names and sizes. */
import { anatomy, capabilities, kernel, products } from './architecture.ts'
import { complaint, type Complaint, type Rule, type TreeFile } from './complaint.ts'
import { isModule, placeOf } from './place.ts'
import { lineOf, scan } from './source.ts'

const lineCountMax = 400
const columnCountMax = 100
const tableColumnCountMax = 160

export const fileComplaints = (file: TreeFile): readonly Complaint[] => [
  ...sizeComplaints(file),
  ...nameComplaints(file),
  ...placeComplaints(file),
  ...(file.path.endsWith('.sql') ? [] : [...nounComplaints(file), ...todoComplaints(file)]),
]

function sizeComplaints({ path, text }: TreeFile): readonly Complaint[] {
  const lines = text.replace(/\n$/u, '').split('\n')
  const tables = tableLines(lines)
  const tall =
    lines.length > lineCountMax
      ? [complaint(path, lines.length, 'file-length', `${lines.length} lines`)]
      : []
  const wide = lines.flatMap((line, at) => {
    const broad = tables.has(at) || isTestTitle(line)
    const limit = broad ? tableColumnCountMax : columnCountMax
    return columns(line) > limit && !isOneLink(line)
      ? [complaint(path, at + 1, 'line-length', `${columns(line)} columns`)]
      : []
  })
  return [...tall, ...wide]
}

/** A table that was aligned by hand: from `prettier-ignore` to the end of its statement. */
function tableLines(lines: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>()
  let indent = ''
  let inside = false
  for (const [at, line] of lines.entries()) {
    if (inside) found.add(at)
    const isEnd = inside && /^[\])}]/u.test(line.slice(indent.length)) && line.startsWith(indent)
    if (isEnd || line === '') inside = false
    const ignored = /^(\s*)\/\/ prettier-ignore$/u.exec(line)
    if (ignored) {
      inside = true
      indent = ignored[1] ?? ''
    }
  }
  return found
}

/** An emoji is one character, however many units it takes. */
const columns = (line: string): number => Array.from(line).length

/** The sentence that a test promises: the formatter leaves it on one line, whatever its length. */
const isTestTitle = (line: string): boolean => /^\s*test\(['`].*=> \{$/u.test(line)

/** A link cannot be broken. */
const isOneLink = (line: string): boolean => /^\W*https?:\/\/\S+\W*$/u.test(line)

const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.test)?\.(?:ts|sql|mjs|css)$/u
const component = /^[A-Z][A-Za-z0-9]*(?:\.test)?\.tsx$/u
/** i18n and hooks are named as they are imported, `useOrders.ts`; main.tsx is the page itself. */
const inConsole = /^(?:main|routes|[a-z][a-z0-9-]*)\.tsx$|^use[A-Z]\w*\.tsx?$|^vite\.config\.ts$/u

function nameComplaints({ path }: TreeFile): readonly Complaint[] {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (kebab.test(name) || component.test(name)) return []
  if (path.startsWith('console/') && inConsole.test(name)) return []
  return [complaint(path, 1, 'file-name', `${name} is neither kebab-case nor a component`)]
}

function placeComplaints({ path }: TreeFile): readonly Complaint[] {
  const place = placeOf(path)
  if (place.area === 'kernel') return kernelComplaints(path, place.room, place.file)
  if (!isModule(place)) return []
  const module = (place.area === 'products' ? products : capabilities)[place.room]
  const say = (rule: Rule, what: string) => [complaint(path, 1, rule, what)]
  if (!module) return say('listed', `${place.area}/${place.room} is not in architecture.ts`)
  if (place.part !== '' && !module.parts.includes(place.part)) {
    return say('listed', `part ${place.part} of ${place.room} is not in architecture.ts`)
  }
  if (path.endsWith('.sql') || isOfAnatomy(place.file, place.isTest)) return []
  return say('anatomy', `${place.file}.ts is not part of a module's anatomy`)
}

/** `service.test.ts`, and `service-races.test.ts` where one file would be too long. */
const isOfAnatomy = (file: string, isTest: boolean): boolean =>
  anatomy.some((name) => file === name || (isTest && file.startsWith(`${name}-`)))

function kernelComplaints(path: string, room: string, file: string): readonly Complaint[] {
  if (!kernel.some((name) => name === room)) {
    return [complaint(path, 1, 'listed', `src/kernel/${room} is not in architecture.ts`)]
  }
  if (file !== 'routes') return []
  return [complaint(path, 1, 'kernel-routes', 'its HTTP belongs to src/app/desk')]
}

const declaration =
  /\b(?:class|interface|type|function\*?|const|let)\s+([A-Za-z_$][\w$]*)(?=\s*[=(<{:]|\s+extends)/gu
const emptyEnding = /(?:^|[a-z])(?:Manager|Helpers?|Utils?|Base|Impl|Info|Data)$/u
const emptyWord = /^(?:data|info|util|utils|helper|helpers|manager|process|handle)$/u
const emptyBeginning = /^(?:process|handle)[A-Z]/u

function nounComplaints({ path, text }: TreeFile): readonly Complaint[] {
  const { code } = scan(text)
  return [...code.matchAll(declaration)].flatMap((match) => {
    const name = match[1] ?? ''
    const isEmpty = emptyEnding.test(name) || emptyWord.test(name) || emptyBeginning.test(name)
    return isEmpty ? [complaint(path, lineOf(code, match.index), 'noun', name)] : []
  })
}

/** Asked for in these words, so that this line itself carries none. */
const todo = new RegExp(String.raw`\b${'TO' + 'DO'}\b(?!.*#\d)`, 'gu')

const todoComplaints = ({ path, text }: TreeFile): readonly Complaint[] =>
  [...text.matchAll(todo)].map((match) =>
    complaint(path, lineOf(text, match.index), 'todo', 'which issue is it?'),
  )
