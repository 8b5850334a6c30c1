/** What is shown of personal data to whoever has no reason to see it. Pure text, no keys. */

/** `13800138000` → `138****8000`; what is too short to leave something hidden is hidden whole. */
export const maskPhone = (phone: string): string => hidden(phone, { head: 3, tail: 4, stars: 4 })

/** `11010519491231002X` → `110105********002X`: region and check digits stay, the birthday goes. */
export const maskIdNumber = (idNumber: string): string =>
  hidden(idNumber, { head: 6, tail: 4, stars: 8 })

/** `6222020200000000006` → `6222 **** **** 0006`, whatever the card's length. */
export const maskCard = (card: string): string => {
  const digits = card.replaceAll(/[\s-]/gu, '')
  if (digits.length < shown + 4) return '*'.repeat(digits.length)
  return `${digits.slice(0, 4)} **** **** ${digits.slice(-4)}`
}

const shown = 8

interface Mask {
  readonly head: number
  readonly tail: number
  readonly stars: number
}

function hidden(text: string, { head, tail, stars }: Mask): string {
  const signs = Array.from(text)
  if (signs.length <= head + tail) return '*'.repeat(signs.length)
  return signs.slice(0, head).join('') + '*'.repeat(stars) + signs.slice(-tail).join('')
}

// Surnames of two characters that are common enough to be read as such; an unlisted one is masked
// after its first character, which hides more.
const longSurnames = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 ' +
    '太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 令狐 百里 呼延 东郭 南门 西门 轩辕 拓跋 第五'
  ).split(' '),
)

/**
 * `张三` → `张*`, `欧阳修文` → `欧阳**`. Names of several words keep the first letter of each:
 * `Budi Santoso` → `B*** S******`.
 */
export function maskName(name: string): string {
  const signs = Array.from(name.trim())
  const surname = signs.length > 2 && longSurnames.has(signs.slice(0, 2).join('')) ? 2 : 1
  if (signs.length === 1) return '*'
  return signs
    .map((sign, at) =>
      at < surname || /[\s·•.-]/u.test(sign) || startsWord(signs, at) ? sign : '*',
    )
    .join('')
}

const startsWord = (signs: readonly string[], at: number): boolean =>
  /\s/u.test(signs[at - 1] ?? '') && /\p{Script=Latin}/u.test(signs[at] ?? '')
