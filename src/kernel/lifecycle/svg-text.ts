/** Text without a browser: how wide it will be, where it may break, how it is escaped. */

const narrow = /[iljtfrI.,:;'|!()[\] ]/u
const wide = /[mwMW@%—]/u
const fullWidth =
  /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]/u

/** How much wider semi-bold letters are; a size is multiplied with it. */
export const boldFactor = 1.12

/** Width in pixels: within some percent of what browsers draw with a common sans-serif. */
export function textWidth(text: string, size: number): number {
  let ems = 0
  for (const character of text) ems += characterWidth(character)
  return ems * size
}

function characterWidth(character: string): number {
  if (fullWidth.test(character)) return 1
  if (narrow.test(character)) return 0.36
  if (wide.test(character)) return 0.9
  return /[A-Z0-9]/u.test(character) ? 0.68 : 0.61
}

/** Lines no wider than `widthMax`, broken at spaces or between Chinese characters. */
export function wrap(text: string, size: number, widthMax: number): readonly string[] {
  const words = text.match(/[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+|\s+/gu)
  const lines: string[] = []
  let line = ''
  for (const word of words ?? []) {
    // Chinese punctuation stays with the word before it.
    const clings = /^[，。、；：？！）]$/u.test(word)
    if (line !== '' && !clings && textWidth(line + word, size) > widthMax) {
      lines.push(line.trimEnd())
      line = word.trimStart()
    } else {
      line += word
    }
  }
  return [...lines, line.trimEnd()].filter((part) => part !== '')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

export const escape = (text: string): string =>
  text.replaceAll(/[&<>"]/gu, (character) => entities[character] ?? '')
