/** The files that a lifecycle command is given, and the versions they describe. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import * as path from 'node:path'
import { roles } from '#kernel/auth'
import {
  definitionsOf,
  fileBytesMax,
  lint,
  readSources,
  type Definition,
  type Draft,
  type SourceFile,
} from '#kernel/lifecycle'
import { UsageError } from './usage.ts'

export const filesHelp = 'Markdown, Mermaid, CSV, .xlsx or .ods; later files amend earlier ones'

export function oneOf<T extends string>(name: string, given: string, values: readonly T[]): T {
  const found = values.find((value) => value === given)
  if (found === undefined) {
    throw new UsageError(`${name} is "${given}"; it must be ${values.join(' or ')}`)
  }
  return found
}

/** The version that is meant; the first one when none is. */
export function pick(definitions: readonly Definition[], version: string | undefined): Definition {
  const found =
    version === undefined
      ? definitions[0]
      : definitions.find((definition) => definition.version === version)
  if (found !== undefined) return found
  const known = definitions.map((definition) => definition.version).join(', ')
  throw new UsageError(`there is no version ${version ?? ''}; the files describe ${known}`)
}

export async function readFiles(
  files: readonly string[],
  machine: string | undefined,
): Promise<Draft> {
  const draft = await readSources(await Promise.all(files.map(load)), machine)
  if (!draft.ok) throw new UsageError(draft.problem.detail)
  return draft.value
}

async function load(file: string): Promise<SourceFile> {
  try {
    const bytes = await readFile(file)
    return { name: path.basename(file), bytes: bytes.subarray(0, fileBytesMax + 1) }
  } catch (problem) {
    // Which of the many reasons it is, the operating system's own word says best.
    const reason = problem instanceof Error && 'code' in problem ? String(problem.code) : 'failed'
    throw new UsageError(`${file} cannot be read (${reason}); give the path of a file`)
  }
}

export interface Imported {
  readonly definitions: readonly Definition[]
  readonly sources: readonly { readonly name: string; readonly sha256: string }[]
}

export interface Which {
  readonly machine?: string
  readonly only?: string
}

/** Files with an error are refused before anything is opened. */
export async function readChecked(files: readonly string[], options: Which): Promise<Imported> {
  const loaded = await Promise.all(files.map(load))
  const draft = await readSources(loaded, options.machine)
  if (!draft.ok) throw new UsageError(draft.problem.detail)
  const all = definitionsOf(draft.value)
  const definitions = options.only === undefined ? all : [pick(all, options.only)]
  const wanted = new Set(definitions.map(({ version }) => version))
  const error = lint(draft.value, { roles }).find(
    ({ severity, version }) => severity === 'error' && wanted.has(version),
  )
  if (error !== undefined) {
    const where = `${error.place.file}:${error.place.line}`
    throw new UsageError(`${where}: ${error.code}: ${error.message.en}; "lifecycle lint" lists all`)
  }
  const sources = loaded.map(({ name, bytes }) => ({
    name,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }))
  return { definitions, sources }
}
