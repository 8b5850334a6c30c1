export { startCluster, type Cluster, type ClusterOptions } from './embedded.ts'
export { applicationRole, provision, roleOf, type DatabaseUrls } from './roles.ts'
export { camel, sql, type Sql } from './sql.ts'
export {
  brokenConstraint,
  CommitUnknown,
  connectionLost,
  openDatabase,
  Overtaken,
  type Database,
  type DatabaseOptions,
  type Reader,
  type Tx,
} from './database.ts'
export type { CopyRows } from './copy.ts'
export { migrate, unprotectedTables, type MigrationOptions } from './migrate.ts'
export { openBrowsing, type Browsing, type Guardian } from './browsing.ts'
export { careOf, readerRole } from './reader-role.ts'
export type { ColumnCare, Schema } from './schema.ts'
export { gather, gatherReads, Overloaded, type GatherOptions } from './gather.ts'
export { openNumbers, type Numbers } from './numbers.ts'
export { openPool, type Pool } from './pool.ts'
export {
  cursorBehind,
  listLimitMax,
  listPage,
  type Lead,
  type ListingDefinition,
  type ListPage,
  type ListRequest,
  type Scope,
  type Filter,
  type FilterValues,
  type Range,
  type Value,
} from './listing.ts'
export { numberedByDay } from './listing-number.ts'
import type { Schema } from './schema.ts'

export const dbSchema: Schema = {
  name: 'db',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: [],
  columns: {
    'series.name': 'open',
  },
}
