/** What waits for me: the rows, the columns, and a button for the next one. */
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { ListPage } from '../../shared/list/ListPage.tsx'
import type { Filter } from '../../shared/list/ListFilters.tsx'
import { useListRows, useListState } from '../../shared/list/useListState.ts'
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
      columns={useColumns()}
      filters={useFilters(oversees)}
      rowKey={({ machine, orderNo }) => `${machine} ${orderNo}`}
      to={({ machine, orderNo }) => orderAddress(machine, orderNo)}
      rowClass={({ taken }) => (taken?.mine === true ? 'work-mine' : undefined)}
      empty={{ title: t('empty'), hint: t('emptyHint') }}
      end={oversees ? undefined : <NextButton />}
    />
  )
}

/** Whoever oversees the house looks at one role's list; the others at what they have taken. */
function useFilters(oversees: boolean): readonly Filter[] {
  const { t } = useFeatureWords(words)
  const shared = useWords()
  if (!oversees) {
    const options = [{ value: 'true', label: t('onlyMine') }]
    return [{ kind: 'choice', name: 'mine', label: t('whose'), options }]
  }
  const options = waitedFor.map((value) => ({ value, label: wordOf(shared.words.roles, value) }))
  return [{ kind: 'choice', name: 'role', label: t('role'), options }]
}

const waitedFor = [
  'credit-auditor',
  'fund-router',
  'lending-auditor',
  'finance-ops',
  'dealer',
] as const
