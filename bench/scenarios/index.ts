/** All scenarios; `npm run bench NAME` runs one of them. */
import type { Scenario } from '../scenario.ts'
import { applyScenario } from './apply.ts'
import { listScenario } from './list.ts'

export const scenarios: readonly Scenario[] = [applyScenario, listScenario]
