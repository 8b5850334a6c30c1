/** One user: facts, what an administrator can do about the account, open sessions. */
import { Button, Checkbox, Form, Modal } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { Refusal } from '../../api.ts'
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { PageHead } from '../../layout/PageHead.tsx'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { KeyValue } from '../../shared/KeyValue.tsx'
import { minuteText } from '../../shared/moment.ts'
import { useCommand } from '../../shared/useCommand.ts'
import { useMe } from '../auth/session.ts'
import { AccountActions } from './AccountActions.tsx'
import { changeUser, partyOf, userKey, useUser, type User, type UserForm } from './client.ts'
import { UserFields } from './UserFields.tsx'
import { Sessions } from './Sessions.tsx'
import { RoleTags, UserState } from './UserTags.tsx'
import { words } from './words.ts'
import './users.css'

export function UserPage() {
  const { t } = useFeatureWords(words)
  const { id = '' } = useParams()
  const user = useUser(id)
  if (user.isPending) return <Loading />
  if (user.isError && user.error instanceof Refusal) {
    return (
      <Blank title={t('missing')}>
        <Link to={path.users()}>{t('back')}</Link>
      </Blank>
    )
  }
  if (user.isError) return <Failed error={user.error} retry={user.refetch} />
  return <Opened user={user.data} />
}

function Opened({ user }: { readonly user: User }) {
  const { t } = useFeatureWords(words)
  const [editing, setEditing] = useState(false)
  const mayChange = useMe().data?.roles.includes('admin') === true
  return (
    <>
      <PageHead
        title={user.displayName}
        back={{ to: path.users(), label: t('back') }}
        tags={<UserState user={user} />}
        end={
          mayChange ? (
            <Button type="primary" onClick={() => setEditing(true)}>
              {t('edit')}
            </Button>
          ) : undefined
        }
      />
      <div className="user">
        <Card title={t('facts')}>
          <Facts user={user} />
        </Card>
        {mayChange ? (
          <Card title={t('actions')}>
            <AccountActions user={user} />
          </Card>
        ) : null}
      </div>
      <Sessions user={user} />
      {editing ? <EditUser user={user} onClose={() => setEditing(false)} /> : null}
    </>
  )
}

function Facts({ user }: { readonly user: User }) {
  const { t, language } = useFeatureWords(words)
  const { id, username, roles, party, totpEnrolled, totpRequired, createdAt, updatedAt } = user
  const factor = totpEnrolled ? t('on') : totpRequired ? t('demanded') : t('off')
  return (
    <>
      <KeyValue
        entries={[
          [t('username'), username],
          [t('roles'), <RoleTags key="roles" roles={roles} />],
          [t('party'), party === null ? t('house') : party.code],
          [t('secondFactor'), factor],
          [t('createdAt'), minuteText(createdAt, language)],
          [t('updatedAt'), minuteText(updatedAt, language)],
        ]}
      />
      <p className="user-links">
        <Link to={`${path.audit()}?actor=user:${id}`}>{t('trail')}</Link>
        <Link to={`${path.audit()}?subject=user:${id}`}>{t('trailOn')}</Link>
      </p>
    </>
  )
}

interface EditProps {
  readonly user: User
  readonly onClose: () => void
}

function EditUser({ user, onClose }: EditProps) {
  const { t } = useFeatureWords(words)
  const [form] = Form.useForm<UserForm>()
  const save = useCommand({
    form: `edit user ${user.id} ${user.version}`,
    send: (values: UserForm, key) => {
      const { displayName, roles, totpRequired = false } = values
      return changeUser(user, { displayName, roles, party: partyOf(values), totpRequired }, key)
    },
    done: t('saved'),
    stale: [userKey(user.id), ['list', '/users']],
    onDone: onClose,
  })
  const initial: UserForm = {
    username: user.username,
    displayName: user.displayName,
    roles: user.roles,
    partyKind: user.party?.kind ?? 'none',
    totpRequired: user.totpRequired,
    ...(user.party === null ? {} : { partyCode: user.party.code }),
  }
  return (
    <Modal
      open
      title={t('edit')}
      okText={t('save')}
      cancelText={t('cancel')}
      onOk={form.submit}
      onCancel={onClose}
      confirmLoading={save.isPending}
    >
      <Form<UserForm>
        form={form}
        layout="vertical"
        initialValues={initial}
        onFinish={(values) => save.mutate(values)}
      >
        <UserFields />
        <Form.Item name="totpRequired" valuePropName="checked">
          <Checkbox>{t('totpRequired')}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  )
}
