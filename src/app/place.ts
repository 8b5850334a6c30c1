/** Where the data lives: the embedded PostgreSQL, or the one that DATABASE_URL names. */
import * as path from 'node:path'
import type { Config } from '#kernel/config'
import { applicationRole, migrate, provision, roleOf, startCluster } from '#kernel/db'
import { migrateQueue } from '#kernel/jobs'
import { schemas } from './schemas.ts'

export interface Place {
  readonly ownerUrl: string
  readonly applicationUrl: string
  readonly embedded: boolean
  /** Ends the embedded server, also one that a killed process left behind. */
  stop(): Promise<void>
  /**
   * Ends the embedded server unless it was running before: for a command beside a running house.
   */
  leave(): Promise<void>
}

export async function openPlace(config: Config): Promise<Place> {
  if (config.databaseUrl !== undefined) {
    return {
      ownerUrl: config.databaseUrl,
      applicationUrl: config.databaseAppUrl ?? config.databaseUrl,
      embedded: false,
      stop: async () => undefined,
      leave: async () => undefined,
    }
  }
  const directory = path.join(config.dataDirectory, 'postgres')
  const cluster = await startCluster({ directory, durable: true })
  const urls = await provision(cluster, directory)
  return {
    ...urls,
    embedded: true,
    stop: () => cluster.stop(),
    leave: async () => {
      if (!cluster.joined) await cluster.stop()
    },
  }
}

/** Brings the schema up to date; answers what was applied. */
export async function migratePlace(place: Place): Promise<readonly string[]> {
  const role = place.embedded ? applicationRole : await roleOf(place.applicationUrl)
  const applied = await migrate({ ownerUrl: place.ownerUrl, applicationRole: role, schemas })
  await migrateQueue(place.ownerUrl, role)
  return applied
}
