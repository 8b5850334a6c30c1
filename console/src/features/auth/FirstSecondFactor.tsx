/** The account must have a second factor: nothing opens before it is set up. */
import { Button } from 'antd'
import { useWords } from '../../i18n/index.ts'
import { Doorway } from './Doorway.tsx'
import { EnrolTotp } from './SecondFactor.tsx'
import { useSignOut } from './session.ts'

export function FirstSecondFactor() {
  const { t } = useWords()
  const signOut = useSignOut()
  return (
    <Doorway>
      <h1>{t('auth.requiredTitle')}</h1>
      <p className="soft">{t('auth.secondFactorWhy')}</p>
      <EnrolTotp />
      <Button type="link" block onClick={() => signOut.mutate()}>
        {t('nav.signOut')}
      </Button>
    </Doorway>
  )
}
