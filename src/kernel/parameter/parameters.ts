/** Reading parameters: what holds at a moment, what comes next, what was. */
import type { Static, TSchema } from 'typebox'
import type { Deed, Proposal, ProposalKind } from '../auth/index.ts'
import type { Instant } from '../clock/index.ts'
import type { Database, Reader, Tx } from '../db/index.ts'
import { accept, assert, type Json, type Result } from '../problem/index.ts'
import { changeKind, proposeChange, type ChangeRefusal, type ChangeWanted } from './change.ts'
import {
  findParameter,
  knownParameters,
  type KnownParameter,
  type KnownParameters,
  type ParameterDefinition,
} from './definition.ts'
import {
  changesOf,
  nextValues,
  valuesAt,
  type ParameterChange,
  type ParameterValue,
} from './values.ts'

export interface ParameterState {
  readonly definition: ParameterDefinition
  readonly value: Json
  /** 0 is the initial value. */
  readonly version: number
  /** Undefined for the initial value: from the beginning. */
  readonly effectiveFrom: Instant | undefined
  /** Approved, and not in force yet; the first of several. */
  readonly next: ParameterValue | undefined
}

export interface ParameterHistory {
  readonly definition: ParameterDefinition
  /** The newest first; at most `historyMax`. */
  readonly changes: readonly ParameterChange[]
}

export interface Parameters {
  /** The value in force at `at`. An unknown name is our own mistake. */
  value(reader: Reader, name: string, at: Instant): Promise<Json>
  /** The same for several names in one query, in their order. */
  values(reader: Reader, names: readonly string[], at: Instant): Promise<readonly Json[]>
  /** The same with the type of its schema. */
  typed<Schema extends TSchema>(
    reader: Reader,
    definition: ParameterDefinition<Schema>,
    at: Instant,
  ): Promise<Static<Schema>>
  /** Every parameter with what holds at `at` and what comes next, by name. */
  list(at: Instant): Promise<readonly ParameterState[]>
  /** Refusals: `parameter_not_found`. */
  find(name: string, at: Instant): Promise<Result<ParameterState, 'parameter_not_found'>>
  /** Refusals: `parameter_not_found`. */
  history(name: string): Promise<Result<ParameterHistory, 'parameter_not_found'>>
  /** Proposes a change; a second person approves it as a proposal of `kind`. */
  propose(tx: Tx, wanted: ChangeWanted, deed: Deed): Promise<Result<Proposal, ChangeRefusal>>
  /** For the list of kinds that proposals are decided by. */
  readonly kind: ProposalKind
}

export interface ParametersOptions {
  readonly database: Database
  readonly definitions: readonly ParameterDefinition[]
}

export const historyMax = 500

/**
 * Every read asks the database: one prepared query over a short index, inside the caller's own
 * transaction, so an approved change holds in every process at its moment and no cache can differ.
 */
export function openParameters({ database, definitions }: ParametersOptions): Parameters {
  const known = knownParameters(definitions)
  const values: Parameters['values'] = (reader, names, at) => inForce(reader, known, names, at)
  return {
    values,
    value: async (reader, name, at) => (await values(reader, [name], at))[0] ?? null,
    async typed<Schema extends TSchema>(
      reader: Reader,
      { name }: ParameterDefinition<Schema>,
      at: Instant,
    ) {
      const [value] = await values(reader, [name], at)
      // It was checked against the schema that goes by this name.
      return value as Static<Schema>
    },
    list: (at) => statesAt(database, [...known.values()].toSorted(byName), at),
    async find(name, at) {
      const found = findParameter(known, name)
      if (!found.ok) return found
      const [state] = await statesAt(database, [found.value], at)
      assert(state, 'a known parameter has a state')
      return accept(state)
    },
    async history(name) {
      const found = findParameter(known, name)
      if (!found.ok) return found
      const { definition } = found.value
      return accept({ definition, changes: await changesOf(database, name, historyMax) })
    },
    propose: (tx, wanted, deed) => proposeChange(tx, known, wanted, deed),
    kind: changeKind(known),
  }
}

const byName = (a: KnownParameter, b: KnownParameter): number =>
  a.definition.name < b.definition.name ? -1 : 1

async function inForce(
  reader: Reader,
  known: KnownParameters,
  names: readonly string[],
  at: Instant,
): Promise<readonly Json[]> {
  const found = await valuesAt(reader, names, at)
  const changed = new Map(found.map(({ name, value }) => [name, value]))
  return names.map((name) => {
    const parameter = known.get(name)
    assert(parameter, `${name} is a parameter of some module`)
    if (!changed.has(name)) return parameter.definition.initial
    const value = changed.get(name) ?? null
    // A release may have narrowed the schema: better to stop than to compute with such a value.
    assert(parameter.check(value) === undefined, `the value of ${name} fits its definition`)
    return value
  })
}

function statesAt(
  database: Database,
  parameters: readonly KnownParameter[],
  at: Instant,
): Promise<readonly ParameterState[]> {
  const names = parameters.map(({ definition }) => definition.name)
  return database.snapshot(async (reader) => {
    const [now, coming] = [await valuesAt(reader, names, at), await nextValues(reader, names, at)]
    return parameters.map(({ definition }) => {
      const { name } = definition
      const held = now.find((each) => each.name === name)
      return {
        definition,
        value: held === undefined ? definition.initial : held.value,
        version: held?.version ?? 0,
        effectiveFrom: held?.effectiveFrom,
        next: coming.find((each) => each.name === name),
      }
    })
  })
}
