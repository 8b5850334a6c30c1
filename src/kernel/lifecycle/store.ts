/** Definitions at rest: drafts, publications and retirements, none of which is ever changed. */
import { sql, type Database, type Reader, type Sql, type Tx } from '../db/index.ts'
import type { Instant } from '../clock/index.ts'
import { accept, assert, refuse, type Result } from '../problem/index.ts'
import { hash, type Definition } from './definition.ts'
import { lintDefinition } from './lint.ts'

/** Which file a definition was read from, and what that file was. */
export interface SourceDigest {
  readonly name: string
  readonly sha256: string
}

export interface StoredDefinition {
  readonly machine: string
  readonly version: string
  readonly hash: string
  readonly state: 'draft' | 'published' | 'retired'
  /** It was published for new orders; a later one or its retirement may have ended that. */
  readonly takesNewOrders: boolean
  /** New orders are born with it now: one version of a machine at most. */
  readonly current: boolean
  readonly sources: readonly SourceDigest[]
  readonly createdBy: string
  readonly createdAt: Instant
  readonly proposedBy: string | null
  readonly publishedBy: string | null
  readonly publishedAt: Instant | null
  readonly retiredBy: string | null
  readonly retiredAt: Instant | null
}

export interface DraftToSave {
  readonly definition: Definition
  readonly sources: readonly SourceDigest[]
  readonly by: string
}

/**
 * Saves a draft, by its content; saving the same twice changes nothing. Answers its hash.
 * Refusal: `definition_has_errors`, naming the first.
 */
export async function saveDraft(
  tx: Tx,
  { definition, sources, by }: DraftToSave,
  now: Instant,
): Promise<Result<string, 'definition_has_errors'>> {
  const error = lintDefinition(definition).find(({ severity }) => severity === 'error')
  if (error !== undefined) {
    return refuse('definition_has_errors', `${error.code}: ${error.message.en}`, {
      finding: error.code,
      subject: error.subject,
    })
  }
  const { machine, version } = definition
  const digest = hash(definition)
  await tx.run(sql`
    insert into lifecycle.definition
      (machine, version, hash, body, sources, created_by, created_at)
    values (${machine}, ${version}, ${digest}, ${JSON.stringify(definition)}::jsonb,
            ${JSON.stringify(sources)}::jsonb, ${by}, ${now})
    on conflict (machine, version, hash) do nothing`)
  return accept(digest)
}

export interface Publication {
  readonly machine: string
  readonly version: string
  readonly hash: string
  /** From now on new orders are born with this version. */
  readonly takesNewOrders: boolean
  readonly maker: string
  readonly checker: string
}

export type PublishRefusal = 'same_person' | 'definition_not_found' | 'definition_published'

/**
 * Publishes a draft. It can never be changed or published again; running orders keep the version
 * they were born with. Refusals: `same_person` (the checker must be another than the maker),
 * `definition_not_found`, `definition_published` (the version exists: publish under a new one).
 */
export async function publish(
  tx: Tx,
  publication: Publication,
  now: Instant,
): Promise<Result<Publication, PublishRefusal>> {
  const { machine, version, maker, checker } = publication
  if (maker === checker) {
    return refuse('same_person', 'who publishes a lifecycle must be another than who proposed it')
  }
  const draft = await tx.row<{ hash: string }>(sql`
    select hash from lifecycle.definition
     where machine = ${machine} and version = ${version} and hash = ${publication.hash}`)
  if (draft === undefined) {
    const what = `${machine} version ${version} has no draft ${publication.hash.slice(0, 12)}`
    return refuse('definition_not_found', `${what}; import it first`)
  }
  const written = await tx.run(sql`
    insert into lifecycle.publication
      (machine, version, hash, takes_new_orders, maker, checker, published_at)
    values (${machine}, ${version}, ${publication.hash}, ${publication.takesNewOrders}, ${maker},
            ${checker}, ${now})
    on conflict (machine, version) do nothing`)
  if (written === 1) return accept(publication)
  const what = `${machine} version ${version} is published already`
  return refuse('definition_published', `${what}; publish under a new version`)
}

/** Whether exactly this content is what was published under this version. */
export async function isPublished(
  reader: Reader,
  wanted: { readonly machine: string; readonly version: string; readonly hash: string },
): Promise<boolean> {
  const row = await reader.row(sql`
    select hash from lifecycle.publication
     where machine = ${wanted.machine} and version = ${wanted.version}
       and hash = ${wanted.hash}`)
  return row !== undefined
}

