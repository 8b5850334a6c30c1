import assert from 'node:assert/strict'
import { test } from 'node:test'
import { utils, write as writeBook } from '@e965/xlsx'
import fc from 'fast-check'
import writeExcel from 'write-excel-file/node'
import { diff, isSame } from './diff.ts'
import { fileBytesMax, filesMax, rowsMax, type Draft } from './draft.ts'
import { definitionsOf } from './merge.ts'
import { readSources, type SourceFile } from './read.ts'
import {
  amendmentsName,
  documentName,
  draftOf,
  shipped,
  sourceFile,
  version,
} from './test-fixture.ts'
import { unpackedBytes } from './spreadsheet.ts'

const file = (name: string, text: string): SourceFile => ({ name, bytes: Buffer.from(text) })

async function read(...files: readonly SourceFile[]): Promise<Draft> {
  const draft = await readSources(files)
  assert.ok(draft.ok, draft.ok ? '' : draft.problem.detail)
  return draft.value
}

async function refusal(...files: readonly SourceFile[]): Promise<string> {
  const draft = await readSources(files)
  assert.ok(!draft.ok, 'it was read')
  return `${draft.problem.code} ${draft.problem.detail}`
}

const events = `
| 起始状态码 | 最终状态码 | 事件 | 事件描述 |
| --- | --- | --- | --- |
| 1 | 2 | go | 走 |
`
const states = `
| 版本号 | 状态码 | 状态描述 | 子系统标识 |
| --- | --- | --- | --- |
| 3 | 1 | 甲 | |
| 3 | 2 | 乙 | b_status |
`

test('document 000 is read whole: 34 rows and 12 states of version 8, and its graph', async () => {
  const draft = await draftOf(documentName)
  const [v8, simple, ...others] = definitionsOf(draft)
  assert.ok(v8 && simple)
  assert.deepEqual(others, [])
  assert.deepEqual([v8.version, v8.moves.length, v8.states.length], ['8', 34, 19])
  assert.deepEqual([simple.version, simple.moves.length, simple.states.length], ['simple', 5, 6])
  assert.ok([...v8.moves, ...v8.states].every((row) => row.origin === 'document'))
  const pass = v8.moves.find((move) => move.event === 'materials_audit_pass')
  assert.equal(pass?.label, '材料审核通过，待确认产品')
  assert.deepEqual(pass?.place, { file: documentName, line: 45 })
  assert.equal(v8.states.find((state) => state.code === 40110)?.subsystem, 'compass_status')
})

test('the graph of 000: stages, edge labels, and the node that is labelled twice', async () => {
  const simple = version(definitionsOf(await draftOf(documentName)), 'simple')
  assert.deepEqual(
    simple.states.map(({ code, name, stage }) => [code, name, stage]),
    [
      [0, '初始态', undefined],
      [10110, '待用户绑定材料', '材料'],
      [10150, '已绑定材料', '材料'],
      [50250, '已签署合同', '合同'],
      [60050, '服务中', '贷后'],
      [60150, '还清', '贷后'],
    ],
  )
  assert.deepEqual(
    simple.moves.map(({ from, event, to, stage }) => [from, event, to, stage]),
    [
      [0, '提交', 10110, undefined],
      [10110, '返回', 10150, '材料'],
      [10150, '签署', 50250, '合同'],
      [50250, '放款', 60050, '贷后'],
      [60050, '还款', 60150, '贷后'],
    ],
  )
  assert.equal(simple.initial, 0)
})

