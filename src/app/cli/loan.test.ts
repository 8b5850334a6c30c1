import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, test } from 'node:test'
import { Command } from 'commander'
import { loanCommands } from './loan.ts'
import { UsageError } from './usage.ts'

const folder = mkdtempSync(`${tmpdir()}/liushui-loan-`)
after(() => rmSync(folder, { recursive: true }))

let files = 0

async function said(text: string, ...options: readonly string[]): Promise<string> {
  const file = `${folder}/${(files += 1)}.json`
  writeFileSync(file, text)
  const told: string[] = []
  const program = new Command().exitOverride()
  loanCommands(program, (line) => told.push(line))
  await program.parseAsync(['node', 'liushui', 'loan', 'schedule', file, ...options])
  return told.join('\n')
}

const terms = {
  currency: 'CNY',
  principal: 1_200_000,
  annualRate: '0.12',
  method: 'equal_instalment',
  periods: 12,
}

test('a schedule is printed with amounts as a customer reads them', async () => {
  const text = await said(JSON.stringify(terms))
  assert.match(text, /^CNY 12000\.00, equal_instalment, 30\/360$/mu)
  assert.match(text, /^ 1 +2026-02-01 +946\.19 +120\.00 +0\.00 +1066\.19 +11053\.81$/mu)
  assert.match(text, /^12 +2027-01-01 +1055\.58 +10\.56 +0\.00 +1066\.14 +0\.00$/mu)
  assert.match(text, /^APR 0\.1\d+, effective 0\.12\d+$/mu)
})

test('--json gives what the API answers, and nothing else', async () => {
  const answer = JSON.parse(await said(JSON.stringify(terms), '--json'))
  assert.equal(answer.instalments[0].total, 106_619)
  assert.equal(answer.terms.dayCount, '30/360')
})

// prettier-ignore
const refused: readonly [string, RegExp][] = [
  ['{', /is no JSON/],
  ['[]', /1\.json|\.json: /],
  [JSON.stringify({ ...terms, annualRate: 12 }), /annualRate/],
  [JSON.stringify({ ...terms, periods: undefined }), /periods/],
  [JSON.stringify({ ...terms, color: 'red' }), /color/],
  [JSON.stringify({ ...terms, downPayment: '1' }), /downPayment: a down payment is a part/],
]

test('terms that are none are told in one line that names the field', async () => {
  for (const [text, says] of refused) {
    await assert.rejects(said(text), (problem) => {
      assert.ok(problem instanceof UsageError, text)
      assert.match(problem.message, says)
      assert.ok(!problem.message.includes('\n'))
      return true
    })
  }
})

test('a file that is not there is said to be so', async () => {
  const program = new Command().exitOverride()
  loanCommands(program, () => undefined)
  const words = ['node', 'liushui', 'loan', 'schedule', `${folder}/none.json`]
  await assert.rejects(program.parseAsync(words), /none\.json cannot be read/)
})
