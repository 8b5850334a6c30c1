/** docs/generated/schema.sql: the whole database as it stands after all migrations. */
import { applicationRole } from '#kernel/db'
import type { Column, Table } from './catalog.ts'

export function schemaSql(tables: readonly Table[]): string {
  const schemas = [...new Set(tables.map(({ schema }) => schema))]
  const parts = schemas.map((schema) =>
    [
      `create schema ${schema};`,
      ...tables.filter((table) => table.schema === schema).map(tableSql),
    ].join('\n\n'),
  )
  return `${head}\n\n${parts.join('\n\n')}\n`
}

const head = `-- Made by \`npm run generate\` from the catalog of a migrated database.
-- Do not edit, do not run:
-- the migrations in each module's sql/ make the tables. A line "-- ${applicationRole} may …" says
-- what the application's role can do; what it may not update is written once and kept.`

function tableSql(table: Table): string {
  const name = `${table.schema}.${table.name}`
  const lines = [
    ...table.columns.map(columnSql),
    ...table.constraints.map((one) => `constraint ${one.name} ${lowered(one.definition)}`),
  ]
  const rights = table.rights.length > 0 ? table.rights.join(', ') : 'nothing'
  return [
    `create table ${name} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n);`,
    ...table.indexes.map((index) => `${lowered(index)};`),
    `-- ${applicationRole} may ${rights}`,
  ].join('\n')
}

function columnSql({ name, type, collation, isNullable, otherwise }: Column): string {
  const order = collation === undefined ? '' : ` collate "${collation}"`
  const start = otherwise === undefined ? '' : ` default ${otherwise}`
  return `${name} ${shortType(type)}${order}${isNullable ? '' : ' not null'}${start}`
}

const shortType = (type: string): string =>
  type.replace('timestamp with time zone', 'timestamptz').replace('character varying', 'varchar')

/** PostgreSQL writes its words large; texts between quotes stay as they are. */
const lowered = (sql: string): string =>
  sql.replaceAll(/'[^']*'|"[^"]*"|\b[A-Z]{2,}\b/gu, (found) =>
    /^['"]/u.test(found) ? found : found.toLowerCase(),
  )
