/** What waits for me: the rows, the columns, and a button for the next one. */
import { Segmented, Select } from 'antd'
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { ListPage } from '../../shared/list/ListPage.tsx'
import { useListRows, useListState, type AnyList } from '../../shared/list/useListState.ts'
import { useMe } from '../auth/session.ts'
import { orderAddress } from '../lifecycles/addresses.ts'
import type { WorkItem } from './client.ts'
import { NextButton } from './NextButton.tsx'
import { useColumns } from './useColumns.tsx'
import { words } from './words.ts'
import './work.css'

const refetchMs = 15_000

export function WorkList() {
  const { t } = useFeatureWords(words)
  const me = useMe().data
  const list = useListState({
    name: 'work',
    fields: { mine: 'one', role: 'one', machine: 'one' },
  })
  const rows = useListRows<WorkItem>(list, { path: '/work', refetchMs })
  const oversees = me?.roles.some((role) => role === 'admin' || role === 'auditor') === true
  return (
    <ListPage<WorkItem>
      title={t('title')}
      note={oversees ? t('noteAll') : t('note')}
      list={list}
      rows={rows}
      columns={useColumns(oversees)}
      rowKey={({ machine, orderNo }) => `${machine} ${orderNo}`}
      to={({ machine, orderNo }) => orderAddress(machine, orderNo)}
      rowClass={({ taken }) => (taken?.mine === true ? 'work-mine' : undefined)}
      empty={{ title: t('empty'), hint: t('emptyHint') }}
      end={oversees ? undefined : <NextButton />}
    >
      <div className="work-choice">
        {oversees ? <RoleChoice list={list} /> : <MineChoice list={list} />}
      </div>
    </ListPage>
  )
}

interface ChoiceProps {
  readonly list: AnyList
}

/** Everything that waits for me, or what I have taken of it. */
function MineChoice({ list }: ChoiceProps) {
  const { t } = useFeatureWords(words)
  const { mine, ...others } = list.fields
  return (
    <Segmented
      aria-label={t('whose')}
      value={mine === 'true' ? 'mine' : 'all'}
      options={[
        { value: 'all', label: t('all') },
        { value: 'mine', label: t('onlyMine') },
      ]}
      onChange={(chosen) =>
        list.showFields(chosen === 'mine' ? { ...others, mine: 'true' } : others)
      }
    />
  )
}

const waitedFor = [
  'credit-auditor',
  'fund-router',
  'lending-auditor',
  'finance-ops',
  'dealer',
] as const

/** Whoever oversees the house looks at one role's list. */
function RoleChoice({ list }: ChoiceProps) {
  const { t } = useFeatureWords(words)
  const shared = useWords()
  const { role, ...others } = list.fields
  return (
    <Select<string>
      aria-label={t('role')}
      placeholder={t('everyRole')}
      allowClear
      value={typeof role === 'string' ? role : null}
      options={waitedFor.map((value) => ({ value, label: wordOf(shared.words.roles, value) }))}
      onChange={(chosen?: string) => list.showFields(chosen ? { ...others, role: chosen } : others)}
    />
  )
}
