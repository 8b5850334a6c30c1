import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roles } from '../auth/index.ts'
import { findingSeverities, type Finding, type LintOptions } from './findings.ts'
import { lint } from './lint.ts'
import { readSources } from './read.ts'
import { amendmentsName, documentName, draftOf } from './test-fixture.ts'

const brief = ({ code, subject }: Finding): string => `${code} ${subject}`

const of = (findings: readonly Finding[], version: string, code: string): readonly string[] =>
  findings
    .filter((finding) => finding.version === version && finding.code === code)
    .map((finding) => finding.subject)
    .toSorted()

// prettier-ignore
const inDocument: readonly (readonly [version: string, code: string, subjects: readonly string[]])[] = [
  ['8', 'state_without_way_in', ['10010']],
  ['8', 'only_self_loop_leaves', ['0', '40020']],
  ['8', 'dead_end', ['40030', '40130', '50310', '60010']],
  ['8', 'state_not_in_table', ['30050', '50250', '50310', '50350', '60010', '60050', '60150']],
  ['8', 'unreachable_state', ['10010', '10030', '10050', '30050', '40010', '40020', '40030', '40050',
    '40110', '40130', '40150', '50250', '50310', '50350', '60010', '60050', '60150', '99999']],
  ['8', 'roles_missing', ['*']],
  ['8', 'terminal_by_name', ['60150', '99999']],
  ['simple', 'state_only_in_graph', ['10110', '10150']],
  ['simple', 'two_labels', ['60050']],
  ['simple', 'named_differently', ['0', '60050', '60150']],
  ['simple', 'roles_missing', ['*']],
  ['simple', 'terminal_by_name', ['60150']],
]

test('document 000 alone has these findings and no others', async () => {
  const findings = lint(await draftOf(documentName), { roles })
  for (const [version, code, subjects] of inDocument) {
    assert.deepEqual(of(findings, version, code), subjects, `${version} ${code}`)
  }
  const expected = inDocument.reduce((sum, [, , subjects]) => sum + subjects.length, 0)
  assert.equal(findings.length, expected)
})

test('a finding says where it stands, in which version, and in both languages', async () => {
  const findings = lint(await draftOf(documentName))
  const dead = findings.find((finding) => brief(finding) === 'dead_end 40030')
  assert.deepEqual(dead, {
    code: 'dead_end',
    severity: 'error',
    machine: 'machine',
    version: '8',
    place: { file: documentName, line: 74 },
    subject: '40030',
    message: {
      zh: '没有任何事件离开 40030（材料审核拒绝），且未标为终态',
      en: 'no event leaves 40030 材料审核拒绝, and nothing says that orders end there',
    },
  })
  const names = findings.filter(({ code }) => code === 'named_differently')
  assert.deepEqual(
    names.map(({ message }) => message.en),
    [
      '0 is called 初始态 here and 未生效 (8) elsewhere',
      '60050 is called 服务中 here and 已放款 (8) elsewhere',
      '60150 is called 还清 here and 已结清 (8) elsewhere',
    ],
  )
})

test('with its amendments document 000 has warnings about the graph, and no error', async () => {
  const findings = lint(await draftOf(documentName, amendmentsName), { roles })
  assert.deepEqual(
    findings.filter(({ severity }) => severity === 'error'),
    [],
  )
  assert.deepEqual(of(findings, '8', 'unreachable_state'), [])
  assert.deepEqual(findings.map(brief).toSorted(), [
    'named_differently 0',
    'named_differently 60050',
    'named_differently 60150',
    'state_only_in_graph 10110',
    'state_only_in_graph 10150',
    'two_labels 60050',
  ])
})

const states = '状态码,状态描述,终态,子系统标识'
const rows = '起始状态码,最终状态码,事件,角色,守卫,镜像'
const sound = `${states}
0,新,否,
1,中,否,a_status
2,终,是,

${rows}
0,0,create_it,dealer,,
0,1,go,dealer,,
1,2,finish,dealer,is_paid,a_status
`

async function found(text: string, options: LintOptions = {}): Promise<readonly string[]> {
  const draft = await readSources([{ name: 'a.csv', bytes: Buffer.from(text) }])
  assert.ok(draft.ok, draft.ok ? '' : draft.problem.detail)
  return lint(draft.value, options).map(brief)
}

test('a sound machine has no finding', async () => {
  const known = { roles: ['dealer'], guards: ['is_paid'] }
  assert.deepEqual(await found(sound, known), [])
})

