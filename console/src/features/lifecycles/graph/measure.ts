/** How wide a text will be, near enough to leave room for it: the layout comes before the page. */

const wide = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\uffe6]/u
const narrowFactor = 0.57
const capitalFactor = 0.7

export function widthOf(text: string, size: number): number {
  let ems = 0
  for (const letter of text) {
    if (wide.test(letter)) ems += 1
    else ems += /[A-ZMWmw%]/u.test(letter) ? capitalFactor : narrowFactor
  }
  return ems * size
}

/** How many lines a text takes; Latin words are not torn apart, so a line may end early. */
export function linesOf(text: string, size: number, widthMax: number): number {
  let lines = 1
  let used = 0
  for (const piece of text.match(/[a-zA-Z0-9_%.,'’()?-]+|\s+|./gu) ?? []) {
    const width = widthOf(piece, size)
    if (used + width > widthMax && used > 0) {
      lines += 1
      used = 0
    }
    // A word longer than a line is broken by the style sheet.
    lines += Math.floor(width / widthMax)
    used += width
  }
  return lines
}
