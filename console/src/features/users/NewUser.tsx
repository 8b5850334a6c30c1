/** A new user, and the first password that is shown once. */
import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useFeatureWords } from '../../i18n/index.ts'
import { useCommand } from '../../shared/useCommand.ts'
import { createUser, type UserForm } from './client.ts'
import { Once } from './Once.tsx'
import { UserFields } from './UserFields.tsx'
import { words } from './words.ts'

interface Props {
  readonly onMade: (id: string) => void
  readonly onClose: () => void
}

export function NewUser({ onMade, onClose }: Props) {
  const { t } = useFeatureWords(words)
  const [form] = Form.useForm<UserForm>()
  const [made, setMade] = useState<{ readonly id: string; readonly password: string }>()
  const create = useCommand({
    form: 'new user',
    send: createUser,
    done: t('made'),
    stale: [['list', '/users']],
    onDone: ({ user, password }) => {
      if (password === null) onMade(user.id)
      else setMade({ id: user.id, password })
    },
  })
  if (made !== undefined) {
    return <Once secret={made.password} onClose={() => onMade(made.id)} />
  }
  return (
    <Modal
      open
      title={t('create')}
      okText={t('create')}
      cancelText={t('cancel')}
      onOk={form.submit}
      onCancel={onClose}
      confirmLoading={create.isPending}
    >
      <Form<UserForm>
        form={form}
        layout="vertical"
        initialValues={{ partyKind: 'none', roles: [] }}
        onFinish={(values) => create.mutate(values)}
      >
        <Form.Item
          name="username"
          label={t('username')}
          rules={[{ required: true, message: t('required') }]}
        >
          <Input autoComplete="off" maxLength={63} autoFocus />
        </Form.Item>
        <UserFields />
      </Form>
    </Modal>
  )
}
