/**
 * Master keys: where they come from, and wrapping other keys with them. They encrypt keys only,
 * never data, so a new one means re-wrapping one short row for each person.
 */
import { createHmac, hkdfSync, randomUUID } from 'node:crypto'
import * as fs from 'node:fs'
import * as path from 'node:path'
import type { Config } from '../config/index.ts'
import { assert } from '../problem/index.ts'
import { keyBytes, newKey, openBytes, sealBytes } from './cipher.ts'

/**
 * The first writes, all read. From LIUSHUI_SECRET_KEY and LIUSHUI_SECRET_KEYS_BEFORE; without the
 * former, from `secret.key` in the data folder, which is made when it is missing (mode 600). The
 * file's key stays readable when the environment names another.
 */
export function masterKeys(
  config: Pick<Config, 'dataDirectory' | 'secretKey' | 'secretKeysBefore'>,
): readonly Buffer[] {
  const file = path.join(config.dataDirectory, 'secret.key')
  if (config.secretKey === undefined) makeKeyFile(file)
  const inFile = fs.existsSync(file) ? [fs.readFileSync(file, 'utf8').trim()] : []
  const given = config.secretKey === undefined ? [] : [config.secretKey]
  const first = given.length > 0 ? given : inFile
  const all = new Set(
    [...first, ...config.secretKeysBefore, ...inFile].map((key) => key.toLowerCase()),
  )
  return [...all].map((hex) => keyFrom(hex, file))
}

/** Two processes that start together: the first to link its file decides. */
function makeKeyFile(file: string): void {
  if (fs.existsSync(file)) return
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const own = `${file}.${randomUUID()}`
  fs.writeFileSync(own, `${newKey().toString('hex')}\n`, { mode: 0o600, flush: true })
  try {
    fs.linkSync(own, file)
  } catch (problem) {
    // The other process was faster, and its key is the key; anything else is a broken disk.
    if (!fs.existsSync(file)) throw problem
  } finally {
    fs.rmSync(own)
  }
}

function keyFrom(hex: string, file: string): Buffer {
  assert(/^[0-9a-f]{64}$/u.test(hex), `${file} must hold one key: 64 digits 0-9 a-f`)
  return Buffer.from(hex, 'hex')
}

export interface Wrapped {
  readonly wrapped: Buffer
  /** Fingerprint of the master key that wrapped it. */
  readonly masterId: string
}

/** The database was encrypted with a master key that is not among those given. */
export class SecretKeyWrong extends Error {
  override readonly name = 'SecretKeyWrong'

  constructor(id: string, given: readonly string[]) {
    super(
      `personal data was encrypted with master key ${id}, but the keys given are ` +
        `${given.join(', ')}: set LIUSHUI_SECRET_KEY to the right one (or restore secret.key in ` +
        `the data folder), or add it to LIUSHUI_SECRET_KEYS_BEFORE`,
    )
  }
}

export interface Keyring {
  /** Fingerprint of the key that writes. */
  readonly newest: string
  readonly older: readonly string[]
  wrap(owner: string, key: Buffer): Wrapped
  /** Throws `SecretKeyWrong` when the master key is missing. */
  unwrap(owner: string, wrapped: Wrapped): Buffer
}

export function openKeyring(keys: readonly Buffer[]): Keyring {
  assert(keys.length > 0, 'there is a master key')
  assert(
    keys.every((key) => key.length === keyBytes),
    `a master key has ${keyBytes} bytes`,
  )
  const masters = new Map(keys.map((key) => [fingerprint(key), wrappingKey(key)]))
  const [newest = '', ...older] = masters.keys()
  const masterOf = (id: string): Buffer => {
    const master = masters.get(id)
    if (master === undefined) throw new SecretKeyWrong(id, [...masters.keys()])
    return master
  }
  return {
    newest,
    older,
    wrap: (owner, key) => ({ wrapped: sealBytes(masterOf(newest), owner, key), masterId: newest }),
    unwrap(owner, { wrapped, masterId }) {
      const key = openBytes(masterOf(masterId), owner, wrapped)
      assert(key, `the key of ${owner} was changed in the database, or belongs to somebody else`)
      return key
    },
  }
}

/** Says which key it is and nothing about it. */
const fingerprint = (key: Buffer): string =>
  createHmac('sha256', key).update('liushui master key').digest('hex').slice(0, 12)

const wrappingKey = (key: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', 'liushui wrap', keyBytes))
