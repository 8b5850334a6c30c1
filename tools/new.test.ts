import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { scaffold, wantedBy } from './new.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

// prettier-ignore
const words: readonly (readonly [given: readonly string[], outcome: RegExp])[] = [
  [['product', 'pawn-shop'],          /^pawn-shop$/u],
  [['capability', 'stamps'],          /^stamps$/u],
  [[],                                /product\|capability <name>/u],
  [['module', 'pawn-shop'],           /product\|capability <name>/u],
  [['product', 'pawn-shop', 'more'],  /product\|capability <name>/u],
  [['product'],                       /lower case with hyphens/u],
  [['product', 'PawnShop'],           /lower case with hyphens/u],
  [['product', '../escape'],          /lower case with hyphens/u],
  [['product', 'a'.repeat(41)],       /at most 40/u],
  [['product', 'auto-loan'],          /there already/u],
  [['capability', 'kernel'],          /word of the house/u],
  [['product', 'jobs'],               /word of the house/u],
]

test('what is asked for is understood, or refused with what would be right', () => {
  for (const [given, outcome] of words) {
    const wanted = wantedBy(given)
    assert.match(wanted.ok ? wanted.value.name : wanted.problem.detail, outcome, given.join(' '))
  }
})

test('a new module is tidy, compiles, and its first tests pass', () => {
  const copy = treeCopy()
  const made = [
    ...scaffold(copy, { kind: 'product', name: 'pawn-shop' }),
    ...scaffold(copy, { kind: 'capability', name: 'stamps' }),
  ]
  assert.ok(made.includes('src/products/pawn-shop/sql/0001-orders.sql'))
  assert.ok(made.includes('src/capabilities/stamps/rules.test.ts'))
  const ours = /^(?:src\/products\/pawn-shop|src\/capabilities|src\/app\/modules|tools\/arch)/u
  const complaints = (words: readonly string[], sign: RegExp): readonly string[] => {
    const { output, status } = run(copy, words)
    assert.ok(status === 0 || sign.test(output), output)
    return output.split('\n').filter((line) => ours.test(line))
  }
  assert.deepEqual(complaints(['tools/tidy.ts'], /^\d+ files, \d+ complaints$/mu), [], 'tidy')
  assert.deepEqual(complaints(['node_modules/typescript/bin/tsc', '--noEmit'], /error TS/u), [])
  const lint = ['node_modules/oxlint/bin/oxlint', '--type-aware']
  const linted = run(copy, [...lint, 'src/products/pawn-shop', 'src/capabilities/stamps'])
  assert.equal(linted.status, 0, linted.output)
  const tests = ['src/products/pawn-shop/*.test.ts', 'src/capabilities/stamps/*.test.ts']
  const setup = '--test-global-setup=./test/global.ts'
  const tested = run(copy, ['--test', setup, '--test-reporter=tap', ...tests])
  assert.equal(tested.status, 0, tested.output)
  assert.match(tested.output, /^# pass 6$/mu)
})

test('nothing that is there is written over', () => {
  const copy = treeCopy()
  scaffold(copy, { kind: 'capability', name: 'stamps' })
  assert.throws(() => scaffold(copy, { kind: 'capability', name: 'stamps' }), /there already/u)
})

/** All that a module stands on, in a folder of its own. */
function treeCopy(): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'liushui-new-'))
  after(() => rmSync(copy, { recursive: true, force: true }))
  const parts = ['src', 'tools', 'test', 'sdk', 'docs/sources', 'package.json', 'tsconfig.json']
  for (const part of [...parts, '.oxfmtrc.json', '.oxlintrc.json']) {
    cpSync(path.join(root, part), path.join(copy, part), { recursive: true })
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'))
  return copy
}

function run(cwd: string, words: readonly string[]) {
  // Without it the inner run would report to the outer one, and run nothing.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd,
    env,
    encoding: 'utf8',
  })
  return { status, output: `${stdout}${stderr}` }
}
