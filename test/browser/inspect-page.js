// Runs inside a page, as text: looks for what a designer would wince at and answers sentences.

export function look({ language, keys, allowed, data }) {
  const texts = textsOfPage()
  return [
    ...new Set([
      ...tooWide(),
      ...clippedTexts(),
      ...keysShown(texts, new Set(keys)),
      ...foreignWords(texts, { language, allowed: new Set(allowed), data }),
      ...overlaps(),
    ]),
  ]
}

function name(element) {
  const text = (element.textContent ?? '').trim().replaceAll(/\s+/gu, ' ').slice(0, 40)
  const kind = element.getAttribute('class')?.split(' ')[0] ?? ''
  return `<${element.localName}${kind === '' ? '' : `.${kind}`}> “${text}”`
}

function isShown(element) {
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false
  const { width, height } = element.getBoundingClientRect()
  return width > 2 && height > 2
}

function tooWide() {
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth <= clientWidth) return []
  const widest = [...document.querySelectorAll('body *')]
    .filter((each) => each.getBoundingClientRect().right > clientWidth + 1)
    .filter((each) => isShown(each))
    .at(-1)
  return [`wide: ${scrollWidth} of ${clientWidth} px: ${widest ? name(widest) : ''}`]
}

const cuts = new Set(['hidden', 'clip'])

// A drawing that is pushed around, tabs and tables that are pushed sideways: nothing is lost there.
const pushed = '.graph-window, .ant-tabs-nav-wrap, .ant-table-header, .ant-table-content'

/** Text that is cut without the reader being told: no dots, no title. */
function clippedTexts() {
  return [...document.querySelectorAll('body *')]
    .filter((each) => cutsText(each, getComputedStyle(each)))
    .map((each) => `clipped: ${name(each)}`)
}

function cutsText(element, { overflowX, overflowY, textOverflow }) {
  if (!cuts.has(overflowX) && !cuts.has(overflowY)) return false
  if (textOverflow === 'ellipsis' || !(element.textContent ?? '').trim()) return false
  if (!isShown(element) || element.closest(`svg, [aria-hidden=true], [title], ${pushed}`)) {
    return false
  }
  const frame = element.getBoundingClientRect()
  return linesIn(element).some(({ left, right, top, bottom }) => {
    const wide = cuts.has(overflowX) && (left < frame.left - 1 || right > frame.right + 1)
    const high = cuts.has(overflowY) && (top < frame.top - 3 || bottom > frame.bottom + 3)
    return wide || high
  })
}

/** Ends in dots, or is in a box of its own that scrolls. */
function isWithinReach(inner, outer) {
  for (let each = inner; each && each !== outer; each = each.parentElement) {
    const { textOverflow, overflowX, overflowY } = getComputedStyle(each)
    const scrolls = [overflowX, overflowY].some((way) => way === 'auto' || way === 'scroll')
    if (textOverflow === 'ellipsis' || scrolls || each.matches(pushed)) return true
  }
  return false
}

/** Where the lines of text inside stand, without those that are cut with dots further in. */
function linesIn(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const lines = []
  const range = document.createRange()
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement
    const counts = (walker.currentNode.nodeValue ?? '').trim() !== '' && parent && isShown(parent)
    if (!counts || isWithinReach(parent, element)) continue
    range.selectNodeContents(walker.currentNode)
    lines.push(...range.getClientRects())
  }
  return lines
}

/** Texts as a reader meets them, names of buttons and fields too. */
function textsOfPage() {
  const texts = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    const text = walker.currentNode.nodeValue?.trim() ?? ''
    const counts = text !== '' && element && !element.closest('script, style')
    if (counts && element.checkVisibility()) texts.push({ text, element })
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
    for (const attribute of ['aria-label', 'title', 'placeholder']) {
      const text = element.getAttribute(attribute)?.trim()
      if (text && element.checkVisibility()) texts.push({ text, element })
    }
  }
  return texts
}

const keysShown = (texts, keys) =>
  texts
    .filter(({ text }) => keys.has(text.replace(/^[a-z-]+:/u, '')))
    .map(({ text, element }) => `key: ${text} in ${name(element)}`)

/** Codes, names of things and what people typed are the same in every language. */
function foreignWords(texts, { language, allowed, data }) {
  const exempt = `code, kbd, pre, samp, svg, [translate=no], [lang=${language === 'zh' ? 'en' : 'zh-CN'}]`
  return texts
    .filter(({ element }) => !element.closest(exempt))
    .flatMap(({ text, element }) => {
      const rest = data.reduce((left, each) => left.replaceAll(each, ' '), text)
      const strange = language === 'zh' ? englishIn(rest, allowed) : chineseIn(rest)
      return strange === '' ? [] : [`foreign: “${strange}” in ${name(element)}`]
    })
}

/** What has a figure or a sign in it is a code; what is all capitals is an abbreviation. */
const englishIn = (text, allowed) =>
  (text.replaceAll(/(?<!\w)\.[a-z]+/gu, ' ').match(/[A-Za-z0-9][A-Za-z0-9_.:/@#'’-]*/gu) ?? [])
    .filter((word) => word.length > 2 && !/[0-9_:/@#-]|\.\w/u.test(word))
    .filter((word) => !/^[A-Z]+s?$/u.test(word) && !allowed.has(word))
    .join(' ')

const chineseIn = (text) => (/\p{Script=Han}/u.test(text) ? text.trim().slice(0, 40) : '')

const wholes =
  'label, .ant-select, .ant-picker, .ant-input-affix-wrapper, .ant-input-number, .ant-upload'
const controls =
  'a[href], button, input, select, textarea, [role=button], [role=tab], [role=switch]'

/** Controls that lie on one another cannot be told apart by a finger. */
function overlaps() {
  const shown = [...document.querySelectorAll(controls)]
    .filter((each) => !each.closest('svg, [aria-hidden=true], .graph-window, .ant-tabs-nav'))
    .map((each) => each.closest(wholes) ?? each)
    .filter((each) => isShown(each) && !isFixed(each))
  const boxes = [...new Set(shown)].map((each) => ({ each, box: each.getBoundingClientRect() }))
  return boxes.flatMap((one, at) =>
    boxes
      .slice(at + 1)
      .filter((other) => meets(one, other))
      .map((other) => `overlap: ${name(one.each)} and ${name(other.each)}`),
  )
}

/** What floats over the page on purpose: the bar at the top. */
const isFixed = (element) => element.closest('.bar, .ant-drawer, .ant-modal-wrap') !== null

function meets(one, other) {
  if (one.each.contains(other.each) || other.each.contains(one.each)) return false
  const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
  const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
  return across > 2 && down > 2 && !isScrolledAway(one) && !isScrolledAway(other)
}

/** Beneath the edge of a box that scrolls: nobody sees it there. */
function isScrolledAway({ each, box }) {
  for (let above = each.parentElement; above; above = above.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(above)
    if (overflowX === 'visible' && overflowY === 'visible') continue
    const frame = above.getBoundingClientRect()
    const across = box.left < frame.right && box.right > frame.left
    const down = box.top < frame.bottom && box.bottom > frame.top
    if (!across || !down) return true
  }
  return false
}
