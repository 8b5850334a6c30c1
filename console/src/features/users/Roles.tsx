/** What each role may do, as the doors and the lifecycles themselves say it. */
import { Collapse, Tag } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { PageHead } from '../../layout/PageHead.tsx'
import { Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import type { Entry } from '../../shared/KeyValue.tsx'
import { useRoles, type RoleView } from './client.ts'
import { words } from './words.ts'
import './users.css'

export function Roles() {
  const { t } = useFeatureWords(words)
  const shared = useWords()
  const [search, setSearch] = useSearchParams()
  const roles = useRoles()
  if (roles.isPending) return <Loading />
  if (roles.isError) return <Failed error={roles.error} retry={roles.refetch} />
  const items = roles.data.map((view) => ({
    key: view.role,
    label: (
      <span className="role-label">
        <strong>{wordOf(shared.words.roles, view.role)}</strong>
        <span className="soft">{countText(t, view)}</span>
      </span>
    ),
    children: <OneRole view={view} />,
  }))
  return (
    <>
      <PageHead
        title={t('rolePage.title')}
        note={t('rolePage.note')}
        back={{ to: path.users(), label: t('back') }}
      />
      <Collapse
        accordion
        items={items}
        activeKey={search.get('role') ?? []}
        onChange={([role]) => setSearch(role === undefined ? {} : { role }, { replace: true })}
      />
    </>
  )
}

type Translate = ReturnType<typeof useFeatureWords<typeof words.zh>>['t']

const countText = (t: Translate, view: RoleView): string => {
  const { operations, moves } = view
  if (operations.length + moves.length === 0) return t('rolePage.none')
  return t('rolePage.count', {
    reads: operations.filter(({ writes }) => !writes).length,
    writes: operations.filter(({ writes }) => writes).length,
    moves: moves.length,
  })
}

function OneRole({ view }: { readonly view: RoleView }) {
  const { t, language } = useFeatureWords(words)
  const { role, operations, moves, proposes, decides } = view
  const titled = (items: readonly { title: { zh: string; en: string } }[]) => (
    <span className="user-tags">
      {items.map(({ title }) => (
        <Tag key={title.en}>{title[language]}</Tag>
      ))}
    </span>
  )
  const entries: readonly (Entry | undefined)[] = [
    moves.length === 0 ? undefined : [t('rolePage.moves'), titled(moves)],
    proposes.length === 0 ? undefined : [t('rolePage.proposes'), titled(proposes)],
    decides.length === 0 ? undefined : [t('rolePage.decides'), titled(decides)],
    operationsEntry(
      t('rolePage.writes'),
      operations.filter(({ writes }) => writes),
    ),
    operationsEntry(
      t('rolePage.reads'),
      operations.filter(({ writes }) => !writes),
    ),
  ]
  const shown = entries.filter((entry) => entry !== undefined)
  return (
    <>
      {role === 'auditor' ? <p>{t('rolePage.auditor')}</p> : null}
      {shown.length === 0 ? <p className="soft">{t('rolePage.nothing')}</p> : null}
      <dl className="role-parts">
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="user-links">
        <Link to={`${path.users()}?role=${role}`}>{t('rolePage.people')}</Link>
      </p>
    </>
  )
}

/** Operations go by their names in the API, which are the same in every language. */
function operationsEntry(name: string, operations: RoleView['operations']): Entry | undefined {
  if (operations.length === 0) return undefined
  return [
    name,
    <span key={name} className="user-tags">
      {operations.map(({ operationId, summary }) => (
        <code key={operationId} className="role-operation" title={summary} lang="en">
          {operationId}
        </code>
      ))}
    </span>,
  ]
}
