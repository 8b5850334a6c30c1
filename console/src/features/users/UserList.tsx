/** The people of the back office. */
import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { path } from '../../path.ts'
import { CodeTag } from '../../shared/CodeTag.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListPage } from '../../shared/list/ListPage.tsx'
import { useListRows, useListState } from '../../shared/list/useListState.ts'
import { minuteText } from '../../shared/moment.ts'
import { useMe } from '../auth/session.ts'
import { NewUser } from './NewUser.tsx'
import { RoleTags, UserState } from './UserTags.tsx'
import type { User } from './client.ts'
import { words } from './words.ts'

export function UserList() {
  const { t } = useFeatureWords(words)
  const shared = useWords()
  const navigate = useNavigate()
  const [making, setMaking] = useState(false)
  const mayMake = useMe().data?.roles.includes('admin') === true
  const list = useListState({ name: 'users', fields: { text: 'one', role: 'one' } })
  const rows = useListRows<User>(list, { path: '/users' })
  const roles = Object.keys(shared.words.roles).filter((role) => role !== 'system')
  return (
    <>
      <ListPage<User>
        title={t('title')}
        note={t('note')}
        list={list}
        rows={rows}
        columns={useColumns()}
        rowKey={({ id }) => id}
        to={({ id }) => path.user(id)}
        empty={{ title: t('empty') }}
        end={
          <>
            <Link to={path.roles()}>
              <Button>{t('rolesPage')}</Button>
            </Link>
            {mayMake ? (
              <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
                {t('create')}
              </Button>
            ) : null}
          </>
        }
        filters={[
          { kind: 'text', name: 'text', label: t('search') },
          {
            kind: 'choice',
            name: 'role',
            label: t('role'),
            options: roles.map((value) => ({ value, label: wordOf(shared.words.roles, value) })),
          },
        ]}
      />
      {making ? (
        <NewUser onMade={(id) => void navigate(path.user(id))} onClose={() => setMaking(false)} />
      ) : null}
    </>
  )
}

function useColumns(): readonly Column<User>[] {
  const { t, language } = useFeatureWords(words)
  return [
    { key: 'name', title: t('name'), render: ({ displayName }) => displayName },
    { key: 'username', title: t('username'), render: ({ username }) => username },
    { key: 'roles', title: t('roles'), render: ({ roles }) => <RoleTags roles={roles} /> },
    {
      key: 'party',
      title: t('party'),
      render: ({ party }) => (party === null ? t('house') : party.code),
    },
    {
      key: 'state',
      title: t('state'),
      phone: 'title',
      render: (user) => <UserState user={user} />,
    },
    {
      key: 'secondFactor',
      title: t('secondFactor'),
      render: ({ totpEnrolled, totpRequired }) => (
        <CodeTag tone={totpEnrolled ? 'good' : totpRequired ? 'warn' : 'calm'}>
          {totpEnrolled ? t('on') : totpRequired ? t('demanded') : t('off')}
        </CodeTag>
      ),
    },
    {
      key: 'createdAt',
      title: t('createdAt'),
      render: ({ createdAt }) => <time className="nowrap">{minuteText(createdAt, language)}</time>,
    },
  ]
}
