/** Files in S3, MinIO or OSS: the object's key is the hash, `ab/abcdef…` as on disk. */
import { readFile, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import type { S3Config } from '../config/index.ts'
import type { FileStore } from './store.ts'

const attemptsMax = 3

export function s3Store(config: S3Config): FileStore {
  const client = new S3Client({
    endpoint: config.endpoint,
    region: config.region,
    credentials: config,
    maxAttempts: attemptsMax,
    // OSS takes the bucket as a host name only; everybody else takes it in the path as well.
    forcePathStyle: !new URL(config.endpoint).hostname.endsWith('.aliyuncs.com'),
    // The newer trailing checksums are unknown to most servers that are not Amazon's. The body is
    // signed with its SHA-256 as it is.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const objectOf = (sha256: string) => ({
    Bucket: config.bucket,
    Key: `${sha256.slice(0, 2)}/${sha256}`,
  })
  return {
    // Each user has one of its own: the folder of another may not even be looked into.
    spoolDirectory: path.join(tmpdir(), `liushui-incoming-${process.getuid?.() ?? 0}`),
    keep: async (sha256, spooled) => {
      const there = await orMissing(client.send(new HeadObjectCommand(objectOf(sha256))))
      if (there === undefined) {
        // In memory, because a stream that was half sent cannot be sent again.
        const body = await readFile(spooled)
        await client.send(new PutObjectCommand({ ...objectOf(sha256), Body: body }))
      }
      await unlink(spooled)
    },
    open: async (sha256) => {
      const found = await orMissing(client.send(new GetObjectCommand(objectOf(sha256))))
      return found?.Body instanceof Readable ? found.Body : undefined
    },
    remove: async (sha256) => {
      await client.send(new DeleteObjectCommand(objectOf(sha256)))
    },
  }
}

const missingNames = new Set(['NoSuchKey', 'NotFound'])

async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (problem) {
    // A missing object is an answer; a refused key or a bucket that does not exist is not.
    if (problem instanceof Error && missingNames.has(problem.name)) return undefined
    throw problem
  }
}
