/** OpenDocument, as LibreOffice has it: one long XML file in a ZIP archive, written as it comes. */
import { decimalsOf, fitsDouble, wallText, type Cell } from './cell.ts'
import { cutOf, escaped, sheetName, xmlHead, type Lines, type Shape } from './grid.ts'
import { ending, newArchive, packed, stored } from './zip.ts'

export const odsType = 'application/vnd.oasis.opendocument.spreadsheet'

export async function* odsOf(lines: Lines, shape: Shape = {}): AsyncGenerator<Buffer> {
  const archive = newArchive()
  yield* stored(archive, 'mimetype', odsType)
  yield* packed(archive, 'META-INF/manifest.xml', single(manifest))
  yield* packed(archive, 'styles.xml', single(noStyles))
  yield* packed(archive, 'content.xml', contentXml(lines, shape))
  yield ending(archive)
}

async function* single(xml: string): AsyncGenerator<string> {
  yield xml
}

const space = 'urn:oasis:names:tc:opendocument:xmlns'

const entry = (path: string, type: string): string =>
  `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="${type}"/>`

const manifest =
  `${xmlHead}<manifest:manifest xmlns:manifest="${space}:manifest:1.0" manifest:version="1.3">` +
  `${entry('/', odsType)}${entry('content.xml', 'text/xml')}${entry('styles.xml', 'text/xml')}` +
  '</manifest:manifest>'

/** Some programs do not open a file without it. */
const officeSpace = `xmlns:office="${space}:office:1.0"`
const noStyles = `${xmlHead}<office:document-styles ${officeSpace} office:version="1.3"/>`

async function* contentXml(lines: Lines, shape: Shape): AsyncGenerator<string> {
  const cut = await cutOf(lines, shape)
  yield `${xmlHead}<office:document-content ${spaces} office:version="1.3">`
  yield `${stylesXml(shape)}<office:body><office:spreadsheet>`
  let sheets = 0
  do {
    sheets += 1
    yield* sheetXml(cut.sheet(), shape, sheets)
  } while (cut.more())
  yield '</office:spreadsheet></office:body></office:document-content>'
}

async function* sheetXml(lines: Lines, shape: Shape, no: number): AsyncGenerator<string> {
  const { name, head, widths = [] } = shape
  yield `<table:table table:name="${sheetName(name, no)}">`
  yield widths.map((width) => `<table:table-column table:style-name="w${width}"/>`).join('')
  let above = head !== undefined
  for await (const cells of lines) {
    const row = `<table:table-row>${cells.map((cell) => cellXml(cell, above)).join('')}`
    const whole = `${row}</table:table-row>`
    yield above ? `<table:table-header-rows>${whole}</table:table-header-rows>` : whole
    above = false
  }
  yield '</table:table>'
}

function cellXml(cell: Cell, isHead: boolean): string {
  if (cell === null || cell === '') return '<table:table-cell/>'
  if (typeof cell === 'string') return textXml(cell, isHead)
  if (typeof cell === 'boolean') {
    return valueXml('boolean', `office:boolean-value="${cell}"`, cell ? 'TRUE' : 'FALSE')
  }
  if (typeof cell === 'number') return valueXml('float', `office:value="${cell}"`, String(cell))
  switch (cell.kind) {
    case 'number': {
      if (!fitsDouble(cell.digits)) return textXml(cell.digits, false)
      const style = `${cell.grouped ? 'amount' : 'number'}${decimals(cell.digits)}`
      const value = `table:style-name="${style}" office:value="${cell.digits}"`
      return valueXml('float', value, cell.digits)
    }
    case 'day':
      return valueXml('date', `table:style-name="day" office:date-value="${cell.day}"`, cell.day)
    case 'moment': {
      const wall = wallText(cell)
      const value = `table:style-name="moment" office:date-value="${wall}"`
      return valueXml('date', value, wall.replace('T', ' ').slice(0, 19))
    }
  }
}

const valueXml = (type: string, value: string, shown: string): string =>
  `<table:table-cell office:value-type="${type}" ${value}>` +
  `<text:p>${shown}</text:p></table:table-cell>`

const textXml = (text: string, isHead: boolean): string =>
  `<table:table-cell office:value-type="string"${isHead ? ' table:style-name="head"' : ''}>` +
  `${escaped(text)
    .split(/\r?\n|\r/u)
    .map(paragraph)
    .join('')}</table:table-cell>`

/** Of several blanks one would be left, and none at either end. */
const paragraph = (line: string): string =>
  `<text:p>${line
    .replaceAll('\t', '<text:tab/>')
    .replaceAll(/^ +| {2,}| +$/gu, (blanks) => `<text:s text:c="${blanks.length}"/>`)}</text:p>`

const decimalsMax = 6
const decimals = (digits: string): number => Math.min(decimalsOf(digits), decimalsMax)

const spaces = [
  ['office', 'office:1.0'],
  ['table', 'table:1.0'],
  ['text', 'text:1.0'],
  ['style', 'style:1.0'],
  ['number', 'datastyle:1.0'],
  ['fo', 'xsl-fo-compatible:1.0'],
]
  .map(([prefix, name]) => `xmlns:${prefix}="${space}:${name}"`)
  .join(' ')

const two = (name: string): string => `<number:${name} number:style="long"/>`
const say = (text: string): string => `<number:text>${text}</number:text>`
const dayParts = [two('year'), say('-'), two('month'), say('-'), two('day')].join('')
const timeParts = [two('hours'), say(':'), two('minutes'), say(':'), two('seconds')].join('')

/** How wide a character is, about. */
const characterCm = 0.22

function stylesXml({ widths = [] }: Shape): string {
  const counts = Array.from({ length: decimalsMax + 1 }, (_, at) => at)
  const numbers = counts.flatMap((places) => [
    numberStyle(`number${places}`, places, false),
    numberStyle(`amount${places}`, places, true),
  ])
  const columns = [...new Set(widths)].map(
    (width) =>
      `<style:style style:name="w${width}" style:family="table-column">` +
      '<style:table-column-properties ' +
      `style:column-width="${(width * characterCm).toFixed(2)}cm"/></style:style>`,
  )
  return (
    '<office:automatic-styles>' +
    `<number:date-style style:name="n-day">${dayParts}</number:date-style>` +
    `<number:date-style style:name="n-moment">${dayParts}${say(' ')}${timeParts}` +
    `</number:date-style>${cellStyle('day')}${cellStyle('moment')}${numbers.join('')}` +
    '<style:style style:name="head" style:family="table-cell">' +
    '<style:text-properties fo:font-weight="bold"/></style:style>' +
    `${columns.join('')}</office:automatic-styles>`
  )
}

const cellStyle = (name: string): string =>
  `<style:style style:name="${name}" style:family="table-cell" style:data-style-name="n-${name}"/>`

const numberStyle = (name: string, places: number, grouped: boolean): string =>
  `<number:number-style style:name="n-${name}"><number:number number:decimal-places="${places}" ` +
  `number:min-decimal-places="${places}" number:min-integer-digits="1"` +
  `${grouped ? ' number:grouping="true"' : ''}/></number:number-style>${cellStyle(name)}`
