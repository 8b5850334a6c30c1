/** Files on disk: `ab/abcdef…`, written elsewhere first and moved there whole. */
import { createReadStream } from 'node:fs'
import { access, mkdir, open, rename, rm, unlink } from 'node:fs/promises'
import * as path from 'node:path'
import { once } from 'node:events'
import type { FileStore } from './store.ts'

export function diskStore(directory: string): FileStore {
  const folderOf = (sha256: string): string => path.join(directory, sha256.slice(0, 2))
  const placeOf = (sha256: string): string => path.join(folderOf(sha256), sha256)
  return {
    // The same file system: only there is a move atomic.
    spoolDirectory: path.join(directory, 'incoming'),
    keep: async (sha256, spooled) => {
      if (await exists(placeOf(sha256))) {
        await unlink(spooled)
        return
      }
      await mkdir(folderOf(sha256), { recursive: true, mode: 0o700 })
      await rename(spooled, placeOf(sha256))
      // The name, too, must be on the disk before anybody is told that the file is kept.
      await sync(folderOf(sha256))
      await sync(directory)
    },
    open: async (sha256) => {
      const stream = createReadStream(placeOf(sha256))
      try {
        await once(stream, 'open')
        return stream
      } catch (problem) {
        // Only a file that is not there is an answer; a disk that fails is not.
        if (problem instanceof Error && Reflect.get(problem, 'code') === 'ENOENT') return undefined
        throw problem
      }
    },
    remove: (sha256) => rm(placeOf(sha256), { force: true }),
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch {
    // The only question is whether it is there.
    return false
  }
}

async function sync(folder: string): Promise<void> {
  const opened = await open(folder, 'r')
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}