test('amendments add rows, and add to rows, and both are marked', async () => {
  const { v8 } = await shipped()
  assert.equal(v8.machine, 'auto-loan')
  const row = (from: number, event: string) =>
    v8.moves.find((move) => move.from === from && move.event === event)
  const added = row(0, 'submit_order')
  assert.deepEqual([added?.origin, added?.amended, added?.to], ['amendment', [], 10010])
  const amended = row(40110, 'fund_final_audit_pass')
  assert.equal(amended?.origin, 'document')
  assert.deepEqual(amended?.amended, ['labelEn', 'roles', 'mirrors', 'note'])
  assert.equal(amended?.label, '资方终审通过')
  assert.deepEqual(amended?.mirrors, ['compass_status'])
  assert.equal(v8.moves.filter((move) => move.origin === 'amendment').length, 19)
  const signed = v8.states.find((state) => state.code === 50310)
  assert.deepEqual([signed?.origin, signed?.subsystem], ['amendment', 'lend_audit_status'])
  const first = v8.states.find((state) => state.code === 10010)
  assert.deepEqual([first?.origin, first?.amended, first?.name], ['document', ['nameEn'], '初审中'])
  assert.deepEqual(
    v8.states.filter((state) => state.terminal).map((state) => state.code),
    [99999, 60150],
  )
})

test('rows without a version belong to the only version that is named', async () => {
  const [definition, ...others] = definitionsOf(await read(file('a.md', events + states)))
  assert.deepEqual([definition?.version, others.length], ['3', 0])
  const [unnamed] = definitionsOf(await read(file('a.md', events)))
  assert.equal(unnamed?.version, '1')
  const two = states.replace('| 3 | 2 |', '| 4 | 2 |')
  assert.match(
    await refusal(file('a.md', events + two)),
    /document_version_unclear a\.md:4: .*3, 4/,
  )
})

const csvEvents = '起始状态码,最终状态码,事件,事件描述\n0,0,create_it,"创建，""新""的"\n0,1,go,走\n'
const csvStates = '状态码,状态描述,终态\n0,甲,\n1,乙,是\n'

test('a document in CSV is two files, and the second one amends nothing', async () => {
  const one = await read(file('events.csv', csvEvents), file('states.csv', csvStates))
  const [definition] = definitionsOf(one)
  assert.ok(definition)
  assert.deepEqual(
    definition.moves.map(({ event, label, origin }) => [event, label, origin]),
    [
      ['create_it', '创建，"新"的', 'document'],
      ['go', '走', 'document'],
    ],
  )
  assert.ok(definition.states.every((state) => state.origin === 'document'))
  const again = file('more.csv', '起始状态码,最终状态码,事件\n1,0,back\n')
  const amended = definitionsOf(
    await read(file('events.csv', csvEvents), file('states.csv', csvStates), again),
  )
  assert.equal(amended[0]?.moves.at(-1)?.origin, 'amendment')
})

