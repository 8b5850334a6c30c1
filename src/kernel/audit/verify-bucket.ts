/** The entries of one bucket against its seals, side by side in the order of transactions. */
import { sql, type Reader } from '../db/index.ts'
import { nothingBefore, sealDigest, sha256, type SealContent } from './chain.ts'
import { digestOf, type StoredEntry } from './entry.ts'
import { fault, type AuditFault } from './fault.ts'
import type { Rounds } from './verify-rounds.ts'

interface EntryRow extends StoredEntry {
  readonly digest: Buffer
  readonly xid: string
}

interface Seal extends Omit<SealContent, 'entriesDigest'> {
  readonly digest: Buffer
  readonly fromXid: bigint
  readonly toXid: bigint
}

const entriesAtOnce = 2_000
const sealsAtOnce = 500

/** The first fault of the bucket, or none. `tell` hears of entries as they are read. */
export async function verifyBucket(
  reader: Reader,
  bucket: number,
  rounds: Rounds,
  tell: (entries: number) => void,
): Promise<AuditFault | undefined> {
  const walk = walkAlong(sealsOf(reader, bucket), rounds)
  for await (const page of entriesOf(reader, bucket)) {
    for (const entry of page) {
      const found = (await walk.meet(entry)) ?? changed(entry)
      if (found) return found
    }
    tell(page.length)
  }
  return await walk.end()
}

const changed = (entry: EntryRow): AuditFault | undefined =>
  digestOf(entry).equals(entry.digest)
    ? undefined
    : fault('entry_changed', `entry ${entry.id}`, 'It does not say what it said when written.')

interface Walk {
  /** Entries come in the order in which the seals counted them. */
  meet(entry: EntryRow): Promise<AuditFault | undefined>
  end(): Promise<AuditFault | undefined>
}

function walkAlong(seals: AsyncGenerator<Seal>, rounds: Rounds): Walk {
  let open: Seal | undefined
  let started = false
  let previous = nothingBefore
  let counted = nothingCounted()

  async function next(): Promise<void> {
    const step = await seals.next()
    open = step.done === true ? undefined : step.value
    counted = nothingCounted()
  }

  /** Closes seals until the one that may cover transaction `xid`; all of them without one. */
  async function closeBefore(xid: bigint | undefined): Promise<AuditFault | undefined> {
    if (!started) await next()
    started = true
    while (open && (xid === undefined || xid >= open.toXid)) {
      const found = misfit(
        open,
        { ...counted, entriesDigest: counted.content.digest(), previous },
        rounds,
      )
      if (found) return found
      previous = open.digest
      await next()
    }
    return undefined
  }

  return {
    async meet(entry) {
      const xid = BigInt(entry.xid)
      const found = await closeBefore(xid)
      if (found) return found
      if (open && xid >= open.fromXid) {
        counted.content.update(entry.digest)
        counted.entries += 1n
        if (counted.firstId === '' || entry.id < counted.firstId) counted.firstId = entry.id
        if (entry.id > counted.lastId) counted.lastId = entry.id
        return undefined
      }
      return xid < rounds.sealedUpTo ? unsealed(entry, rounds) : undefined
    },
    end: () => closeBefore(undefined),
  }
}

const nothingCounted = () => ({ content: sha256(), entries: 0n, firstId: '', lastId: '' })

type Counted = Pick<SealContent, 'entries' | 'firstId' | 'lastId' | 'entriesDigest' | 'previous'>

/** How a seal and what lies under it do not fit together. */
function misfit(seal: Seal, counted: Counted, rounds: Rounds): AuditFault | undefined {
  const subject = `seal ${seal.bucket}/${seal.round}`
  const span = `entries ${seal.firstId} to ${seal.lastId}`
  if (!seal.previous.equals(counted.previous)) {
    return fault('seal_missing', subject, 'The seal before it was changed or removed.')
  }
  const asSealed = sealDigest({ ...seal, ...counted }).equals(seal.digest)
  const { entries, firstId, lastId } = counted
  if (asSealed && entries === seal.entries && firstId === seal.firstId && lastId === seal.lastId) {
    return undefined
  }
  // Entries that fit the digest, or a digest that its round does not know: it is the seal's fault.
  if (asSealed || rounds.altered.has(seal.round)) {
    return fault('seal_changed', subject, `It or one of its ${span} was changed.`)
  }
  if (entries === seal.entries) {
    return fault('entry_changed', subject, `One of its ${span} was replaced, digest and all.`)
  }
  const kind = entries < seal.entries ? 'entry_missing' : 'entry_inserted'
  const detail = `It covers ${seal.entries} entries (${span}); ${entries} are there.`
  return fault(kind, subject, detail)
}

/** Its transaction is older than the newest round, and yet no seal covers it. */
function unsealed(entry: EntryRow, rounds: Rounds): AuditFault {
  const subject = `entry ${entry.id}`
  return rounds.altered.size === 0
    ? fault(
        'entry_inserted',
        subject,
        'It was put in behind a seal, as if it had always been there.',
      )
    : fault('seal_missing', subject, 'The seal that covered it was removed.')
}

async function* entriesOf(reader: Reader, bucket: number): AsyncGenerator<readonly EntryRow[]> {
  let after = { xid: '0', id: '00000000-0000-0000-0000-000000000000' }
  for (;;) {
    const page: readonly EntryRow[] = await reader.rows<EntryRow>(sql`
      select bucket, id, at, actor, action, subject, before::text as before, after::text as after,
             reason, request_id, digest, written_by::text as xid
        from audit.entry
       where bucket = ${bucket}
         and (written_by, id) > (${after.xid}::xid8, ${after.id}::uuid)
       order by written_by, id limit ${entriesAtOnce}`)
    yield page
    const last = page.at(-1)
    if (last === undefined || page.length < entriesAtOnce) return
    after = last
  }
}

interface SealRow extends Omit<Seal, 'fromXid' | 'toXid'> {
  readonly fromXid: string
  readonly toXid: string
}

async function* sealsOf(reader: Reader, bucket: number): AsyncGenerator<Seal> {
  let after = 0n
  for (;;) {
    const page: readonly SealRow[] = await reader.rows<SealRow>(sql`
      select s.bucket, s.round, s.first_id, s.last_id, s.entries, s.previous, s.digest,
             r.from_xid::text as from_xid, r.to_xid::text as to_xid
        from audit.seal as s join audit.round as r on r.round = s.round
       where s.bucket = ${bucket} and s.round > ${after}
       order by s.round limit ${sealsAtOnce}`)
    for (const row of page) {
      yield { ...row, fromXid: BigInt(row.fromXid), toXid: BigInt(row.toXid) }
    }
    const last = page.at(-1)
    if (last === undefined || page.length < sealsAtOnce) return
    after = last.round
  }
}
