/**
 * Versioned state machines as data. Read them from a document or write them in TypeScript, lint
 * them, decide what an event does (pure), apply it (the only writer of states), keep and verify the
 * history, draw and compare versions, migrate running orders.
 */
import type { Schema } from '../db/index.ts'

export {
  eventsOf,
  hash,
  rowsFrom,
  stateOf,
  systemRole,
  type Definition,
  type Move,
  type MoveKind,
  type Origin,
  type Place,
  type State,
} from './definition.ts'
export { define, type Blueprint, type EventBlueprint, type StateBlueprint } from './define.ts'
export { fileBytesMax, filesMax, rowsMax, type Draft, type ReadRefusal } from './draft.ts'
export { readSources, type SourceFile } from './read.ts'
export { definitionsOf } from './merge.ts'
export { type Finding, type FindingCode, type LintOptions, type Severity } from './findings.ts'
export { lint, lintDefinition } from './lint.ts'
export {
  decide,
  decideBirth,
  mayMove,
  type Decision,
  type MoveRefusal,
  type Mover,
  type OrderState,
  type Question,
} from './decide.ts'
export { moves, type PossibleMove, type Reason } from './moves.ts'
export { diff, isSame, type Changes, type Difference } from './diff.ts'
export type { Language } from './draw.ts'
export { draw, type DrawOptions } from './svg.ts'
export { type Binding, type OrderColumns, type OrderKey, type OrderTable } from './binding.ts'
export {
  apply,
  applyItemsMax,
  begin,
  type Applied,
  type ApplyItem,
  type BirthItem,
} from './apply.ts'
export { history, historyRowsMax, lastEntrance, type HistoryEvent } from './history.ts'
export {
  waitsFor,
  type Awaited,
  type AwaitedMove,
  type Entrance,
  type OpenQuestion,
  type Timer,
  type WaitingFacts,
} from './waiting.ts'
export {
  definitionsIn,
  isPublished,
  listDefinitions,
  publish,
  readDefinition,
  retire,
  saveDraft,
  type Definitions,
  type Publication,
  type SourceDigest,
  type StoredDefinition,
} from './store.ts'
export {
  decodeProposal,
  installShipped,
  publishKind,
  retireKind,
  type PublicationProposal,
  type ShippedDefinition,
} from './publication.ts'
export {
  counterpart,
  migrateOrders,
  migrationEvent,
  refusedListMax,
  rehearse,
  type Migrated,
  type MigrationOrder,
  type MigrationPlan,
  type RefusedOrder,
  type RefusedPage,
  type Rehearsal,
  type RehearsedState,
} from './migration.ts'
export {
  migrateKind,
  migrationTasks,
  planMigration,
  rehearsalFigures,
  type MigrationPlace,
  type MigrationWanted,
  type PlannedMigration,
} from './migration-kind.ts'
export { listMigrations, type MigrationState, type StoredMigration } from './migration-store.ts'
export { verifyHistory } from './verify.ts'
export { workParameters, type WaitLimits } from './awaited.ts'
export { workZone } from './working-time.ts'
export { foldOnce } from './fold.ts'
export {
  dashboardOf,
  figuresOf,
  hoursShownDays,
  type Dashboard,
  type Figures,
  type FiguresQuery,
} from './figures.ts'
export { verifyFigures, type FigureFault } from './figures-verify.ts'
export {
  countedMax,
  countWork,
  listTaken,
  listWork,
  releaseWork,
  takeNext,
  takeWork,
  type WaitingOrder,
  type WorkPosition,
  type WorkQuery,
  type WorkRooms,
} from './work.ts'
export type { HistoryFault } from './walk.ts'
export { lifecycleProblems } from './problems.ts'

export const lifecycleSchema: Schema = {
  name: 'lifecycle',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: ['definition', 'publication', 'retirement'],
  columns: {
    'assignment.taken_by_name': 'open',
    'definition.hash': 'open',
    'definition.body': 'open',
    'definition.sources': 'open',
    'migration.mapping': 'open',
    'publication.hash': 'open',
  },
}
