/**
 * Reads TypeScript just far enough to tell code from comments and texts. TypeScript 7 has no API
 * for this, and a plain search would find imports and SQL in places where they only are talked of.
 */

/** A string or template, without its quotes; `${…}` of a template is replaced by `$`. */
export interface Literal {
  readonly at: number
  readonly tag: string
  readonly text: string
}

export interface Source {
  /** The text with comments and the inside of literals blanked; places and lines stay. */
  readonly code: string
  readonly literals: readonly Literal[]
}

interface Cursor {
  readonly text: string
  readonly literals: Literal[]
  code: string
  at: number
}

export function scan(text: string): Source {
  const cursor: Cursor = { text, literals: [], code: '', at: 0 }
  while (cursor.at < text.length) readCode(cursor)
  return { code: cursor.code, literals: cursor.literals.toSorted((a, b) => a.at - b.at) }
}

/** Reads until the text ends, or until the brace that closes a `${` of a template. */
function readCode(cursor: Cursor): void {
  let depth = 0
  while (cursor.at < cursor.text.length) {
    const char = cursor.text.charAt(cursor.at)
    if (char === '}' && depth === 0) {
      copy(cursor, 1)
      return
    }
    if (char === '{') depth += 1
    if (char === '}') depth -= 1
    readOne(cursor, char)
  }
}

function readOne(cursor: Cursor, char: string): void {
  const two = cursor.text.slice(cursor.at, cursor.at + 2)
  if (two === '//') blankTo(cursor, indexOrEnd(cursor, '\n'))
  else if (two === '/*') blankTo(cursor, indexOrEnd(cursor, '*/') + 2)
  else if (char === "'" || char === '"') readString(cursor, char)
  else if (char === '`') readTemplate(cursor)
  else if (char === '/' && startsPattern(cursor.code)) readPattern(cursor)
  else copy(cursor, 1)
}

function readString(cursor: Cursor, quote: string): void {
  const start = cursor.at
  copy(cursor, 1)
  while (!atEndOfText(cursor, quote)) blank(cursor, step(cursor))
  const text = cursor.text.slice(start + 1, cursor.at)
  cursor.literals.push({ at: start, tag: '', text })
  copy(cursor, 1)
}

/** A string ends at its quote, and at the latest with its line. */
const atEndOfText = ({ text, at }: Cursor, quote: string): boolean =>
  at >= text.length || text.charAt(at) === quote || text.charAt(at) === '\n'

function readTemplate(cursor: Cursor): void {
  const start = cursor.at
  const tag = /(\w+)(?:<[^`]*>)?$/u.exec(cursor.code.slice(-120))?.[1] ?? ''
  let text = ''
  copy(cursor, 1)
  while (cursor.at < cursor.text.length && cursor.text.charAt(cursor.at) !== '`') {
    if (cursor.text.startsWith('${', cursor.at)) {
      text += '$'
      copy(cursor, 2)
      readCode(cursor)
    } else {
      text += cursor.text.charAt(cursor.at)
      blank(cursor, step(cursor))
    }
  }
  cursor.literals.push({ at: start, tag, text })
  copy(cursor, 1)
}

/** A `/` begins a pattern where no value stands before it. */
const startsPattern = (code: string): boolean =>
  /(?:^|[(,=:[!&|?;]|=>|\breturn)\s*$/u.test(code.slice(-40))

function readPattern(cursor: Cursor): void {
  let inClass = false
  copy(cursor, 1)
  while (!atEndOfText(cursor, inClass ? '\n' : '/')) {
    const char = cursor.text.charAt(cursor.at)
    if (char === '[') inClass = true
    if (char === ']') inClass = false
    blank(cursor, step(cursor))
  }
  copy(cursor, 1)
}

/** An escaped character is two characters long. */
const step = ({ text, at }: Cursor): number => (text.charAt(at) === '\\' ? 2 : 1)

function indexOrEnd({ text, at }: Cursor, what: string): number {
  const found = text.indexOf(what, at)
  return found < 0 ? text.length : found
}

function copy(cursor: Cursor, count: number): void {
  cursor.code += cursor.text.slice(cursor.at, cursor.at + count)
  cursor.at += count
}

function blank(cursor: Cursor, count: number): void {
  cursor.code += cursor.text.slice(cursor.at, cursor.at + count).replaceAll(/[^\n]/gu, ' ')
  cursor.at += count
}

const blankTo = (cursor: Cursor, end: number): void => blank(cursor, end - cursor.at)

/** Lines count from 1. */
export const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length

export interface Import {
  readonly target: string
  readonly line: number
}

const importing = /\bfrom\s+(?=')|\bimport\s*\(?\s*(?=')/gu

/** What a file imports, also by `import type`, `export … from` and `import('…')`. */
export function importsOf(text: string): readonly Import[] {
  const { code, literals } = scan(text)
  return [...code.matchAll(importing)].flatMap((match) => {
    const at = match.index + match[0].length
    const literal = literals.find((one) => one.at === at)
    return literal ? [{ target: literal.text, line: lineOf(text, at) }] : []
  })
}
