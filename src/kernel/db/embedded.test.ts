import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { after, test } from 'node:test'
import { openDatabase, provision, sql, startCluster, unprotectedTables } from './index.ts'

const directory = mkdtempSync(`${tmpdir()}/liushui-embedded-`)
after(() => rmSync(directory, { recursive: true, force: true }))

test('a cluster starts from nothing, serves two roles, survives kill -9 and stops', async () => {
  const cluster = await startCluster({ directory, durable: true })
  const { ownerUrl, applicationUrl } = await provision(cluster, directory)
  const options = { connectionsMax: 2, statementTimeoutMs: 5_000, applicationName: 'test' }
  const owner = openDatabase(ownerUrl, options)
  const application = openDatabase(applicationUrl, options)
  await owner.transaction(async (tx) => {
    await tx.run(sql`create schema kept`)
    await tx.run(sql`create table kept.row (id integer not null)`)
    await tx.run(sql`insert into kept.row values (1)`)
  })
  await assert.rejects(application.rows(sql`select id from kept.row`), { code: '42501' })

  const killed = cluster.pid()
  process.kill(killed, 'SIGKILL')
  await new Promise((resolve) => setTimeout(resolve, 100))
  assert.deepEqual(await untilAnswered(() => owner.rows(sql`select id from kept.row`)), [{ id: 1 }])
  assert.notEqual(cluster.pid(), killed)

  const beside = await startCluster({ directory, durable: true })
  assert.equal(beside.joined, true)
  assert.equal(beside.port, cluster.port)

  await Promise.all([owner.close(), application.close()])
  await cluster.stop()
  assert.equal(existsSync(path.join(directory, 'data', 'postmaster.pid')), false)
})

test('a stale pid file of another program neither stops the start nor the program', async () => {
  writeFileSync(
    path.join(directory, 'data', 'postmaster.pid'),
    [process.pid, directory, 1_700_000_000, 1, '', '127.0.0.1', '0 0', 'ready   '].join('\n'),
  )
  const cluster = await startCluster({ directory, durable: true })
  assert.equal(cluster.joined, false)
  const urls = await provision(cluster, directory)
  assert.deepEqual(await unprotectedTables(urls.applicationUrl, []), [])
  await cluster.stop()
})

test('an interrupted first start leaves nothing in the way of the next', async () => {
  const other = mkdtempSync(`${tmpdir()}/liushui-embedded-`)
  after(() => rmSync(other, { recursive: true, force: true }))
  writeFileSync(path.join(other, 'superuser'), 'half\n')
  writeFileSync(path.join(other, 'data.new'), 'half')
  const cluster = await startCluster({ directory: other, durable: false })
  await cluster.stop()
  assert.equal(existsSync(path.join(other, 'data.new')), false)
})

async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask()
    } catch (problem) {
      if (tries > 100) throw problem
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
