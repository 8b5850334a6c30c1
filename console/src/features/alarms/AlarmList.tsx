/** One inbox of alarms: mine by role; administrators and auditors see all. */
import { useSearchParams } from 'react-router'
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { CodeTag } from '../../shared/CodeTag.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListPage } from '../../shared/list/ListPage.tsx'
import { useListRows, useListState } from '../../shared/list/useListState.ts'
import { RelativeTime } from '../../shared/RelativeTime.tsx'
import { AlarmDrawer } from './AlarmDrawer.tsx'
import { severities, severityTones, states, stateTones, type Alarm } from './client.ts'
import { words } from './words.ts'

export function AlarmList() {
  const { t } = useFeatureWords(words)
  const shared = useWords()
  const [search, setSearch] = useSearchParams()
  const opened = search.get('alarm')
  const list = useListState({
    name: 'alarms',
    fields: { state: 'one', severity: 'one', owner: 'one', code: 'one', subject: 'one' },
  })
  const rows = useListRows<Alarm>(list, { path: '/alarms', refetchMs: 15_000 })
  const owners = Object.entries(shared.words.roles)
    .filter(([role]) => role !== 'system')
    .map(([value, label]) => ({ value, label }))
  const open = (id: string | undefined) => {
    const to = new URLSearchParams(search)
    if (id === undefined) to.delete('alarm')
    else to.set('alarm', id)
    setSearch(to)
  }
  return (
    <>
      <ListPage<Alarm>
        title={t('title')}
        note={t('note')}
        list={list}
        rows={rows}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onOpen={({ id }) => open(id)}
        empty={{ title: t('empty'), hint: t('emptyHint') }}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t('state'),
            options: states.map((value) => ({ value, label: t(`states.${value}`) })),
          },
          {
            kind: 'choice',
            name: 'severity',
            label: t('severity'),
            options: severities.map((value) => ({ value, label: t(`severities.${value}`) })),
          },
          { kind: 'choice', name: 'owner', label: t('owner'), options: owners },
          { kind: 'text', name: 'subject', label: t('subject'), rare: true },
          { kind: 'text', name: 'code', label: t('code'), rare: true },
        ]}
      />
      {opened === null ? null : <AlarmDrawer id={opened} onClose={() => open(undefined)} />}
    </>
  )
}

function useColumns(): readonly Column<Alarm>[] {
  const { t, words: texts } = useFeatureWords(words)
  const shared = useWords()
  return [
    { key: 'what', title: t('what'), render: ({ code }) => wordOf(texts.codes, code) },
    {
      key: 'severity',
      title: t('severity'),
      phone: 'title',
      render: ({ severity }) => (
        <CodeTag tone={severityTones[severity]}>{t(`severities.${severity}`)}</CodeTag>
      ),
    },
    {
      key: 'state',
      title: t('state'),
      render: ({ state }) => <CodeTag tone={stateTones[state]}>{t(`states.${state}`)}</CodeTag>,
    },
    { key: 'subject', title: t('subject'), render: ({ subject }) => subject },
    {
      key: 'owner',
      title: t('owner'),
      render: ({ owner }) => wordOf(shared.words.roles, owner),
    },
    {
      key: 'occurrences',
      title: t('occurrences'),
      align: 'right',
      render: ({ occurrences }) => occurrences,
    },
    { key: 'lastAt', title: t('lastAt'), render: ({ lastAt }) => <RelativeTime at={lastAt} /> },
    {
      key: 'firstAt',
      title: t('firstAt'),
      spare: true,
      render: ({ firstAt }) => <RelativeTime at={firstAt} />,
    },
  ]
}
