/** Somebody else knows the first password: nothing opens before it is changed. */
import { Button } from 'antd'
import { useWords } from '../../i18n/index.ts'
import { Doorway } from './Doorway.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import { useSignOut } from './session.ts'

export function FirstPassword() {
  const { t } = useWords()
  const signOut = useSignOut()
  return (
    <Doorway>
      <h1>{t('auth.firstChangeTitle')}</h1>
      <p className="soft">{t('auth.firstChangeWhy')}</p>
      <PasswordForm />
      <Button type="link" block onClick={() => signOut.mutate()}>
        {t('nav.signOut')}
      </Button>
    </Doorway>
  )
}
