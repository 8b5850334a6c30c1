/** The door: username and password, then the code of the second factor where there is one. */
import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { Navigate, useSearchParams } from 'react-router'
import { Refusal } from '../../api.ts'
import { problemText, useWords } from '../../i18n/index.ts'
import { Doorway } from './Doorway.tsx'
import { safeNext } from '../../path.ts'
import { useMe, useSignIn, type Credentials } from './session.ts'

type SignInAttempt = ReturnType<typeof useSignIn>

export function SignIn() {
  const [search] = useSearchParams()
  const me = useMe()
  const signIn = useSignIn()
  const [known, setKnown] = useState<Credentials>()
  const asksCode = known !== undefined && (wantsCode(signIn.error) || signIn.isPending)

  if (me.data) return <Navigate to={safeNext(search.get('next'))} replace />

  function enter(credentials: Credentials): void {
    signIn.mutate(credentials, {
      onError: (error) => setKnown(wantsCode(error) ? credentials : undefined),
    })
  }

  return (
    <Doorway>
      {asksCode ? (
        <CodeForm known={known} signIn={signIn} enter={enter} back={() => setKnown(undefined)} />
      ) : (
        <PasswordForm signIn={signIn} enter={enter} />
      )}
    </Doorway>
  )
}

function wantsCode(error: unknown): boolean {
  const code = error instanceof Refusal ? error.problem.code : undefined
  return code === 'totp_required' || code === 'totp_invalid'
}

interface FormProps {
  readonly signIn: SignInAttempt
  readonly enter: (credentials: Credentials) => void
}

function PasswordForm({ signIn, enter }: FormProps) {
  const { t, words } = useWords()
  return (
    <Form<Credentials> layout="vertical" requiredMark={false} onFinish={enter}>
      <h1>{t('auth.signIn')}</h1>
      {signIn.isError && !wantsCode(signIn.error) ? (
        <Alert type="error" showIcon title={problemText(words, signIn.error)} />
      ) : null}
      <Form.Item
        name="username"
        label={t('auth.username')}
        rules={[{ required: true, message: t('auth.usernameMissing') }]}
      >
        <Input autoComplete="username" autoCapitalize="none" autoFocus size="large" />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('auth.password')}
        rules={[{ required: true, message: t('auth.passwordMissing') }]}
      >
        <Input.Password autoComplete="current-password" size="large" />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
        {t('auth.signIn')}
      </Button>
    </Form>
  )
}

interface CodeProps extends FormProps {
  readonly known: Credentials
  readonly back: () => void
}

function CodeForm({ known, signIn, enter, back }: CodeProps) {
  const { t, words } = useWords()
  const wrong = signIn.error instanceof Refusal && signIn.error.problem.code === 'totp_invalid'
  return (
    <Form<{ totp: string }>
      layout="vertical"
      requiredMark={false}
      onFinish={({ totp }) => enter({ ...known, totp })}
    >
      <h1>{t('auth.totpTitle')}</h1>
      {wrong ? <Alert type="error" showIcon title={problemText(words, signIn.error)} /> : null}
      <Form.Item
        name="totp"
        label={t('auth.totp')}
        extra={t('auth.totpHint')}
        rules={[{ required: true, pattern: /^\d{6}$/u, message: t('auth.totpWrongForm') }]}
      >
        <Input
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={6}
          autoFocus
          size="large"
          className="code-input"
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
        {t('auth.confirm')}
      </Button>
      <Button type="link" block onClick={back}>
        {t('auth.back')}
      </Button>
    </Form>
  )
}