test('CSV with semicolons, tabs, carriage returns, a byte order mark, or in GB 18030', async () => {
  const expected = definitionsOf(await read(file('a.csv', csvEvents)))[0]
  assert.ok(expected)
  // 起始状态码,最终状态码,事件 as Excel in Chinese saves it.
  const heading = 'c6f0cabcd7b4ccacc2eb2cd7eed6d5d7b4ccacc2eb2ccac2bcfe0a'
  const gb18030 = Buffer.concat([Buffer.from(heading, 'hex'), Buffer.from('0,1,go\n')])
  const variants: readonly SourceFile[] = [
    file('a.csv', csvEvents.replaceAll('\n', '\r\n')),
    file('a.csv', `\uFEFF${csvEvents}`),
    file('a.tsv', csvEvents.replaceAll(',', '\t')),
    file('a.csv', csvEvents.replaceAll(/,(?!")/gu, ';').replaceAll(',"', ';"')),
  ]
  for (const variant of variants) {
    const [definition] = definitionsOf(await read(variant))
    assert.ok(definition)
    assert.ok(isSame(diff(expected, definition)), variant.bytes.toString())
  }
  const [chinese] = definitionsOf(await read({ name: 'a.csv', bytes: gb18030 }))
  assert.deepEqual(
    chinese?.moves.map((move) => move.event),
    ['go'],
  )
})

const sheet = [
  ['Loan orders', null, null, null, null],
  [null, null, null, null, null],
  ['from', 'to', 'event', 'description', 'roles'],
  [0, 0, 'create_it', 'creates', 'dealer'],
  [0, 1, 'go', 'goes', 'dealer, system'],
  [null, null, null, null, null],
  ['version', 'code', 'name', 'terminal', null],
  [5, 0, 'New', false, null],
  [5, 1, 'Done', true, null],
] as const

async function xlsx(): Promise<Buffer> {
  const rows = sheet.map((row) => row.map((value) => (value === null ? null : { value })))
  return await writeExcel(rows).toBuffer()
}

function ods(): Uint8Array {
  const book = utils.book_new()
  utils.book_append_sheet(book, utils.aoa_to_sheet(sheet.map((row) => [...row])), 'machine')
  return new Uint8Array(writeBook(book, { type: 'array', bookType: 'ods' }))
}

test('a spreadsheet says the same in .xlsx and in .ods, with English headings', async () => {
  const files: readonly SourceFile[] = [
    { name: 'a.xlsx', bytes: await xlsx() },
    { name: 'a.ods', bytes: ods() },
  ]
  for (const source of files) {
    const [definition] = definitionsOf(await read(source))
    assert.deepEqual(
      definition?.moves.map(({ from, event, to, label, roles }) => [from, event, to, label, roles]),
      [
        [0, 'create_it', 0, 'creates', ['dealer']],
        [0, 'go', 1, 'goes', ['dealer', 'system']],
      ],
      source.name,
    )
    assert.deepEqual(
      definition?.states.map(({ code, name, terminal }) => [code, name, terminal]),
      [
        [0, 'New', false],
        [1, 'Done', true],
      ],
    )
    assert.equal(definition?.version, '5')
    assert.match(definition?.moves[1]?.place.file ?? '', /^a\.(?:xlsx|ods)#/u)
    assert.equal(definition?.moves[1]?.place.line, 5)
  }
})

// prettier-ignore
const broken: readonly (readonly [what: string, name: string, text: string, says: RegExp])[] = [
  ['no table', 'a.md', '# nothing\n', /document_invalid a\.md:1: has no table under 起始状态码/],
  ['unknown ending', 'a.docx', 'x', /document_format_unknown a\.docx ends in none of \.md/],
  ['missing column', 'a.md', '| 起始状态码 | 事件 |\n|--|--|\n| 1 | go |\n', /a\.md:1: an event table needs the column 最终状态码/],
  ['column twice', 'a.md', '| 起始状态码 | 最终状态码 | 事件 | 事件 |\n', /a\.md:1: the column "事件" appears twice/],
  ['state is no number', 'a.md', events.replace('| 1 |', '| one |'), /a\.md:4: 起始状态码 is "one"; it must be a whole number from 0/],
  ['state is negative', 'a.md', events.replace('| 2 |', '| -2 |'), /a\.md:4: 最终状态码 is "-2"/],
  ['empty event', 'a.md', events.replace('go', ''), /a\.md:4: 事件 is empty; it must be a name/],
  ['event with a space', 'a.md', events.replace('go', 'go on'), /a\.md:4: 事件 is "go on"/],
  ['too many cells', 'a.md', events.replace('走', '走 | 远'), /a\.md:4: 5 cells under 4 headings; a "\|" inside a cell/],
  ['role', 'a.csv', '起始状态码,最终状态码,事件,角色\n1,2,go,The Boss\n', /a\.csv:2: 角色 is "The"; it must be a role like credit-auditor/],
  ['guard', 'a.csv', '起始状态码,最终状态码,事件,守卫\n1,2,go,IF x\n', /a\.csv:2: 守卫 is "IF x"/],
  ['mirror', 'a.csv', '起始状态码,最终状态码,事件,镜像\n1,2,go,a-b\n', /a\.csv:2: 镜像 is "a-b"; it must be a field name/],
  ['origin', 'a.csv', '起始状态码,最终状态码,事件,来源\n1,2,go,seen\n', /a\.csv:2: 来源 is "seen"; it must be document or amendment/],
  ['terminal', 'a.csv', '状态码,状态描述,终态\n1,甲,maybe\n', /a\.csv:2: 终态 is "maybe"; it must be yes or no/],
  ['subsystem', 'a.csv', '状态码,状态描述,子系统标识\n1,甲,Drop Table\n', /a\.csv:2: 子系统标识 is "Drop Table"/],
  ['long cell', 'a.csv', `状态码,状态描述\n1,${'甲'.repeat(501)}\n`, /a\.csv:2: a cell has 501 characters; at most 500/],
  ['open quote', 'a.csv', '状态码,状态描述\n1,"甲\n', /a\.csv:2: a quoted cell is never closed/],
  ['no graph', 'a.mmd', 'sequenceDiagram\n', /a\.mmd:1: "sequenceDiagram" begins no flowchart; it must begin with "graph LR"/],
  ['node', 'a.mmd', 'graph LR\na -- go --> 2\n', /a\.mmd:2: "a -- go --> 2" begins with no state code/],
  ['no label', 'a.mmd', 'graph LR\n1 --> 2\n', /a\.mmd:2: "--> 2" is no arrow with an event; write it like/],
  ['no arrow', 'a.mmd', 'graph LR\n1 --- 2\n', /a\.mmd:2: "--- 2" is no arrow/],
  ['no target', 'a.mmd', 'graph LR\n1 -- go -->\n', /a\.mmd:2: the arrow leads nowhere/],
  ['label', 'a.mmd', 'graph LR\n1 -- go, run --> 2\n', /a\.mmd:2: the label "go, run" is no event/],
  ['open subgraph', 'a.mmd', 'graph LR\nsubgraph x\n1 -- go --> 2\n', /a\.mmd:\d: subgraph "x" is never closed/],
  ['end of nothing', 'a.mmd', 'graph LR\nend\n', /a\.mmd:2: "end" closes no subgraph/],
  ['long line', 'a.mmd', `graph LR\n${'-'.repeat(2_001)}\n`, /a\.mmd:2: a line of 2001 characters; at most 2000/],
  ['no archive', 'a.xlsx', 'PK?', /a\.xlsx:1: is no spreadsheet archive/],
  ['no archive', 'a.ods', 'x'.repeat(100), /a\.ods:1: is no spreadsheet archive/],
]

for (const [what, name, text, says] of broken) {
  test(`refused with its place and what would be right: ${what} in ${name}`, async () => {
    assert.match(await refusal(file(name, text)), says)
  })
}

test('limits are named when they are exceeded', async () => {
  const large = { name: 'a.md', bytes: new Uint8Array(fileBytesMax + 1) }
  assert.match(await refusal(large), /document_too_large a\.md has \d+ bytes; at most 2097152/)
  const rows = `${csvEvents}${'0,1,go,走\n'.repeat(rowsMax + 1)}`
  assert.match(await refusal(file('a.csv', rows)), /document_too_large .*more than 5000 rows/)
  const graph = `graph LR\n${'1 -- go --> 2\n'.repeat(rowsMax)}`
  assert.match(await refusal(file('a.mmd', graph)), /document_too_large .*graph of more than 5000/)
  const many = Array.from({ length: filesMax + 1 }, () => file('a.md', events))
  assert.match(await refusal(...many), /document_too_large 21 files; at most 20/)
  assert.match(await refusal(), /give at least one/)
})

test('what is no UTF-8 text is refused as such', async () => {
  const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x41])
  assert.match(await refusal({ name: 'a.md', bytes }), /is no UTF-8 text; save it as UTF-8/)
})

test('an archive that says it unpacks to gigabytes is not unpacked', async () => {
  const bytes = Buffer.from(await xlsx())
  const honest = unpackedBytes(bytes) ?? 0
  assert.ok(honest > 1_000 && honest < 1_000_000)
  const directory = bytes.indexOf(Buffer.from('504b0102', 'hex'))
  bytes.writeUInt32LE(0xfffffff0, directory + 24)
  assert.match(
    await refusal({ name: 'a.xlsx', bytes }),
    /document_too_large .*unpacks to 4\d+ bytes/,
  )
})

test('Mermaid as people write it: quotes, shapes, pipes, chains, styles, comments', async () => {
  const text = `flowchart TD;
  %% version: 9
  %% machine: van-loan
  1["A (first)"] -->|go_on| 2(("B")); 2 -. back .-> 1
  2 == over and out ==> 3{{C}}:::red -- end_it --> 4[[D]]
  classDef red fill:#f00
  style 1 fill:#fff
  linkStyle 0 stroke:red
  click 1 "https://example.org"
  subgraph s1 ["Late"]
    direction LR
    4
  end
`
  const draft = await read(file('a.mmd', text))
  const [definition] = definitionsOf(draft)
  assert.deepEqual([draft.machine, definition?.version], ['van-loan', '9'])
  assert.deepEqual(
    definition?.moves.map(({ from, event, to }) => [from, event, to]),
    [
      [1, 'go_on', 2],
      [2, 'back', 1],
      [2, 'over_and_out', 3],
      [3, 'end_it', 4],
    ],
  )
  assert.deepEqual(
    definition?.states.map(({ code, name, stage }) => [code, name, stage]),
    [
      [1, 'A (first)', undefined],
      [2, 'B', undefined],
      [3, 'C', undefined],
      [4, 'D', 'Late'],
    ],
  )
})

test('tables inside code blocks and other tables are prose', async () => {
  const prose = `\`\`\`\n${events}\n\`\`\`\n\n| 名称 | 值 |\n|--|--|\n| a | b |\n${states}`
  const draft = await read(file('a.md', prose))
  assert.deepEqual([draft.moves.length, draft.states.length], [0, 2])
})

test('a column that nobody reads is remembered, for lint', async () => {
  const draft = await read(file('a.md', events.replace('事件描述', '事件说明')))
  assert.deepEqual(draft.unread, [{ place: { file: 'a.md', line: 2 }, heading: '事件说明' }])
})

const endings = ['.md', '.txt', '.mmd', '.csv', '.tsv', '.xlsx', '.ods'] as const

test('random bytes are refused or read, in every format, and never crash', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...endings),
      fc.uint8Array({ maxLength: 400 }),
      async (ending, bytes) => {
        const result = await readSources([{ name: `a${ending}`, bytes }])
        assert.ok(result.ok || result.problem.detail.length > 0)
      },
    ),
    { numRuns: 400 },
  )
})