/** A retired version takes no new orders. Refusal: `definition_not_found` when not published. */
export async function retire(
  tx: Tx,
  { machine, version, by }: { machine: string; version: string; by: string },
  now: Instant,
): Promise<Result<null, 'definition_not_found'>> {
  const found = await tx.row(sql`
    select version from lifecycle.publication where machine = ${machine} and version = ${version}`)
  if (found === undefined) {
    return refuse('definition_not_found', `${machine} version ${version} is not published`)
  }
  await tx.run(sql`
    insert into lifecycle.retirement (machine, version, retired_by, retired_at)
    values (${machine}, ${version}, ${by}, ${now})
    on conflict (machine, version) do nothing`)
  return accept(null)
}

/** The version with which new orders of a machine are born: the latest that takes them. */
const bornWith = (machine: Sql): Sql => sql`
  select b.version
    from lifecycle.publication as b
   where b.machine = ${machine} and b.takes_new_orders
     and not exists (
           select 1 from lifecycle.retirement as e
            where e.machine = b.machine and e.version = b.version)
   order by b.published_at desc, b.version desc
   limit 1`

/** Everything that is stored of a machine (or of all), newest first; at most 500. */
export async function listDefinitions(
  reader: Reader,
  machine?: string,
): Promise<readonly StoredDefinition[]> {
  return await reader.rows<StoredDefinition>(sql`
    select d.machine, d.version, d.hash, d.sources, d.created_by, d.created_at,
           case when p.hash is null then 'draft' when r.version is null then 'published'
                else 'retired' end as state,
           coalesce(p.takes_new_orders, false) as takes_new_orders,
           coalesce(p.version = (${bornWith(sql`d.machine`)}), false) as current,
           p.maker as proposed_by, p.checker as published_by, p.published_at,
           r.retired_by, r.retired_at
      from lifecycle.definition as d
      left join lifecycle.publication as p
        on p.machine = d.machine and p.version = d.version and p.hash = d.hash
      left join lifecycle.retirement as r on r.machine = p.machine and r.version = p.version
     where ${machine ?? null}::text is null or d.machine = ${machine ?? null}
     order by d.created_at desc, d.machine, d.version, d.hash
     limit 500`)
}

/** The definition with this hash, draft or published. */
export async function readDefinition(
  reader: Reader,
  wanted: { readonly machine: string; readonly version: string; readonly hash: string },
): Promise<Definition | undefined> {
  const row = await reader.row<{ body: unknown }>(sql`
    select body from lifecycle.definition
     where machine = ${wanted.machine} and version = ${wanted.version}
       and hash = ${wanted.hash}`)
  return row === undefined ? undefined : decode(row.body, wanted.hash)
}

/** What we wrote ourselves; the hash proves that nobody changed it since. */
function decode(body: unknown, digest: string): Definition {
  const definition = body as Definition
  assert(hash(definition) === digest, `definition ${digest} is not what was stored`)
  return definition
}

/** Published definitions, remembered for ever: they never change. */
export interface Definitions {
  /** The version that an order keeps. It was published: orders are born with no other. */
  pinned(reader: Reader, machine: string, version: string): Promise<Definition>
  /** The same, or undefined where nobody published it. */
  find(reader: Reader, machine: string, version: string): Promise<Definition | undefined>
  /** The version with which new orders are born. Refusal: `definition_not_found`. */
  current(reader: Reader, machine: string): Promise<Result<Definition, 'definition_not_found'>>
}

function openDefinitions(): Definitions {
  const known = new Map<string, Definition>()

  async function find(reader: Reader, machine: string, version: string) {
    const key = `${machine} ${version}`
    const before = known.get(key)
    if (before !== undefined) return before
    const row = await reader.row<{ body: unknown; hash: string }>(sql`
      select d.body, d.hash
        from lifecycle.publication as p
        join lifecycle.definition as d
          on d.machine = p.machine and d.version = p.version and d.hash = p.hash
       where p.machine = ${machine} and p.version = ${version}`)
    if (row === undefined) return undefined
    const definition = decode(row.body, row.hash)
    known.set(key, definition)
    return definition
  }

  async function pinned(reader: Reader, machine: string, version: string): Promise<Definition> {
    const found = await find(reader, machine, version)
    assert(found, `${machine} version ${version} is published`)
    return found
  }

  async function current(reader: Reader, machine: string) {
    const row = await reader.row<{ version: string }>(sql`${bornWith(sql`${machine}::text`)}`)
    if (row === undefined) {
      return refuse('definition_not_found', `no version of ${machine} takes new orders`)
    }
    return accept(await pinned(reader, machine, row.version))
  }

  return { pinned, find, current }
}

const opened = new WeakMap<Database, Definitions>()

/** The one memory of a database's definitions in this process. */
export function definitionsIn(database: Database): Definitions {
  const before = opened.get(database)
  if (before !== undefined) return before
  const definitions = openDefinitions()
  opened.set(database, definitions)
  return definitions
}