// prettier-ignore
const faults: readonly (readonly [what: string, change: (text: string) => string, finds: readonly string[], options?: LintOptions])[] = [
  ['a state that no row leaves',
    (text) => text.replace('0,0,create_it,dealer,,\n', '').replace('1,2,', '0,2,'),
    ['dead_end 1']],
  ['nothing says where orders begin',
    (text) => text.replace('0,0,create_it', '1,0,back'),
    ['initial_state_unclear ']],
  ['two creating events in two states',
    (text) => `${text}1,1,create_other,dealer,,\n`,
    ['initial_state_unclear 0']],
  ['a state that nothing leads to',
    (text) => text.replace('2,终', '3,远,否,\n2,终').concat('3,2,finish,dealer,,\n'),
    ['unreachable_state 3', 'state_without_way_in 3']],
  ['states that lead nowhere but to each other',
    (text) => text.replace('2,终', '3,甲,否,\n4,乙,否,\n2,终').concat('1,3,a,dealer,,\n3,4,b,dealer,,\n4,3,c,dealer,,\n'),
    ['endless 3', 'endless 4']],
  ['a state that only edits leave',
    (text) => text.replace('2,终', '3,甲,否,\n2,终').concat('1,3,a,dealer,,\n3,3,save_it,dealer,,\n'),
    ['only_self_loop_leaves 3']],
  ['an end that an event leaves',
    (text) => text.concat('2,1,again,dealer,,\n'),
    ['terminal_left 2']],
  ['a state that stands in no table',
    (text) => text.concat('1,7,jump,dealer,,\n7,2,finish,dealer,,\n'),
    ['state_not_in_table 7']],
  ['a state listed twice',
    (text) => text.replace('1,中', '1,中,否,a_status\n1,中'),
    ['duplicate_state 1']],
  ['a row that stands twice',
    (text) => text.concat('0,1,go,dealer,,\n'),
    ['duplicate_move 0 go 1']],
  ['an event that leads to two states',
    (text) => text.concat('0,2,go,dealer,,\n'),
    ['ambiguous_move 0 go 2']],
  ['a question that changes the state',
    (text) => text.concat('1,2,can_finish,dealer,,\n'),
    ['probe_changes_state 1 can_finish 2']],
  ['one event without a role',
    (text) => text.replace('go,dealer', 'go,'),
    ['event_without_role 0 go 1']],
  ['no role at all',
    (text) => text.replaceAll('dealer', ''),
    ['roles_missing *']],
  ['a role that does not exist',
    (text) => text.replace('go,dealer', 'go,dealers'),
    ['unknown_role 0 go 1'], { roles: ['dealer'] }],
  ['the role of the engine exists always',
    (text) => text.replace('go,dealer', 'go,system'),
    [], { roles: ['dealer'] }],
  ['a guard that does not exist',
    (text) => text,
    ['unknown_guard 1 finish 2'], { guards: ['is_free'] }],
  ['a mirror that is the field of no state',
    (text) => text.replace('is_paid,a_status', 'is_paid,b_status'),
    ['unknown_mirror 1 finish 2']],
  ['an end by its name only',
    (text) => text.replace('2,终,是', '2,已放弃,'),
    ['terminal_by_name 2']],
  ['an end by its name, where the table says that it is none',
    (text) => text.replace('2,终,是', '2,已放弃,否'),
    ['dead_end 2']],
  ['a heading with a typing error',
    (text) => text.replace('守卫', '守护'),
    ['unread_column 守护']],
  ['the same code under another name in a second version',
    () => `版本号,${states}\n1,0,新,否,\n1,1,终,是,\n2,0,旧,否,\n2,1,终,是,\n\n版本号,${rows}\n1,0,1,go,dealer,,\n2,0,1,go,dealer,,\n`,
    ['named_differently 0']],
]

for (const [what, change, finds, options] of faults) {
  test(`lint sees ${what}`, async () => {
    assert.deepEqual(await found(change(sound), options), finds)
  })
}

test('every kind of finding is seen by a test', async () => {
  const all = [
    ...inDocument.map(([, code]) => code),
    ...faults.flatMap(([, , finds]) => finds.map((text) => text.split(' ')[0] ?? '')),
  ]
  const unseen = Object.keys(findingSeverities).filter((code) => !all.includes(code))
  assert.deepEqual(unseen, [])
})
