/** SQL is code, and has rules of its own. */
import {
  capabilities,
  exceptions,
  extraSchemas,
  kernel,
  products,
  sqlHomes,
} from './architecture.ts'
import { complaint, type Complaint, type Rule, type TreeFile } from './complaint.ts'
import { isModule, placeOf } from './place.ts'
import { lineOf, scan } from './source.ts'

/** A piece of SQL, its comments and texts blanked, and where in the file it begins. */
interface Statement {
  readonly at: number
  readonly sql: string
}

export function sqlComplaints(file: TreeFile): readonly Complaint[] {
  const statements = statementsIn(file)
  const found = statements.flatMap((statement) => [
    ...patternComplaints(file, statement),
    ...schemaComplaints(file, statement),
    ...(file.path.endsWith('.sql') ? constraintComplaints(file, statement) : []),
  ])
  return [...homeComplaints(file, statements), ...found]
}

const made = String.raw`(?:unique\s+|or\s+replace\s+)?(?:table|index|schema|view|role|database)`
const beginnings = [
  String.raw`select\s[^;]*\sfrom`,
  String.raw`insert\s+into`,
  String.raw`update\s+\S+\s+set`,
  String.raw`delete\s+from`,
  'truncate',
  String.raw`(?:create|alter|drop)\s+${made}`,
]
const begins = new RegExp(String.raw`^\s*(?:${beginnings.join('|')})\s`, 'iu')

function statementsIn({ path, text }: TreeFile): readonly Statement[] {
  if (path.endsWith('.sql')) return [{ at: 0, sql: withoutTexts(text) }]
  if (path.startsWith('console/')) return []
  return scan(text)
    .literals.filter((literal) => literal.tag === 'sql' || begins.test(literal.text))
    .map((literal) => ({ at: literal.at, sql: withoutTexts(literal.text) }))
}

const withoutTexts = (sql: string): string =>
  sql.replaceAll(/--[^\n]*|'[^']*'/gu, (found) => found.replaceAll(/[^\n]/gu, ' '))

const verbs = 'SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|RETURNING|CONSTRAINT'
const joints = 'FROM|WHERE|JOIN|VALUES|TABLE|INDEX|AND|OR|NOT|NULL|SET'

const patterns: readonly (readonly [rule: Rule, pattern: RegExp])[] = [
  ['sql-case', new RegExp(String.raw`\b(?:${verbs}|${joints})\b`, 'u')],
  ['sql-star', /\b(?:select|returning)\s+(?:distinct\s+)?(?:\w+\.)?\*/iu],
  ['if-not-exists', /\bif\s+not\s+exists\b/iu],
  ['sql-clock', /\b(?:now|clock_timestamp|statement_timestamp)\s*\(|\bcurrent_timestamp\b/iu],
]

function patternComplaints({ path, text }: TreeFile, statement: Statement): readonly Complaint[] {
  const allowed = exceptions[path] ?? []
  return patterns.flatMap(([rule, pattern]) => {
    const match = pattern.exec(statement.sql)
    if (!match || allowed.includes(rule) || (isTestSql(path) && rule !== 'sql-case')) return []
    const line = lineOf(text, statement.at + match.index)
    return [complaint(path, line, rule, `"${match[0]}"`)]
  })
}

/** A test may look at everything and spoil anything. */
const isTestSql = (path: string): boolean => placeOf(path).isTest || path.startsWith('test/')

function homeComplaints(
  { path, text }: TreeFile,
  statements: readonly Statement[],
): readonly Complaint[] {
  const [first] = statements
  if (!first || path.endsWith('.sql') || placeOf(path).isTest) return []
  if (sqlHomes.some((home) => path.startsWith(home))) return []
  const place = placeOf(path)
  if (isModule(place) && place.file === 'store') return []
  return [complaint(path, lineOf(text, first.at), 'sql-home', 'this belongs into store.ts')]
}

/** Every PostgreSQL schema and the folder that speaks of it. */
const schemas: readonly (readonly [schema: string, home: string])[] = [
  ...kernel.map((name) => [name, `src/kernel/${name}/`] as const),
  ...Object.keys(capabilities).map((name) => [snake(name), `src/capabilities/${name}/`] as const),
  ...Object.keys(products).map((name) => [snake(name), `src/products/${name}/`] as const),
  ...Object.entries(extraSchemas),
]

function snake(name: string): string {
  return name.replaceAll('-', '_')
}

/** `other.table`, but not `alias.column` of a query whose alias is called like a schema. */
function schemaComplaints({ path, text }: TreeFile, { at, sql }: Statement): readonly Complaint[] {
  if (!path.startsWith('src/') || placeOf(path).isTest) return []
  return schemas.flatMap(([schema, home]) => {
    if (path.startsWith(home)) return []
    const pattern = new RegExp(
      String.raw`\b(?:from|join|into|update|references|on|table|exists)\s+${schema}\.\w+`,
      'iu',
    )
    const match = pattern.exec(sql)
    if (!match) return []
    const line = lineOf(text, at + match.index)
    return [complaint(path, line, 'foreign-schema', `"${match[0]}" belongs to ${home}`)]
  })
}

/** Each definition of a table that limits it says how the limit is called. */
function constraintComplaints({ path, text }: TreeFile, { sql }: Statement): readonly Complaint[] {
  return [...sql.matchAll(/\bcreate\s+table\s+[\w.]+\s*\(/giu)].flatMap((table) => {
    const start = table.index + table[0].length
    return definitions(sql, start)
      .filter(({ words }) => limits.test(words) && !/\bconstraint\s+\w/iu.test(words))
      .map(({ at, words }) =>
        complaint(path, lineOf(text, at), 'constraint-name', `"${words.trim().slice(0, 60)}"`),
      )
  })
}

const limits = /\b(?:primary\s+key|unique|references|foreign\s+key|check\s*\()/iu

interface Definition {
  readonly at: number
  readonly words: string
}

/** The parts of a table's body between its commas, those in inner brackets left alone. */
function definitions(sql: string, start: number): readonly Definition[] {
  const found: Definition[] = []
  let depth = 0
  let from = start
  for (let at = start; at < sql.length && depth >= 0; at++) {
    const char = sql.charAt(at)
    if (char === '(') depth += 1
    if (char === ')') depth -= 1
    if ((char === ',' && depth === 0) || depth < 0) {
      const begin = from + sql.slice(from, at).search(/\S|$/u)
      found.push({ at: begin, words: sql.slice(begin, at) })
      from = at + 1
    }
  }
  return found
}
