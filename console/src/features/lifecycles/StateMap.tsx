/** Where orders of each state would go on; a state without a counterpart can be given one. */
import { Select } from 'antd'
import { useFeatureWords } from '../../i18n/index.ts'
import { Blank } from '../../layout/states.tsx'
import { CodeTag } from '../../shared/CodeTag.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListTable } from '../../shared/list/ListTable.tsx'
import '../../shared/list/list.css'
import { nameOf, type Machine } from './client.ts'
import { mapped, mappingOf, type Plan, type Rehearsal, type RehearsedState } from './migrations.ts'
import { words } from './words.ts'

interface Props {
  readonly plan: Plan
  readonly found: Rehearsal
  readonly old: Machine
  readonly fresh: Machine
  readonly onMap: (map: string) => void
}

export function StateMap(props: Props) {
  const { t } = useFeatureWords(words)
  const columns = useColumns(props)
  const { states } = props.found
  if (states.length === 0) return <Blank title={t('migration.noOrders')} />
  return (
    <ListTable<RehearsedState>
      label={t('migration.map')}
      columns={columns}
      rows={states}
      rowKey={({ state }) => String(state)}
    />
  )
}

function useColumns({ plan, old, fresh, onMap }: Props): readonly Column<RehearsedState>[] {
  const { t, language } = useFeatureWords(words)
  const mapping = mappingOf(plan.map)
  const nameIn = ({ states }: Machine, code: number): string => {
    const state = states.find((one) => one.code === code)
    return state === undefined ? String(code) : `${code} ${nameOf(state, language)}`
  }
  const options = fresh.states.map(({ code }) => ({ value: code, label: nameIn(fresh, code) }))
  return [
    { key: 'state', title: t('migration.state'), render: ({ state }) => nameIn(old, state) },
    {
      key: 'orders',
      title: t('migration.count'),
      align: 'right',
      phone: 'end',
      render: ({ orders }) => orders.toLocaleString('en'),
    },
    {
      key: 'target',
      title: t('migration.target'),
      render: ({ state, target }) => (
        <span className="state-target">
          <Select
            className="state-target-choice"
            showSearch={{ optionFilterProp: 'label' }}
            allowClear={mapping.has(state)}
            aria-label={`${t('migration.pick')}: ${nameIn(old, state)}`}
            placeholder={t('migration.pick')}
            options={options}
            value={target}
            onChange={(code: number | null | undefined) =>
              onMap(mapped(plan.map, state, code ?? undefined))
            }
          />
          {target === null ? <CodeTag tone="bad">{t('migration.noTarget')}</CodeTag> : null}
        </span>
      ),
    },
  ]
}
