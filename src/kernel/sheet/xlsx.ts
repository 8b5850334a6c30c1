/**
 * A workbook as a stream. The libraries for spreadsheets keep every cell in memory, which a million
 * rows do not allow; a workbook is a few small XML files and long ones in a ZIP archive.
 */
import { decimalsOf, fitsDouble, wallMs, type Cell } from './cell.ts'
import { cutOf, escaped, sheetName, xmlHead, type Lines, type Shape } from './grid.ts'
import { ending, newArchive, packed } from './zip.ts'

export async function* xlsxOf(lines: Lines, shape: Shape = {}): AsyncGenerator<Buffer> {
  const archive = newArchive()
  const cut = await cutOf(lines, shape)
  let sheets = 0
  do {
    sheets += 1
    yield* packed(archive, `xl/worksheets/sheet${sheets}.xml`, sheetXml(cut.sheet(), shape))
  } while (cut.more())
  for (const [name, xml] of frame(sheets, shape)) yield* packed(archive, name, single(xml))
  yield ending(archive)
}

async function* sheetXml(lines: Lines, { head, widths }: Shape): AsyncGenerator<string> {
  yield `${xmlHead}<worksheet xmlns="${main}">${head ? frozen : ''}${columnsXml(widths)}<sheetData>`
  let no = 0
  for await (const cells of lines) {
    no += 1
    yield rowXml(cells, no, head !== undefined && no === 1)
  }
  yield '</sheetData></worksheet>'
}

async function* single(xml: string): AsyncGenerator<string> {
  yield xml
}

const open = 'http://schemas.openxmlformats.org'
const main = `${open}/spreadsheetml/2006/main`
const relations = `${open}/officeDocument/2006/relationships`

/** The head stays in sight while one scrolls. */
const frozen =
  '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" ' +
  'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'

