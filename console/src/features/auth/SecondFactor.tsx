/** Turning the second factor on with a first code, and off with the password. */
import { Alert, App, Button, Form, Input, QRCode, Typography } from 'antd'
import { problemText, useWords } from '../../i18n/index.ts'
import { useConfirmTotp, useDisableTotp, useEnrolTotp, type TotpSecret } from './session.ts'

export function EnrolTotp() {
  const { t, words } = useWords()
  const enrol = useEnrolTotp()
  if (enrol.data) return <ConfirmTotp given={enrol.data} />
  return (
    <>
      {enrol.isError ? (
        <Alert type="error" showIcon title={problemText(words, enrol.error)} />
      ) : null}
      <Button type="primary" loading={enrol.isPending} onClick={() => enrol.mutate()}>
        {t('auth.enrol')}
      </Button>
    </>
  )
}

function ConfirmTotp({ given }: { readonly given: TotpSecret }) {
  const { t, words } = useWords()
  const { message } = App.useApp()
  const confirm = useConfirmTotp()
  const send = ({ totp }: { readonly totp: string }) =>
    confirm.mutate(totp, { onSuccess: () => message.success(t('auth.enrolled')) })
  return (
    <Form layout="vertical" requiredMark={false} onFinish={send} className="totp">
      <p>{t('auth.enrolSteps')}</p>
      <QRCode value={given.uri} size={148} bordered={false} />
      <Typography.Text code copyable className="totp-secret">
        {given.secret}
      </Typography.Text>
      {confirm.isError ? (
        <Alert type="error" showIcon title={problemText(words, confirm.error)} />
      ) : null}
      <Form.Item
        name="totp"
        label={t('auth.totp')}
        rules={[{ required: true, pattern: /^\d{6}$/u, message: t('auth.totpWrongForm') }]}
      >
        <Input
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={6}
          className="code-input"
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={confirm.isPending}>
        {t('auth.confirm')}
      </Button>
    </Form>
  )
}

export function DisableTotp() {
  const { t, words } = useWords()
  const { message } = App.useApp()
  const disable = useDisableTotp()
  const send = ({ password }: { readonly password: string }) =>
    disable.mutate(password, { onSuccess: () => message.success(t('auth.disabled')) })
  return (
    <Form layout="vertical" requiredMark={false} onFinish={send}>
      {disable.isError ? (
        <Alert type="error" showIcon title={problemText(words, disable.error)} />
      ) : null}
      <Form.Item
        name="password"
        label={t('auth.passwordAgain')}
        rules={[{ required: true, message: t('auth.passwordMissing') }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Button htmlType="submit" loading={disable.isPending}>
        {t('auth.disable')}
      </Button>
    </Form>
  )
}
