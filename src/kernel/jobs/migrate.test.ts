import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applicationRole, sql } from '#kernel/db'
import { testDatabase } from '#test/database'
import { migrateQueue } from './index.ts'

test('the application may work with the queue, and a second migration changes nothing', async () => {
  const { database, ownerUrl } = await testDatabase()
  await migrateQueue(ownerUrl, applicationRole)
  await database.transaction(async (tx) => {
    await tx.run(sql`select graphile_worker.add_job('test.anything', '{}'::json)`)
  })
  const jobs = await database.rows<{ task: string }>(
    sql`select task_identifier as task from graphile_worker.jobs`,
  )
  assert.deepEqual(jobs, [{ task: 'test.anything' }])
})
