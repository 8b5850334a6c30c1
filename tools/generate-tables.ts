/** docs/generated/tables.md: where each documented column lives. */
import { type Column, type Table } from './catalog.ts'
import { type DocumentedColumn, type DocumentedTable } from './documented.ts'

export function tablesMd(documents: readonly DocumentedTable[], tables: readonly Table[]): string {
  return `${head}\n\n${documents.map((one) => section(one, tables)).join('\n\n')}\n`
}

const head = `<!-- Made by \`npm run generate\` from tools/documented.ts and the catalog.
Do not edit. -->

# Documented tables and where they live

For every table that a document names: each of its columns, the column here that holds it, and its
type. Columns that stand in such a table and in no document are ours, each with its reason.`

function section(documentedTable: DocumentedTable, tables: readonly Table[]): string {
  const { document, name, means, columns, home } = documentedTable
  const ours = Object.entries(home?.ours ?? {}).map(([column, why]) => {
    const place = `${home?.table}.${column}`
    return `| – | \`${place}\` | ${typeAt(tables, place)} | ours: ${why} |`
  })
  const rows = columns.map((column) => {
    const within = column.within === undefined ? '' : ` → \`${column.within}\``
    const type = typeAt(tables, column.home)
    return `| ${column.name} | \`${column.home}\`${within} | ${type} | ${column.means} |`
  })
  return `## ${document}: ${name}

${means.charAt(0).toUpperCase()}${means.slice(1)}.

| column | home | type | means |
|---|---|---|---|
${[...rows, ...ours].join('\n')}`
}

const typeAt = (tables: readonly Table[], home: string): string => {
  const found = columnAt(tables, home)
  return found ? `${found.type}${found.isNullable ? '?' : ''}` : 'missing'
}

function columnAt(tables: readonly Table[], home: string): Column | undefined {
  const [schema, name, column] = home.split('.')
  const table = tables.find((one) => one.schema === schema && one.name === name)
  return table?.columns.find((one) => one.name === column)
}

/** What the documents name and the catalog has not, and what a table has and nobody named. */
export function misplaced(
  documents: readonly DocumentedTable[],
  tables: readonly Table[],
): readonly string[] {
  return documents.flatMap((documentedTable) => {
    const { name, columns, home } = documentedTable
    const ours = Object.keys(home?.ours ?? {}).map((column) => `${home?.table}.${column}`)
    const homes = [...columns.map((column: DocumentedColumn) => column.home), ...ours]
    const lost = homes
      .filter((place) => columnAt(tables, place) === undefined)
      .map((place) => `${name}: ${place} is in no table`)
    const [schema, tableName] = (home?.table ?? '.').split('.')
    const table = tables.find((one) => one.schema === schema && one.name === tableName)
    const unnamed = (table?.columns ?? [])
      .filter((column) => !homes.includes(`${home?.table}.${column.name}`))
      .map((column) => `${name}: ${home?.table}.${column.name} is named nowhere`)
    return [...lost, ...unnamed]
  })
}
