import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#test/database'
import { sql } from '../db/index.ts'
import { systemActor, partnerActor, type Actor, type Party } from './actor.ts'
import { inScope } from './scope.ts'

const { database } = await testDatabase()

const actor = (roles: Actor['roles'], party?: Party): Actor => ({
  kind: 'user',
  id: '0190',
  name: 'wang',
  roles,
  party,
})

/** Which of four orders an actor sees: the very condition, run by PostgreSQL. */
async function seenBy(who: Actor): Promise<readonly string[]> {
  const condition = inScope(who, { dealer: sql`o.dealer_no`, funder: sql`o.funder_code` })
  const rows = await database.rows<{ no: string }>(sql`
    select o.no from (values ('1', 'D1', 'A'), ('2', 'D1', 'B'), ('3', 'D2', 'A'), ('4', null,
      null))
        as o (no, dealer_no, funder_code)
     where ${condition} order by o.no`)
  return rows.map(({ no }) => no)
}

const cases: readonly (readonly [who: Actor, sees: string])[] = [
  [actor(['admin']), '1234'],
  [actor(['auditor']), '1234'],
  [systemActor('timer'), '1234'],
  [partnerActor('BANK_A'), '1234'],
  [actor(['dealer'], { kind: 'dealer', code: 'D1' }), '12'],
  [actor(['dealer'], { kind: 'dealer', code: 'D3' }), ''],
  [actor(['dealer'], { kind: 'dealer', code: "D1' or true --" }), ''],
  [actor(['fund-router'], { kind: 'funder', code: 'A' }), '13'],
  [actor(['investor'], { kind: 'investor', code: 'D1' }), ''],
  [actor(['car-owner']), ''],
  [actor([]), ''],
]

test('staff sees all, a party its own, and everybody else nothing', async () => {
  for (const [who, sees] of cases) {
    assert.equal((await seenBy(who)).join(''), sees, JSON.stringify(who))
  }
})
