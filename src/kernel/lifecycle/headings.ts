/** The words over the columns: verbatim from document 000, with English for spreadsheets. */

export type EventColumn =
  | 'version'
  | 'from'
  | 'to'
  | 'event'
  | 'label'
  | 'labelEn'
  | 'roles'
  | 'guard'
  | 'mirrors'
  | 'stage'
  | 'note'
  | 'origin'

export type StateColumn =
  | 'version'
  | 'code'
  | 'name'
  | 'nameEn'
  | 'subsystem'
  | 'stage'
  | 'terminal'
  | 'note'
  | 'origin'

type Words<Column extends string> = Readonly<Record<Column, readonly string[]>>

// The first word is the one that refusals and exports use.
export const eventWords: Words<EventColumn> = {
  version: ['版本号', 'version'],
  from: ['起始状态码', '起始状态', 'from', 'from state'],
  to: ['最终状态码', '最终状态', 'to', 'to state'],
  event: ['事件', 'event'],
  label: ['事件描述', 'description', 'label'],
  labelEn: ['英文', 'english', 'label en', 'description en'],
  roles: ['角色', 'roles', 'role'],
  guard: ['守卫', 'guard'],
  mirrors: ['镜像', 'mirrors'],
  stage: ['阶段', 'stage'],
  note: ['说明', 'note'],
  origin: ['来源', 'origin'],
}

export const stateWords: Words<StateColumn> = {
  version: ['版本号', 'version'],
  code: ['状态码', 'code', 'state code'],
  name: ['状态描述', 'name', 'description'],
  nameEn: ['英文', 'english', 'name en', 'description en'],
  subsystem: ['子系统标识', 'subsystem', 'subsystem field'],
  stage: ['阶段', 'stage'],
  terminal: ['终态', 'terminal'],
  note: ['说明', 'note'],
  origin: ['来源', 'origin'],
}

const index = <Column extends string>(words: Words<Column>): ReadonlyMap<string, Column> =>
  new Map(
    (Object.keys(words) as Column[]).flatMap((column) =>
      words[column].map((word): [string, Column] => [word, column]),
    ),
  )

const eventColumns = index(eventWords)
const stateColumns = index(stateWords)

const plain = (heading: string): string =>
  heading
    .replaceAll(/[*`]/gu, '')
    .replaceAll(/[_\s]+/gu, ' ')
    .trim()
    .toLowerCase()

export const eventColumn = (heading: string): EventColumn | undefined =>
  eventColumns.get(plain(heading))

export const stateColumn = (heading: string): StateColumn | undefined =>
  stateColumns.get(plain(heading))
