/** Random schedules of changes against a model that is too simple to be wrong. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { Type } from 'typebox'
import { decideProposal, type Actor, type Deed, type Role } from '../auth/index.ts'
import { openParameters, type ParameterDefinition } from './index.ts'
import { testDatabase } from '#test/database'

const { database } = await testDatabase()

const person = (name: string): Actor => ({
  kind: 'user',
  id: randomUUID(),
  name,
  roles: ['admin'],
  party: undefined,
})
const [maker, checker] = [person('maker'), person('checker')]

const hour = (hours: number): Date => new Date(Date.UTC(2026, 0, 1) + hours * 3_600_000)
const by = (actor: Actor, hours: number): Deed => ({ actor, at: hour(hours), requestId: 'r' })

const admins: readonly Role[] = ['admin']

let count = 0
const freshDefinition = (): ParameterDefinition => ({
  name: `test.parameter_${++count}`,
  unit: 'count',
  title: { zh: '测试', en: 'Test' },
  schema: Type.Integer(),
  initial: -1,
  makers: admins,
  checkers: admins,
})

/** Proposed so many hours after the last one, wanted so much later, approved so much later. */
interface Step {
  readonly wait: number
  readonly lead: number | undefined
  readonly approval: number
  readonly value: number
}

const step: fc.Arbitrary<Step> = fc.record({
  wait: fc.nat({ max: 5 }),
  lead: fc.option(fc.nat({ max: 20 }), { nil: undefined }),
  approval: fc.nat({ max: 4 }),
  value: fc.nat({ max: 99 }),
})

interface Held {
  readonly from: number
  readonly value: number
}

/** In force is the latest start that has come; of two, the one that was approved later. */
function model(held: readonly Held[], at: number): number {
  let found: Held = { from: -1, value: -1 }
  for (const each of held) if (each.from <= at && each.from >= found.from) found = each
  return found.value
}

test('any schedule of changes gives at any hour what the model says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      const definition = freshDefinition()
      const parameters = openParameters({ database, definitions: [definition] })
      const held: Held[] = []
      let clock = 0
      for (const { wait, lead, approval, value } of steps) {
        const proposedAt = clock + wait
        const from = lead === undefined ? undefined : proposedAt + lead
        clock = proposedAt + approval
        const wanted = {
          name: definition.name,
          value,
          reason: 'a step',
          effectiveFrom: from === undefined ? undefined : hour(from),
        }
        await database.transaction(async (tx) => {
          const made = await parameters.propose(tx, wanted, by(maker, proposedAt))
          assert.ok(made.ok)
          const decision = { id: made.value.id, decision: 'approve', comment: '' } as const
          const done = await decideProposal(tx, [parameters.kind], decision, by(checker, clock))
          assert.ok(done.ok, JSON.stringify(done))
        })
        held.push({ from: Math.max(from ?? clock, clock), value })
      }
      for (let at = 0; at <= clock + 25; at++) {
        const value = await parameters.value(database, definition.name, hour(at))
        assert.equal(value, model(held, at), `hour ${at}`)
      }
      const history = await parameters.history(definition.name)
      assert.ok(history.ok)
      assert.deepEqual(
        history.value.changes.map(({ value }) => value),
        steps.map(({ value }) => value).toReversed(),
        'nothing is lost from the history',
      )
    }),
    { numRuns: 20 },
  )
})

test('what was in force yesterday never changes, whatever is approved today', async () => {
  await fc.assert(
    fc.asyncProperty(step, step, async (first, second) => {
      const definition = freshDefinition()
      const parameters = openParameters({ database, definitions: [definition] })
      const readings = async (until: number): Promise<readonly unknown[]> =>
        await Promise.all(
          Array.from({ length: until }, (_, at) =>
            parameters.value(database, definition.name, hour(at)),
          ),
        )
      const apply = ({ value, lead = 0 }: Step, at: number) =>
        database.transaction(async (tx) => {
          const effectiveFrom = hour(at + lead)
          const wanted = { name: definition.name, value, reason: 'x', effectiveFrom }
          const made = await parameters.propose(tx, wanted, by(maker, at))
          assert.ok(made.ok)
          const decision = { id: made.value.id, decision: 'approve', comment: '' } as const
          await decideProposal(tx, [parameters.kind], decision, by(checker, at))
        })
      await apply(first, 0)
      const today = 10
      const before = await readings(today)
      await apply(second, today)
      assert.deepEqual(await readings(today), before)
    }),
    { numRuns: 15 },
  )
})
