/** Personal data: encrypted with a key per person, found by blind index, erased with its key. */
import { record } from '../audit/index.ts'
import type { Instant } from '../clock/index.ts'
import { sql, type Database, type Reader, type Tx } from '../db/index.ts'
import { accept, assert, refuse, type Result } from '../problem/index.ts'
import { blindIndexWith, type BlindIndex } from './blind-index.ts'
import { newKey, openBytes, sealBytes } from './cipher.ts'
import { openKeyring, SecretKeyWrong, type Keyring, type Wrapped } from './master.ts'
import { destroyKey, insertKeys, olderMaster, ownerOf, readKeys, rewrapSome } from './person-key.ts'

export interface ClearField {
  readonly personId: string
  readonly value: string
}

export interface SealedField {
  readonly personId: string
  readonly sealed: Buffer
}

/** Who asks, why, and when: what the audit row says. */
export interface SecretDeed {
  readonly actor: string
  readonly reason: string
  readonly requestId: string
  readonly at: Instant
}

export interface Unmasking extends SecretDeed, SealedField {
  /** What is shown, for the audit row: `idNumber`. */
  readonly field: string
  /** Under which the audit row is found: `order:AF…`; the person itself when left out. */
  readonly subject?: string
}

export interface Secrets {
  /** A key for each person who has none yet. Ids are unique over all kinds of persons. */
  newPersons(tx: Tx, personIds: readonly string[]): Promise<void>
  /** In order. Every person has a key, and was not erased: anything else is our own mistake. */
  encrypt(tx: Tx, fields: readonly ClearField[]): Promise<Buffer[]>
  /** In order; undefined where the person was erased. */
  decrypt(reader: Reader, fields: readonly SealedField[]): Promise<(string | undefined)[]>
  /**
   * Equal for equal values, however they are written: a phone with or without +86, digits in
   * groups or not, letters large or small. 32 bytes; it survives rotation of the master key.
   */
  blindIndex: BlindIndex
  /** Shows one field in clear and writes an audit row (`secret.unmask`) that says why. */
  unmask(tx: Tx, what: Unmasking): Promise<Result<string, 'reason_required' | 'erased'>>
  /**
   * Destroys the person's key, for ever and at once; erasing twice is erasing once. Blind indexes
   * are in their owners' tables and must be emptied there. Writes an audit row (`secret.erase`).
   */
  erase(
    tx: Tx,
    personId: string,
    deed: SecretDeed,
  ): Promise<Result<undefined, 'reason_required' | 'person_unknown'>>
  /**
   * Re-wraps every key under the newest master key, in batches; can be stopped and repeated. When
   * it is done the older master keys are not needed any more. A process that does not know the new
   * key cannot read what was rotated: give it to all of them first, as one of the keys of before.
   * Answers how many keys of persons were re-wrapped. Writes an audit row (`secret.rotate`).
   */
  rotate(deed: SecretDeed, onProgress?: (rewrapped: number) => void): Promise<number>
}

export interface SecretsOptions {
  /** Master keys, 32 bytes each: the first writes, all read. */
  readonly keys: readonly Buffer[]
  readonly database: Database
}

/** Rejects with `SecretKeyWrong` when the database was encrypted with a key that is not given. */
export async function openSecrets({ keys, database }: SecretsOptions): Promise<Secrets> {
  const keyring = openKeyring(keys)
  return {
    newPersons: (tx, personIds) => insertKeys(tx, keyring, personIds),
    encrypt: (tx, fields) => encrypt(tx, keyring, fields),
    decrypt: (reader, fields) => decrypt(reader, keyring, fields),
    blindIndex: blindIndexWith(await indexKey(database, keyring)),
    unmask: (tx, what) => unmask(tx, keyring, what),
    erase,
    rotate: (deed, onProgress) => rotate(database, keyring, deed, onProgress),
  }
}

async function encrypt(tx: Tx, keyring: Keyring, fields: readonly ClearField[]): Promise<Buffer[]> {
  const keys = await readKeys(tx, keyring, fields.map(personOf))
  return fields.map(({ personId, value }) => {
    const key = keys.get(personId)
    assert(key !== undefined, `person ${personId} has a key`)
    assert(key !== 'erased', `person ${personId} was erased and gets no more data`)
    return sealBytes(key, ownerOf(personId), Buffer.from(value))
  })
}

