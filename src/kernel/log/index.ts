/**
 * JSON lines on stderr. Standard output belongs to what a command was asked to print.
 * Personal data never reaches a log: known fields are replaced, and so is every run of digits that
 * looks like a phone, card or identity number.
 */
import { pino, type Logger } from 'pino'

export interface Log {
  debug(facts: LogFacts, message: string): void
  info(facts: LogFacts, message: string): void
  warn(facts: LogFacts, message: string): void
  error(facts: LogFacts, message: string): void
  child(facts: LogFacts): Log
}
export type LogFacts = Readonly<Record<string, unknown>>
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

// prettier-ignore
const secretNames = /^(authorization|cookie|password|passphrase|token|secret|sign|signature|totp|code|name|phone|idNumber|cardNumber|address)$/iu
const longDigits = /(?<![\w-])\d[\d -]{9,}\d[\dXx]?(?![\w-])/gu

/** `13800138000` → `138****8000`: the ends stay, so that two lines can still be told apart. */
export function maskDigits(text: string): string {
  return text.replace(longDigits, (digits) => `${digits.slice(0, 3)}****${digits.slice(-4)}`)
}

const depthMax = 6

/**
 * A copy that may be logged: secret fields gone, long digit runs masked, not deeper than six
 * levels.
 */
export function masked(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskDigits(value)
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Error) {
    return {
      type: value.name,
      message: maskDigits(value.message),
      stack: maskDigits(value.stack ?? ''),
    }
  }
  if (value instanceof Date || value === null || typeof value !== 'object') return value
  if (depth >= depthMax) return '…'
  if (Array.isArray(value)) return value.map((item) => masked(item, depth + 1))
  const entries = Object.entries(value).map(([name, item]): [string, unknown] => [
    name,
    secretNames.test(name) && typeof item === 'string' ? '***' : masked(item, depth + 1),
  ])
  return Object.fromEntries(entries)
}

interface Lines {
  write(line: string): void
}

/** `lines` is where the JSON lines go: stderr but in tests. */
export function openLog(level: LogLevel, lines: Lines = process.stderr): Log {
  return wrap(pino({ level, base: {}, timestamp: pino.stdTimeFunctions.isoTime }, lines))
}

type Pino = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'isLevelEnabled' | 'child'>

function wrap(output: Pino): Log {
  const facts = (given: LogFacts): object => masked(given) as object
  return {
    debug: (given, message) => {
      if (output.isLevelEnabled('debug')) output.debug(facts(given), maskDigits(message))
    },
    info: (given, message) => output.info(facts(given), maskDigits(message)),
    warn: (given, message) => output.warn(facts(given), maskDigits(message)),
    error: (given, message) => output.error(facts(given), maskDigits(message)),
    child: (given) => wrap(output.child(facts(given))),
  }
}
