/** Old password, new password, new password again. */
import { Alert, Button, Form, Input } from 'antd'
import { problemText, useWords } from '../../i18n/index.ts'
import { useChangePassword } from './session.ts'

interface Fields {
  readonly currentPassword: string
  readonly newPassword: string
  readonly repeated: string
}

export function PasswordForm({ onChanged }: { readonly onChanged?: () => void }) {
  const { t, words } = useWords()
  const change = useChangePassword()
  const [form] = Form.useForm<Fields>()

  function send({ currentPassword, newPassword }: Fields): void {
    const options = {
      onSuccess: () => {
        form.resetFields()
        onChanged?.()
      },
    }
    change.mutate({ currentPassword, newPassword }, options)
  }

  return (
    <Form<Fields> form={form} layout="vertical" requiredMark={false} onFinish={send}>
      {change.isError ? (
        <Alert type="error" showIcon title={problemText(words, change.error)} />
      ) : null}
      <Form.Item
        name="currentPassword"
        label={t('auth.currentPassword')}
        rules={[{ required: true, message: t('auth.passwordMissing') }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item
        name="newPassword"
        label={t('auth.newPassword')}
        extra={t('auth.passwordRule')}
        rules={[{ required: true, message: t('auth.passwordMissing') }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="repeated"
        label={t('auth.repeatPassword')}
        dependencies={['newPassword']}
        rules={[
          { required: true, message: t('auth.passwordMissing') },
          ({ getFieldValue }) => ({
            validator: (_, value: unknown) =>
              value === undefined || value === getFieldValue('newPassword')
                ? Promise.resolve()
                : Promise.reject(new Error(t('auth.passwordsDiffer'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {t('auth.change')}
      </Button>
    </Form>
  )
}
