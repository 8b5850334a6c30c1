import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { accessSync, chmodSync, chownSync, constants, mkdirSync, statSync } from 'node:fs'
import * as path from 'node:path'
import { test } from 'node:test'
import {
  liushui,
  newFolder,
  newPlace,
  nothingLeft,
  program,
  refused,
  run,
  type Running,
} from './program.ts'

const isRoot = process.getuid?.() === 0
const nobody = 65_534
const drop = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--']
const asNobody = [...drop, process.execPath, program]
const [dropping, ...dropped] = [...drop, process.execPath, '--check', program]
const drops = spawnSync(dropping, dropped)
const needsRoot = isRoot ? false : 'only root can show this'
const needsNobody = drops.status === 0 ? needsRoot : 'no setpriv here, or nobody may not read this'

async function runsAndStops(house: Running): Promise<void> {
  await house.says(/Ctrl-C stops everything/u)
  process.kill(house.pid, 'SIGTERM')
  assert.equal(await house.ended, 0, house.err())
}

test('root starts it in a folder that only root may enter', { skip: needsRoot }, async () => {
  const outer = newFolder()
  chmodSync(outer, 0o700)
  const inner = path.join(outer, 'inner')
  mkdirSync(inner, { mode: 0o700 })
  const place = await newPlace({ LIUSHUI_DATA: path.join(inner, 'data') })
  await runsAndStops(liushui(['start'], place.environment))
  await runsAndStops(liushui(['start'], place.environment))
  await nothingLeft({ ...place, directory: inner })
  for (const file of ['superuser', 'roles.json']) {
    const { mode } = statSync(path.join(inner, 'data/postgres', file))
    assert.equal(mode & 0o077, 0, `${file} is for its owner alone`)
  }
})

test('an ordinary user starts it', { skip: needsNobody }, async () => {
  const folder = newFolder()
  chownSync(folder, nobody, nobody)
  const place = await newPlace({ LIUSHUI_DATA: path.join(folder, 'data'), HOME: folder })
  await runsAndStops(run([...asNobody, 'start', '--demo'], place.environment))
  const proof = run([...asNobody, 'verify'], place.environment)
  assert.equal(await proof.ended, 0, proof.err())
  await nothingLeft({ ...place, directory: folder })
  assert.equal(statSync(path.join(folder, 'data/postgres/data')).uid, nobody)
})

test('who may not write into the folder is told so', { skip: needsNobody }, async () => {
  const folder = newFolder()
  chmodSync(folder, 0o755)
  accessSync(folder, constants.R_OK)
  const place = await newPlace({ LIUSHUI_DATA: path.join(folder, 'data') })
  await refused(run([...asNobody, 'start'], place.environment), /LIUSHUI_DATA must be a folder/u)
})
