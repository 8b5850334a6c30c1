/** My account: who I am here, password, second factor, and where else I am signed in. */
import { App, Button } from 'antd'
import { useWords, wordOf } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { PageHead } from '../../layout/PageHead.tsx'
import { Failed, Loading } from '../../layout/states.tsx'
import { CodeTag } from '../../shared/CodeTag.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListTable } from '../../shared/list/ListTable.tsx'
import { minuteText } from '../../shared/moment.ts'
import { deviceOf } from './device.ts'
import { PasswordForm } from './PasswordForm.tsx'
import { DisableTotp, EnrolTotp } from './SecondFactor.tsx'
import { useEndSession, useMe, useSessions, type OpenSession } from './session.ts'
import './account.css'

export function Account() {
  const { t, words } = useWords()
  const { message } = App.useApp()
  const me = useMe().data
  if (!me) return null
  return (
    <>
      <PageHead
        title={me.displayName}
        tags={
          <>
            <span className="soft">{me.name}</span>
            {me.roles.map((role) => (
              <CodeTag key={role}>{wordOf(words.roles, role)}</CodeTag>
            ))}
            <span className="soft">{me.party ? me.party.code : t('auth.house')}</span>
          </>
        }
      />
      <div className="account">
        <Card title={t('auth.changeTitle')}>
          <PasswordForm onChanged={() => void message.success(t('auth.changed'))} />
        </Card>
        <Card
          title={t('auth.secondFactor')}
          end={
            <CodeTag tone={me.totpEnrolled ? 'good' : 'calm'}>
              {me.totpEnrolled ? t('auth.secondFactorOn') : t('auth.secondFactorOff')}
            </CodeTag>
          }
        >
          {me.totpEnrolled ? null : <p className="soft">{t('auth.secondFactorWhy')}</p>}
          {me.totpEnrolled ? <DisableTotp /> : <EnrolTotp />}
        </Card>
      </div>
      <Sessions />
    </>
  )
}

function Sessions() {
  const { t } = useWords()
  const sessions = useSessions()
  const columns = useSessionColumns()
  if (sessions.isError) return <Failed error={sessions.error} retry={sessions.refetch} />
  return (
    <Card title={t('auth.sessions')} flush>
      {sessions.isPending ? (
        <Loading />
      ) : (
        <ListTable<OpenSession>
          label={t('auth.sessions')}
          rowKey={({ id }) => id}
          rows={sessions.data}
          columns={columns}
        />
      )}
    </Card>
  )
}

function useSessionColumns(): readonly Column<OpenSession>[] {
  const { t, language } = useWords()
  const { message } = App.useApp()
  const end = useEndSession()
  const finish = (id: string) =>
    end.mutate(id, { onSuccess: () => message.success(t('auth.revoked')) })
  return [
    {
      key: 'device',
      title: t('auth.device'),
      render: ({ userAgent }) => (
        <span className="account-agent" title={userAgent}>
          {deviceOf(userAgent)}
        </span>
      ),
    },
    { key: 'address', title: t('auth.address'), render: ({ address }) => address },
    {
      key: 'started',
      title: t('auth.started'),
      render: ({ createdAt }) => <time>{minuteText(createdAt, language)}</time>,
    },
    {
      key: 'seen',
      title: t('auth.seen'),
      render: ({ seenAt }) => <time>{minuteText(seenAt, language)}</time>,
    },
    {
      key: 'end',
      title: t('auth.revoke'),
      align: 'right',
      phone: 'end',
      render: ({ id, current }) =>
        current ? (
          <CodeTag tone="water">{t('auth.thisSession')}</CodeTag>
        ) : (
          <Button size="small" onClick={() => finish(id)}>
            {t('auth.revoke')}
          </Button>
        ),
    },
  ]
}
