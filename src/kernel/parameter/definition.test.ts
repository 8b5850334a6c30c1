import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type, type TSchema } from 'typebox'
import type { Json } from '../problem/index.ts'
import { findParameter, knownParameters, type ParameterDefinition } from './definition.ts'

const define = (schema: TSchema, initial: Json, name = 'auto-loan.x'): ParameterDefinition => ({
  name,
  unit: 'json',
  title: { zh: '某', en: 'Some' },
  schema,
  initial,
  makers: ['admin'],
  checkers: ['admin'],
})

test('a parameter takes what its schema takes, whatever kind of value that is', () => {
  const ratio = Type.String({ pattern: '^0\\.\\d{1,6}$' })
  const table: readonly (readonly [TSchema, readonly Json[], readonly Json[]])[] = [
    [Type.Integer({ minimum: 1 }), [1, 90], [0, 1.5, '1', null, true, [1]]],
    [Type.Boolean(), [true, false], [0, 'true', null]],
    [ratio, ['0.8', '0.123456'], ['1.2', 0.8, '0,8', '', null]],
    [Type.Array(ratio, { maxItems: 2 }), [[], ['0.8']], ['0.8', [0.8], ['0.1', '0.2', '0.3']]],
    [Type.Record(Type.String(), Type.Integer()), [{}, { a: 1 }], [{ a: '1' }, [], null]],
    [Type.Union([Type.Integer(), Type.Null()]), [1, null], ['', false]],
  ]
  for (const [schema, taken, refused] of table) {
    const known = knownParameters([define(schema, taken[0] ?? null)])
    const parameter = findParameter(known, 'auto-loan.x')
    assert.ok(parameter.ok)
    for (const value of taken) {
      assert.equal(parameter.value.check(value), undefined, JSON.stringify(value))
    }
    for (const value of refused) {
      const refusal = parameter.value.check(value)
      assert.equal(refusal?.problem.code, 'parameter_value_invalid', JSON.stringify(value))
      assert.match(refusal.problem.detail, /^auto-loan\.x \(unit: json\) does not take this value/u)
    }
  }
})

test('a refusal names each place that is wrong, and not without end', () => {
  const schema = Type.Array(Type.Integer())
  const known = knownParameters([define(schema, [])])
  const parameter = findParameter(known, 'auto-loan.x')
  assert.ok(parameter.ok)
  const refusal = parameter.value.check(Array.from({ length: 1_000 }, () => 'x'))
  const errors = refusal?.problem.facts?.['errors']
  assert.ok(Array.isArray(errors))
  assert.ok(errors.length > 1 && errors.length <= 10)
  assert.deepEqual(errors[0], { path: '/0', message: 'must be integer' })
})

test('a parameter is named with its module', () => {
  for (const name of ['auto-loan.refund_days', 'split-pay.fee.rate', 'kernel.a-b_c1']) {
    assert.ok(knownParameters([define(Type.Integer(), 1, name)]).has(name), name)
  }
  for (const name of [
    'refund_days',
    'AutoLoan.days',
    'auto-loan.',
    '.days',
    'auto loan.days',
    '',
  ]) {
    assert.throws(() => knownParameters([define(Type.Integer(), 1, name)]), /named like/u, name)
  }
})

test('an unknown parameter is refused by its name, cut to a length that can be read', () => {
  const refusal = findParameter(knownParameters([]), 'x'.repeat(10_000))
  assert.ok(!refusal.ok)
  assert.ok(refusal.problem.detail.length < 120)
})
