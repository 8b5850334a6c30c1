import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command } from './index.ts'
import { formFault } from './form.ts'
import { base, codes, hold, pay, testBooks } from './testing.ts'

const good = pay('no', ['bank', 'ann', 1n])
const post = { ...base, kind: 'post_hold', bizNo: 'no', to: 'ann', amount: null } as const
const undo = { ...base, kind: 'reverse', bizNo: 'no', amount: null } as const
const long = 'x'.repeat(65)

// prettier-ignore
const table: readonly [what: string, command: Command, code: string | undefined][] = [
  ['a good one', good, undefined],
  ['Chinese letters in a bizNo', { ...good, bizNo: '订单-1' }, undefined],
  ['64 characters', { ...good, bizNo: 'x'.repeat(64) }, undefined],
  ['an empty caller', { ...good, caller: '' }, 'caller_invalid'],
  ['the separator of the hash in a caller', { ...good, caller: 'a\u001fb' }, 'caller_invalid'],
  ['the separator of the hash in a bizType', { ...good, bizType: 'a\u001fb' }, 'biz_type_invalid'],
  ['a line end in a bizNo', { ...good, bizNo: 'a\nb' }, 'biz_no_invalid'],
  ['NUL in a bizNo', { ...good, bizNo: 'a\u0000' }, 'biz_no_invalid'],
  ['half a surrogate pair in a bizNo', { ...good, bizNo: '\ud800' }, 'biz_no_invalid'],
  ['65 characters', { ...good, bizNo: long }, 'biz_no_invalid'],
  ['a bad bizType of a hold', { ...post, holdBizType: '', holdBizNo: 'h' }, 'biz_type_invalid'],
  ['a bad bizNo of a hold', { ...post, holdBizType: 'T', holdBizNo: '\u0007' }, 'biz_no_invalid'],
  ['a bad bizType of an original', { ...undo, originalBizType: long, originalBizNo: 'o' }, 'biz_type_invalid'],
  ['a bad bizNo of an original', { ...undo, originalBizType: 'T', originalBizNo: '' }, 'biz_no_invalid'],
  ['an account number with the separator', pay('no', ['bank\u001f', 'ann', 1n]), 'account_no_invalid'],
  ['an account number with a blank', pay('no', ['bank', 'an n', 1n]), 'account_no_invalid'],
  ['an empty account number', hold('no', '', 1n), 'account_no_invalid'],
  ['a day that does not exist', { ...good, effectiveDate: '2026-02-30' }, 'effective_date_invalid'],
  ['no day at all', { ...good, effectiveDate: 'today' }, 'effective_date_invalid'],
  ['a day of long ago', { ...good, effectiveDate: '0000-01-01' }, 'effective_date_invalid'],
  ['a memo with line ends', { ...good, memo: 'a\nb' }, undefined],
  ['a memo with NUL', { ...good, memo: 'a\u0000b' }, 'memo_invalid'],
  ['a memo of 501 characters', { ...good, memo: 'm'.repeat(501) }, 'memo_invalid'],
  ['metadata', { ...good, metadata: { order: 'AF1', tags: ['a'] } }, undefined],
  ['metadata with NUL deep inside', { ...good, metadata: { a: [{ b: '\u0000' }] } }, 'metadata_invalid'],
  ['metadata with NUL in a name', { ...good, metadata: { '\u0000': 1 } }, 'metadata_invalid'],
  ['metadata with half a pair', { ...good, metadata: '\udc00' }, 'metadata_invalid'],
  ['metadata that only speaks of NUL', { ...good, metadata: '\\u0000' }, undefined],
  ['metadata of 4,097 characters', { ...good, metadata: 'm'.repeat(4_095) }, 'metadata_invalid'],
  ['no transfer', { ...good, transfers: [] }, 'journal_empty'],
  ['nothing', pay('no', ['bank', 'ann', 0n]), 'amount_not_positive'],
  ['more than 63 bits', pay('no', ['bank', 'ann', 2n ** 63n]), 'amount_too_large'],
  ['a hold of more than 63 bits', hold('no', 'ann', 2n ** 63n), 'amount_too_large'],
  ['a hold of nothing', hold('no', 'ann', 0n), 'amount_not_positive'],
  ['to itself', pay('no', ['ann', 'ann', 1n]), 'same_account'],
  ['all at once: the first of the table', { ...pay('\n', [' ', ' ', 0n]), caller: '\n', memo: '\u0000' }, 'caller_invalid'],
]

for (const [what, command, code] of table) {
  test(`${what}: ${code ?? 'no fault'}`, () => {
    const fault = formFault(command)
    assert.equal(fault?.problem.code, code)
    assert.ok(fault === undefined || fault.problem.detail.length > 10)
  })
}

test('what is no command is refused by name beside good ones, and never reaches PostgreSQL', async () => {
  const { run, balance } = await testBooks(['ann'])
  const bad = table.flatMap(([, command, code]) => (code === undefined ? [] : [command]))
  const given = [...bad, good, ...bad]
  const answers = codes(await run(...given))
  assert.deepEqual(
    answers,
    given.map((command) => (command === good ? 'ok' : formFault(command)?.problem.code)),
  )
  assert.equal(await balance('ann'), 1n)
})

test('what is stored is what was sent, to the last character', async () => {
  const { run } = await testBooks(['ann'])
  const odd = {
    ...pay('{"订",\\单}', ['bank', 'ann', 2n ** 63n - 1n]),
    bizType: 'NULL',
    memo: '',
    metadata: { b: [1.5, -0, 1e21, '\\', '"', '{}'], a: null },
  }
  assert.deepEqual(codes(await run(odd)), ['ok'])
  const [again] = await run(odd)
  assert.ok(again?.ok && again.value.replayed)
  assert.deepEqual(codes(await run({ ...odd, metadata: { a: null, b: [] } })), [
    'exists_with_different_metadata',
  ])
})
