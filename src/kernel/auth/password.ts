/** Passwords: argon2id, kept as a PHC string so that its cost can be raised later. */
import { argon2, randomBytes, randomInt, timingSafeEqual, type Argon2Parameters } from 'node:crypto'
import { promisify } from 'node:util'
import { assert, refuse, type Refused } from '../problem/index.ts'

export const passwordLengthMin = 8
export const passwordLengthMax = 128
const differentCharactersMin = 4

/** OWASP's least cost for argon2id: 30 ms on the two-core machine, 19 MB while it runs. */
const memoryKiB = 19_456
const passes = 2
const parallelism = 1
const saltBytes = 16
const hashBytes = 32

const derive = promisify(argon2)

interface Cost {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

const cost: Cost = { memory: memoryKiB, passes, parallelism }

/** Why this cannot be the password of `username`, or undefined when it can. */
export function passwordFault(
  password: string,
  username: string,
): Refused<'password_too_weak'> | undefined {
  const fault = (detail: string) => refuse('password_too_weak', detail, { passwordLengthMin })
  if (password.length < passwordLengthMin || password.length > passwordLengthMax) {
    return fault(`A password has ${passwordLengthMin} to ${passwordLengthMax} characters.`)
  }
  if (password.toLowerCase() === username.toLowerCase()) {
    return fault('A password is not the username.')
  }
  if (new Set(password).size < differentCharactersMin) {
    return fault(`A password has at least ${differentCharactersMin} different characters.`)
  }
  return undefined
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const hash = await hashWith(password, salt, cost)
  const plain = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')
  return `$argon2id$v=19$${costText(cost)}$${plain(salt)}$${plain(hash)}`
}

export async function passwordMatches(password: string, kept: string): Promise<boolean> {
  const { salt, hash, cost: paid } = parse(kept)
  return timingSafeEqual(await hashWith(password, salt, paid), hash)
}

/** It was made with another cost than today's: hash it anew while the password is at hand. */
export const isOutdated = (kept: string): boolean => !kept.includes(`$${costText(cost)}$`)

const costText = (of: Cost): string => `m=${of.memory},t=${of.passes},p=${of.parallelism}`

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/u

function parse(kept: string): { salt: Buffer; hash: Buffer; cost: Cost } {
  const found = phc.exec(kept)
  assert(found, 'a kept password is a PHC string of argon2id')
  const [, memory, times, lanes, salt = '', hash = ''] = found
  return {
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
    cost: { memory: Number(memory), passes: Number(times), parallelism: Number(lanes) },
  }
}

async function hashWith(password: string, salt: Buffer, paid: Cost): Promise<Buffer> {
  // NFC, so that an accent typed on another keyboard is the same password.
  const message = Buffer.from(password.normalize('NFC'), 'utf8')
  const asked: Argon2Parameters = { message, nonce: salt, tagLength: hashBytes, ...paid }
  return await derive('argon2id', asked)
}

/** Without 0 O 1 l I: somebody reads it from a terminal. */
const readable = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const generatedLength = 20

/** 116 random bits, for a first password that is changed at once. */
export const generatePassword = (): string =>
  Array.from({ length: generatedLength }, () => readable[randomInt(readable.length)]).join('')