const personOf = ({ personId }: { readonly personId: string }): string => personId

async function decrypt(
  reader: Reader,
  keyring: Keyring,
  fields: readonly SealedField[],
): Promise<(string | undefined)[]> {
  const keys = await readKeys(reader, keyring, fields.map(personOf))
  return fields.map(({ personId, sealed }) => {
    const key = keys.get(personId)
    assert(key !== undefined, `person ${personId} has a key`)
    if (key === 'erased') return undefined
    const clear = openBytes(key, ownerOf(personId), sealed)
    assert(clear, `data of person ${personId} was changed, or belongs to somebody else`)
    return clear.toString()
  })
}

async function unmask(
  tx: Tx,
  keyring: Keyring,
  { personId, sealed, field, subject = `person:${personId}`, ...deed }: Unmasking,
): Promise<Result<string, 'reason_required' | 'erased'>> {
  if (deed.reason.trim() === '') return reasonRequired
  const [clear] = await decrypt(tx, keyring, [{ personId, sealed }])
  if (clear === undefined) {
    return refuse('erased', 'The data of this person was erased: nobody can read it any more.')
  }
  const after = { field, personId }
  await record(tx, [{ ...deed, action: 'secret.unmask', subject, after }])
  return accept(clear)
}

const reasonRequired = refuse('reason_required', 'Say why: the reason stands in the audit trail.')

async function erase(
  tx: Tx,
  personId: string,
  deed: SecretDeed,
): Promise<Result<undefined, 'reason_required' | 'person_unknown'>> {
  if (deed.reason.trim() === '') return reasonRequired
  const done = await destroyKey(tx, personId, deed.at)
  if (done === undefined) return refuse('person_unknown', `There is no person ${personId}.`)
  const subject = `person:${personId}`
  if (done === 'erased') await record(tx, [{ ...deed, action: 'secret.erase', subject }])
  return accept(undefined)
}

async function rotate(
  database: Database,
  keyring: Keyring,
  deed: SecretDeed,
  onProgress: (rewrapped: number) => void = () => undefined,
): Promise<number> {
  let rewrapped = 0
  for (;;) {
    const older = await olderMaster(database, keyring)
    if (older === undefined) break
    if (!keyring.older.includes(older)) {
      throw new SecretKeyWrong(older, [keyring.newest, ...keyring.older])
    }
    rewrapped += await rewrapSome(database, keyring)
    onProgress(rewrapped)
  }
  await rewrapIndexKey(database, keyring, deed, rewrapped)
  return rewrapped
}

const indexName = 'blind-index'

/** Made by whichever process comes first, and the same for all of them. */
async function indexKey(database: Database, keyring: Keyring): Promise<Buffer> {
  const known = await readIndexKey(database)
  if (known) return keyring.unwrap(indexName, known)
  await database.transaction(async (tx) => {
    const { wrapped, masterId } = keyring.wrap(indexName, newKey())
    await tx.run(sql`
      insert into secret.index_key (name, wrapped, master_id)
      values (${indexName}, ${wrapped}, ${masterId}) on conflict (name) do nothing`)
  })
  return await indexKey(database, keyring)
}

const readIndexKey = (reader: Reader): Promise<Wrapped | undefined> =>
  reader.row<Wrapped>(sql`
    select wrapped, master_id from secret.index_key where name = ${indexName}`)

/** Last of all: until then a start without the older master key is refused. */
function rewrapIndexKey(
  database: Database,
  keyring: Keyring,
  deed: SecretDeed,
  personKeys: number,
): Promise<void> {
  return database.transaction(async (tx) => {
    const before = await readIndexKey(tx)
    if (before && before.masterId !== keyring.newest) {
      const { wrapped, masterId } = keyring.wrap(indexName, keyring.unwrap(indexName, before))
      await tx.run(sql`
        update secret.index_key set wrapped = ${wrapped}, master_id = ${masterId}
         where name = ${indexName}`)
    }
    const after = { masterId: keyring.newest, personKeys }
    await record(tx, [{ ...deed, action: 'secret.rotate', subject: 'secret:master-key', after }])
  })
}
