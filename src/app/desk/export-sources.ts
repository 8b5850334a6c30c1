/** Everything that can be had as a file, by name, and who may have it. */
import { hasRole, type Actor } from '#kernel/auth'
import type { ExportSource, Kernel } from '#kernel/module'
import { accept, assert, refuse, type Result } from '#kernel/problem'
import { modules } from '../modules.ts'
import { deskSources } from './export-lists.ts'

export interface ExportSources {
  /** Refusals: `export_source_unknown`. */
  find(name: string): Promise<Result<ExportSource, 'export_source_unknown'>>
}

/** Lists that are known by a part of their name: every table is one. */
export interface SourceFamily {
  readonly prefix: string
  readonly find: (rest: string) => Promise<ExportSource | undefined>
}

export function sourcesOf(kernel: Kernel, families: readonly SourceFamily[] = []): ExportSources {
  const all = [
    ...deskSources(kernel),
    ...modules.flatMap((module) => module.exports?.(kernel) ?? []),
  ]
  const byName = new Map(all.map((source) => [source.name, source]))
  assert(byName.size === all.length, 'each source of exports has a name of its own')
  return {
    async find(name) {
      const family = families.find(({ prefix }) => name.startsWith(prefix))
      const found = family ? await family.find(name.slice(family.prefix.length)) : byName.get(name)
      if (found) return accept(found)
      return refuse('export_source_unknown', `There is no list ${name.slice(0, 100)} to export.`)
    },
  }
}

/** The same question as before the list's own route. */
export function mayExport(
  actor: Actor,
  { access, tag }: Pick<ExportSource, 'access' | 'tag'>,
): Result<undefined, 'actor_not_allowed'> {
  const scope = `${tag}:read`
  if (actor.scopes && !actor.scopes.includes(scope)) {
    return refuse('actor_not_allowed', `This API key has no scope ${scope}.`, { scope })
  }
  if (access === 'public' || access === 'signed-in') return accept(undefined)
  if (hasRole(actor, [...access, 'auditor'])) return accept(undefined)
  return refuse('actor_not_allowed', `This needs one of the roles ${access.join(', ')}.`, {
    roles: access,
  })
}
