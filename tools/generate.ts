/**
 * `npm run generate` writes everything that can be computed: docs/generated/ and sdk/generated/.
 * generate.test.ts computes the same and fails when a file on disk is another.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { refusalTable } from '#kernel/ledger'
import { buildApp, openKernel, problems, routesOf } from '#app/app.ts'
import { modules } from '#app/modules.ts'
import { migratePlace, openPlace } from '#app/place.ts'
import { schemas } from '#app/schemas.ts'
import { fixedClock } from '#kernel/clock'
import { readConfig } from '#kernel/config'
import { httpProblems } from '#kernel/http'
import { openLog } from '#kernel/log'
import { assert, type ProblemTable } from '#kernel/problem'
import { readCatalog, type Table } from './catalog.ts'
import { documented } from './documented.ts'
import { errorsMd } from './generate-errors.ts'
import { lifecycleFiles } from './generate-lifecycles.ts'
import { schemaSql } from './generate-schema.ts'
import { sdkFiles, type OpenApi } from './generate-sdk.ts'
import { tablesMd } from './generate-tables.ts'

export const root = fileURLToPath(new URL('..', import.meta.url))
const folders = ['docs/generated', 'sdk/generated']

/** Every code with its status: the app's and those of every route. */
export const allProblems: ProblemTable = { ...problems, ...httpProblems }

export interface Sources {
  readonly tables: readonly Table[]
  readonly api: OpenApi
  readonly routes: ReturnType<typeof routesOf>
}

/** What the files are made of. The owner's URL of a migrated database; nothing is written there. */
export async function readSources(ownerUrl: string): Promise<Sources> {
  const directory = mkdtempSync(path.join(tmpdir(), 'liushui-generate-'))
  const config = readConfig({ LIUSHUI_DATA: directory, LIUSHUI_SECRET_KEY: '0'.repeat(64) })
  assert(config.ok, 'the defaults are a valid configuration')
  const kernel = await openKernel({
    config: config.value,
    clock: fixedClock('2026-01-01T00:00:00Z'),
    log: openLog('silent'),
    applicationUrl: ownerUrl,
  })
  try {
    const app = await buildApp(kernel, { applicationUrl: ownerUrl, checkAnswers: false })
    const api = await openApiOf(app)
    const tables = await readCatalog(ownerUrl, [...schemas.map(({ name }) => name), 'migration'])
    return { tables, api, routes: routesOf(kernel) }
  } finally {
    await kernel.database.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

/** The very document that the server gives at /openapi.json. */
async function openApiOf(app: FastifyInstance): Promise<OpenApi> {
  const answer = await app.inject('/openapi.json')
  await app.close()
  assert(answer.statusCode === 200, `/openapi.json answered ${answer.statusCode}`)
  return answer.json<OpenApi>()
}

/** All generated files, by their path in the repository. */
export async function generated(sources: Sources): Promise<ReadonlyMap<string, string>> {
  const { tables, api, routes } = sources
  const shipped = await Promise.all(modules.map((module) => module.shipped()))
  const definitions = shipped.flat().map(({ definition }) => definition)
  const drawings = [...lifecycleFiles(definitions)]
  const sdk = [...sdkFiles(api, allProblems)]
  return new Map([
    ['docs/generated/openapi.json', `${JSON.stringify(api, null, 2)}\n`],
    ['docs/generated/schema.sql', schemaSql(tables)],
    ['docs/generated/errors.md', errorsMd(allProblems, routes)],
    ['docs/generated/ledger-refusals.md', refusalTable()],
    ['docs/generated/tables.md', tablesMd(documented, tables)],
    ...drawings.map(([name, text]): [string, string] => [
      `docs/generated/lifecycles/${name}`,
      text,
    ]),
    ...sdk.map(([name, text]): [string, string] => [`sdk/generated/${name}`, formatted(text)]),
  ])
}

/** As oxfmt would have it; it is asked by text, because generated folders are out of its sight. */
function formatted(text: string): string {
  const program = path.join(root, 'node_modules/oxfmt/bin/oxfmt')
  const options = ['--config', path.join(root, '.oxfmtrc.json'), '--stdin-filepath=generated.ts']
  return execFileSync(process.execPath, [program, ...options], { input: text, encoding: 'utf8' })
}

/** What lies in the generated folders now. */
export function onDisk(): ReadonlyMap<string, string> {
  const names = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
  )
  return new Map(names.map((name) => [name, readFileSync(path.join(root, name), 'utf8')]))
}

async function write(): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'liushui-generate-'))
  const config = readConfig({ ...process.env, LIUSHUI_DATA: directory, DATABASE_URL: undefined })
  assert(config.ok, config.ok ? '' : config.problem.detail)
  const place = await openPlace(config.value)
  try {
    await migratePlace(place)
    const files = await generated(await readSources(place.ownerUrl))
    for (const folder of folders) rmSync(path.join(root, folder), { recursive: true, force: true })
    for (const [name, text] of files) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
      writeFileSync(path.join(root, name), text)
    }
    console.log(`${files.size} files written`)
  } finally {
    await place.leave()
    rmSync(directory, { recursive: true, force: true })
  }
}

if (import.meta.main) await write()
