/** All scenarios; `npm run bench NAME` runs one of them. */
import type { Scenario } from '../scenario.ts'
import { applyScenario } from './apply.ts'
import { deskScenario } from './desk.ts'
import { httpScenario } from './http.ts'
import { ledgerHttpScenario } from './ledger-http.ts'
import { ledgerLargeScenario } from './ledger-large.ts'
import { ledgerScenario } from './ledger.ts'
import { listScenario } from './list.ts'

/** The list first: events make its rows move about in the table. */
export const scenarios: readonly Scenario[] = [
  listScenario,
  applyScenario,
  httpScenario,
  ledgerScenario,
  ledgerHttpScenario,
  deskScenario,
  ledgerLargeScenario,
]
