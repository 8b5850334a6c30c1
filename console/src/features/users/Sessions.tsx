/** Where a user is signed in; an administrator ends a session at once. */
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { Failed, Loading } from '../../layout/states.tsx'
import { CommandButton } from '../../shared/CommandButton.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListTable } from '../../shared/list/ListTable.tsx'
import { RelativeTime } from '../../shared/RelativeTime.tsx'
import { deviceOf } from '../auth/device.ts'
import { useMe } from '../auth/session.ts'
import { endSession, userKey, useUserSessions, type User, type UserSession } from './client.ts'
import { words } from './words.ts'

export function Sessions({ user: { id } }: { readonly user: User }) {
  const { t } = useFeatureWords(words)
  const sessions = useUserSessions(id)
  const mayEnd = useMe().data?.roles.includes('admin') === true
  const columns: readonly Column<UserSession>[] = [
    {
      key: 'device',
      title: t('device'),
      render: ({ userAgent }) => <span title={userAgent}>{deviceOf(userAgent)}</span>,
    },
    { key: 'address', title: t('address'), render: ({ address }) => address },
    {
      key: 'started',
      title: t('started'),
      render: ({ createdAt }) => <RelativeTime at={createdAt} />,
    },
    { key: 'seen', title: t('seen'), render: ({ seenAt }) => <RelativeTime at={seenAt} /> },
    {
      key: 'end',
      title: t('end'),
      render: (session) =>
        mayEnd ? (
          <CommandButton
            form={`end session ${session.id}`}
            send={(key) => endSession(id, session.id, key)}
            done={t('ended')}
            stale={[userKey(id)]}
            look={{ size: 'small' }}
            label={t('endLabel', { address: session.address })}
          >
            {t('end')}
          </CommandButton>
        ) : null,
    },
  ]
  return (
    <Card title={t('sessions')} flush>
      {sessions.isPending ? <Loading /> : null}
      {sessions.isError ? <Failed error={sessions.error} retry={sessions.refetch} /> : null}
      {sessions.data?.length === 0 ? <p className="soft user-none">{t('noSessions')}</p> : null}
      {sessions.data === undefined || sessions.data.length === 0 ? null : (
        <ListTable
          label={t('sessions')}
          columns={columns}
          rows={sessions.data}
          rowKey={(session) => session.id}
        />
      )}
    </Card>
  )
}
