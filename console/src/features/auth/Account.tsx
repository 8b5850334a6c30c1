/** My account: who I am here, password, second factor, and where else I am signed in. */
import { App, Button, Table, Tag } from 'antd'
import { useWords, wordOf } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { Failed } from '../../layout/states.tsx'
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
      <div className="page-head">
        <h1>{me.displayName}</h1>
        <span className="soft">{me.name}</span>
        {me.roles.map((role) => (
          <Tag key={role}>{wordOf(words.roles, role)}</Tag>
        ))}
        <span className="soft">{me.party ? me.party.code : t('auth.house')}</span>
      </div>
      <div className="account">
        <Card title={t('auth.changeTitle')}>
          <PasswordForm onChanged={() => void message.success(t('auth.changed'))} />
        </Card>
        <Card
          title={t('auth.secondFactor')}
          end={
            <Tag color={me.totpEnrolled ? 'green' : 'default'}>
              {me.totpEnrolled ? t('auth.secondFactorOn') : t('auth.secondFactorOff')}
            </Tag>
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
  const { t, language } = useWords()
  const { message } = App.useApp()
  const sessions = useSessions()
  const end = useEndSession()
  if (sessions.isError) return <Failed error={sessions.error} retry={sessions.refetch} />
  const finish = (id: string) =>
    end.mutate(id, { onSuccess: () => message.success(t('auth.revoked')) })
  return (
    <Card title={t('auth.sessions')} flush>
      <Table<OpenSession>
        rowKey="id"
        size="small"
        pagination={false}
        loading={sessions.isPending}
        dataSource={[...(sessions.data ?? [])]}
        scroll={{ x: 'max-content' }}
        columns={[
          {
            title: t('auth.device'),
            dataIndex: 'userAgent',
            render: (agent: string) => (
              <span className="account-agent" title={agent}>
                {deviceOf(agent)}
              </span>
            ),
          },
          { title: t('auth.address'), dataIndex: 'address' },
          {
            title: t('auth.started'),
            dataIndex: 'createdAt',
            render: (at: string) => <time>{minuteText(at, language)}</time>,
          },
          {
            title: t('auth.seen'),
            dataIndex: 'seenAt',
            render: (at: string) => <time>{minuteText(at, language)}</time>,
          },
          {
            key: 'end',
            align: 'right',
            render: (_, { id, current }) =>
              current ? (
                <Tag>{t('auth.thisSession')}</Tag>
              ) : (
                <Button size="small" onClick={() => finish(id)}>
                  {t('auth.revoke')}
                </Button>
              ),
          },
        ]}
      />
    </Card>
  )
}