test('a damaged document is refused or read, and never crashes', async () => {
  const whole = [
    sourceFile(documentName),
    sourceFile(amendmentsName),
    { name: 'a.ods', bytes: ods() },
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...whole),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
      fc.nat(),
      async ({ name, bytes }, changes, cut) => {
        const damaged = new Uint8Array(bytes)
        for (const [at, value] of changes) damaged[at % damaged.length] = value
        const part = cut % 3 === 0 ? damaged.slice(0, cut % damaged.length) : damaged
        const result = await readSources([{ name, bytes: part }])
        if (result.ok) definitionsOf(result.value)
        else assert.ok(result.problem.detail.length > 0)
      },
    ),
    { numRuns: 150 },
  )
})

const signs = ['|->=()" 1a\n;.:'.split(''), '起始状态码', '最终状态码', '事件'].flat()
const pipes = fc.string({ unit: fc.constantFrom(...signs), maxLength: 200 })

test('nonsense made of the right signs never crashes a reader', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('.md', '.mmd', '.csv'), pipes, async (ending, text) => {
      const body = ending === '.mmd' ? `graph LR\n${text}` : text
      const result = await readSources([file(`a${ending}`, body)])
      if (result.ok) definitionsOf(result.value)
    }),
    { numRuns: 500 },
  )
})
