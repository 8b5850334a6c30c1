import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Party, Role } from './actor.ts'
import { partyOf, userFault } from './user.ts'

const dealer: Party = { kind: 'dealer', code: 'D001' }
const merchant: Party = { kind: 'merchant', code: 'M1' }

type Case = readonly [
  username: string,
  roles: readonly Role[],
  party?: Party | undefined,
  refused?: RegExp,
]

const cases: readonly Case[] = [
  ['wang', ['admin']],
  ['wang', ['credit-auditor', 'finance-ops']],
  ['wang.fang@dealer-1', ['dealer'], dealer],
  ['wang', ['fund-router'], { kind: 'funder', code: 'BANK_A' }],
  ['wang', ['auditor']],
  ['w', ['admin'], undefined, /2 to 63/u],
  ['.wang', ['admin'], undefined, /starts with a letter/u],
  ['wang fang', ['admin'], undefined, /2 to 63/u],
  ['王芳', ['admin'], undefined, /2 to 63/u],
  ['x'.repeat(64), ['admin'], undefined, /2 to 63/u],
  ['wang', [], undefined, /at least one role/u],
  ['wang', ['admin', 'admin'], undefined, /only once/u],
  ['wang', ['auditor', 'admin'], undefined, /writes nothing/u],
  ['wang', ['auditor'], dealer, /no party/u],
  ['wang', ['dealer'], undefined, /dealer needs a party of kind dealer/u],
  ['wang', ['dealer'], merchant, /dealer needs a party of kind dealer/u],
  ['wang', ['admin', 'channel'], undefined, /channel needs a party of kind channel/u],
  ['wang', ['super-investor'], undefined, /party of kind investor/u],
  ['wang', ['tiancai-org'], merchant, /party of kind organisation/u],
]

test('a user who would see too much, or has no sensible name, is refused with the reason', () => {
  for (const [username, roles, party, refused] of cases) {
    const fault = userFault({ username, roles, party })
    const shown = JSON.stringify([username, roles, party])
    if (refused === undefined) assert.equal(fault, undefined, shown)
    else assert.match(fault?.problem.detail ?? '', refused, shown)
  }
})

test('a party is read back as it was written, and a kind that nobody knows is none', () => {
  assert.deepEqual(partyOf('dealer', 'D001'), dealer)
  assert.equal(partyOf(null, null), undefined)
  assert.equal(partyOf('moon', 'D001'), undefined)
})