function columnsXml(widths: readonly number[] | undefined): string {
  if (!widths || widths.length === 0) return ''
  const made = widths.map(
    (width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  )
  return `<cols>${made.join('')}</cols>`
}

function rowXml(cells: readonly Cell[], no: number, isHead: boolean): string {
  let made = ''
  for (const [at, cell] of cells.entries()) made += cellXml(cell, `${letters(at)}${no}`, isHead)
  return `<row r="${no}">${made}</row>`
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** A … Z, AA, AB …: the name of the column at a place that counts from 0. */
function letters(at: number): string {
  const rest = Math.floor(at / alphabet.length)
  return (rest === 0 ? '' : letters(rest - 1)) + alphabet.charAt(at % alphabet.length)
}

/** Numbers of the styles in `styles`, in this order. */
const [headStyle, dayStyle, momentStyle, wholeStyle, firstGrouped] = [1, 2, 3, 4, 5]
const decimalsMax = 6
const dayMs = 86_400_000
/** Day 0 of a spreadsheet is the last one of 1899; before March 1900 Excel counts wrongly. */
const epochDay = 25_569
const firstSafeDay = 61

function cellXml(cell: Cell, place: string, isHead: boolean): string {
  if (cell === null || cell === '') return `<c r="${place}"/>`
  if (typeof cell === 'string') return textXml(cell, place, isHead)
  if (typeof cell === 'boolean') return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`
  if (typeof cell === 'number') return numberXml(String(cell), place)
  switch (cell.kind) {
    case 'number': {
      if (!fitsDouble(cell.digits)) return textXml(cell.digits, place, false)
      const decimals = Math.min(decimalsOf(cell.digits), decimalsMax)
      const plain = decimals === 0 ? wholeStyle : undefined
      return numberXml(cell.digits, place, cell.grouped ? firstGrouped + decimals : plain)
    }
    case 'day':
      return serialXml(Date.parse(`${cell.day}T00:00:00Z`), place, {
        style: dayStyle,
        text: cell.day,
      })
    case 'moment':
      return serialXml(wallMs(cell), place, {
        style: momentStyle,
        text: cell.at.toISOString(),
      })
  }
}

const textXml = (text: string, place: string, isHead: boolean): string =>
  `<c r="${place}"${isHead ? ` s="${headStyle}"` : ''} t="inlineStr">` +
  `<is><t xml:space="preserve">${escaped(text)}</t></is></c>`

const numberXml = (digits: string, place: string, style?: number): string =>
  `<c r="${place}"${style === undefined ? '' : ` s="${style}"`}><v>${digits}</v></c>`

function serialXml(
  ms: number,
  place: string,
  { style, text }: { readonly style: number; readonly text: string },
): string {
  const serial = ms / dayMs + epochDay
  return serial >= firstSafeDay
    ? numberXml(String(serial), place, style)
    : textXml(text, place, false)
}

const ownFormats = [
  'yyyy\\-mm\\-dd',
  'yyyy\\-mm\\-dd hh:mm:ss',
  '0',
  ...Array.from({ length: decimalsMax + 1 }, (_, decimals) =>
    decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(decimals)}`,
  ),
] as const
/** Numbers below belong to Excel's own formats. */
const firstFormat = 164

function stylesXml(): string {
  const formats = ownFormats.map(
    (code, at) => `<numFmt numFmtId="${firstFormat + at}" formatCode="${code}"/>`,
  )
  const own = ownFormats.map(
    (_, at) =>
      `<xf numFmtId="${firstFormat + at}" fontId="0" fillId="0" borderId="0" xfId="0" ` +
      'applyNumberFormat="1"/>',
  )
  return (
    `${xmlHead}<styleSheet xmlns="${main}">` +
    `<numFmts count="${formats.length}">${formats.join('')}</numFmts>` +
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>' +
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill>' +
    '<fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${own.length + 2}">` +
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>' +
    `${own.join('')}</cellXfs></styleSheet>`
  )
}

/** What stands around the sheets. */
function frame(count: number, { name }: Shape): readonly (readonly [name: string, xml: string])[] {
  const numbers = Array.from({ length: count }, (_, at) => at + 1)
  const list = numbers.map(
    (no) => `<sheet name="${sheetName(name, no)}" sheetId="${no}" r:id="rId${no}"/>`,
  )
  return [
    ['[Content_Types].xml', contentTypes(numbers)],
    ['_rels/.rels', links([['rId1', 'officeDocument', 'xl/workbook.xml']])],
    [
      'xl/workbook.xml',
      `${xmlHead}<workbook xmlns="${main}" xmlns:r="${relations}">` +
        `<sheets>${list.join('')}</sheets></workbook>`,
    ],
    ['xl/styles.xml', stylesXml()],
    [
      'xl/_rels/workbook.xml.rels',
      links([
        ...numbers.map((no): Link => [`rId${no}`, 'worksheet', `worksheets/sheet${no}.xml`]),
        [`rId${count + 1}`, 'styles', 'styles.xml'],
      ]),
    ],
  ]
}

function contentTypes(numbers: readonly number[]): string {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const rels = 'application/vnd.openxmlformats-package.relationships+xml'
  const part = (name: string, kind: string): string =>
    `<Override PartName="/xl/${name}.xml" ContentType="${type}.${kind}+xml"/>`
  const sheets = numbers.map((no) => part(`worksheets/sheet${no}`, 'worksheet'))
  return (
    `${xmlHead}<Types xmlns="${open}/package/2006/content-types">` +
    `<Default Extension="rels" ContentType="${rels}"/>` +
    `<Default Extension="xml" ContentType="application/xml"/>` +
    `${part('workbook', 'sheet.main')}${part('styles', 'styles')}${sheets.join('')}</Types>`
  )
}

type Link = readonly [id: string, kind: string, target: string]

function links(all: readonly Link[]): string {
  const made = all.map(
    ([id, kind, target]) =>
      `<Relationship Id="${id}" Type="${relations}/${kind}" Target="${target}"/>`,
  )
  const space = `${open}/package/2006/relationships`
  return `${xmlHead}<Relationships xmlns="${space}">${made.join('')}</Relationships>`
}
