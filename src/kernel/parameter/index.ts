import type { Schema } from '../db/index.ts'
import type { ProblemTable } from '../problem/index.ts'

export type { ParameterDefinition, ParameterUnit } from './definition.ts'
export type { ParameterChange, ParameterValue } from './values.ts'
export type { ChangeRefusal, ChangeWanted } from './change.ts'
export {
  historyMax,
  openParameters,
  type ParameterHistory,
  type Parameters,
  type ParametersOptions,
  type ParameterState,
} from './parameters.ts'

export const parameterProblems = {
  parameter_not_found: { status: 404, means: 'There is no parameter of this name.' },
  parameter_value_invalid: { status: 422, means: 'The parameter does not take such a value.' },
  effective_date_past: { status: 422, means: 'A change holds from a moment to come, or from now.' },
} as const satisfies ProblemTable

export const parameterSchema: Schema = {
  name: 'parameter',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: ['value'],
  columns: {
    'latest.name': 'open',
    'value.name': 'open',
    'value.value': 'open',
  },
}
