/** The chain of rounds: each covers its seals and the round before it. */
import type { Instant } from '../clock/index.ts'
import { sql, type Reader } from '../db/index.ts'
import { nothingBefore, roundDigest } from './chain.ts'
import { fault, type AuditFault } from './fault.ts'
import type { AuditHead } from './seal.ts'

export interface Rounds {
  /** The chain itself is broken: without it nothing says which entries belong together. */
  readonly broken?: AuditFault
  /** Rounds whose seals are not those that were sealed; the buckets tell more. */
  readonly altered: ReadonlyMap<bigint, AuditFault>
  /** Entries of older transactions have a seal. */
  readonly sealedUpTo: bigint
}

interface RoundRow {
  readonly round: bigint
  readonly at: Instant
  readonly fromXid: string
  readonly toXid: string
  readonly previous: Buffer
  readonly digest: Buffer
}

interface SealRow {
  readonly bucket: number
  readonly round: bigint
  readonly digest: Buffer
}

type Link = Pick<RoundRow, 'round' | 'toXid' | 'digest'>

const roundsAtOnce = 500

export async function verifyRounds(
  reader: Reader,
  head: AuditHead | undefined,
  tell: (rounds: number) => void,
): Promise<Rounds> {
  const altered = new Map<bigint, AuditFault>()
  let last: Link = { round: 0n, toXid: '0', digest: nothingBefore }
  let headSeen = head === undefined
  for (;;) {
    const rounds = await roundsAfter(reader, last.round)
    const seals = await sealsOf(reader, rounds)
    for (const round of rounds) {
      const broken = link(last, round)
      if (broken) return { broken, altered, sealedUpTo: 0n }
      if (!roundDigest({ ...round, seals: seals.get(round.round) ?? [] }).equals(round.digest)) {
        altered.set(round.round, roundAltered(round.round))
      }
      headSeen ||= isHead(round, head)
      last = round
    }
    tell(rounds.length)
    if (rounds.length < roundsAtOnce) break
  }
  const broken = (await sealWithoutRound(reader, last.round)) ?? (headSeen ? undefined : cut(head))
  return { ...(broken ? { broken } : {}), altered, sealedUpTo: BigInt(last.toXid) }
}

function link(last: Link, { round, fromXid, previous }: RoundRow): AuditFault | undefined {
  if (round !== last.round + 1n) {
    return fault('round_missing', `round ${last.round + 1n}`, 'It was removed.')
  }
  if (previous.equals(last.digest) && fromXid === last.toXid) return undefined
  return fault(
    'round_changed',
    `round ${round}`,
    `It does not follow round ${last.round}: one of the two was changed.`,
  )
}

const roundAltered = (round: bigint): AuditFault =>
  fault('round_changed', `round ${round}`, 'It or one of its seals was changed or removed.')

const isHead = (round: RoundRow, head: AuditHead | undefined): boolean =>
  round.round === head?.round && round.digest.toString('hex') === head.digest

const cut = (head: AuditHead | undefined): AuditFault =>
  fault(
    'round_missing',
    `round ${head?.round}`,
    `The trail has no such round with the digest ${head?.digest} that was noted down: its end ` +
      `was cut off or made anew.`,
  )

const roundsAfter = (reader: Reader, after: bigint): Promise<RoundRow[]> =>
  reader.rows<RoundRow>(sql`
    select round, at, from_xid::text as from_xid, to_xid::text as to_xid, previous, digest
      from audit.round where round > ${after} order by round limit ${roundsAtOnce}`)

async function sealsOf(
  reader: Reader,
  rounds: readonly RoundRow[],
): Promise<ReadonlyMap<bigint, SealRow[]>> {
  const seals = await reader.rows<SealRow>(sql`
    select bucket, round, digest from audit.seal
     where round = any(${rounds.map(({ round }) => round)}::bigint[])`)
  return Map.groupBy(seals, ({ round }) => round)
}

async function sealWithoutRound(reader: Reader, last: bigint): Promise<AuditFault | undefined> {
  const orphan = await reader.row<{ round: bigint }>(sql`
    select round from audit.seal where round > ${last} order by round limit 1`)
  return orphan && fault('round_missing', `round ${orphan.round}`, 'Its seals are still there.')
}
