/** What tidy finds. */

export interface TreeFile {
  readonly path: string
  readonly text: string
}

/** Every rule, with what it asks. The test plants an offence for each one. */
export const rules = {
  area: 'an area uses only the areas that architecture.ts names for it',
  'kernel-order': 'a kernel folder uses only the folders before it',
  'app-order': 'rooms of the app use only the rooms before them',
  'product-alone': 'a product never uses another product',
  capability: 'a module uses only the capabilities that architecture.ts names for it',
  'part-order': 'a part of a module uses only the parts before it',
  'anatomy-order': 'a file of a module uses only the files before it in the anatomy',
  'through-index': 'others use a folder through its index.ts',
  package: 'an npm package is imported only where architecture.ts says',
  browser: 'what runs in a browser imports nothing of Node',
  listed: 'every kernel folder, module and part is listed in architecture.ts',
  'kernel-routes': 'kernel folders have no routes.ts',
  anatomy: 'a module holds only files of the anatomy',
  furniture: 'a module has an index.ts and a README.md',
  'file-name': 'files are kebab-case, React components PascalCase',
  'file-length': 'a file has at most 400 lines',
  'line-length': 'a line has at most 100 columns',
  noun: 'names say what a thing is; Manager, Helper, Util, Base, Impl, Info, Data say nothing',
  todo: 'what is left to do carries the number of its issue',
  'sql-home': 'SQL stands in store.ts and sql/',
  'sql-case': 'SQL is lower case',
  'sql-star': 'SQL names its columns',
  'if-not-exists': 'a migration knows what exists',
  'sql-clock': 'times are parameters from our clock',
  'foreign-schema': 'a module speaks only of its own PostgreSQL schema',
  'constraint-name': 'constraints are named',
  'migration-name': 'migrations are 0001-name.sql, 0002-name.sql …, without a gap',
} as const

export type Rule = keyof typeof rules

export interface Complaint {
  readonly path: string
  readonly line: number
  readonly rule: Rule
  readonly text: string
}

export const complaint = (path: string, line: number, rule: Rule, text: string): Complaint => ({
  path,
  line,
  rule,
  text,
})
