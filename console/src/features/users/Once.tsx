/** A secret that is shown once: it can be copied now and never again. */
import { Alert, Button, Modal } from 'antd'
import { useFeatureWords } from '../../i18n/index.ts'
import { Copyable } from '../../shared/Copyable.tsx'
import { words } from './words.ts'

interface Props {
  readonly secret: string
  readonly onClose: () => void
}

export function Once({ secret, onClose }: Props) {
  const { t } = useFeatureWords(words)
  return (
    <Modal
      open
      title={t('password')}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('passwordKept')}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t('passwordOnce')} />
      <p className="user-secret" data-secret="">
        <Copyable text={secret} what={t('password')} />
      </p>
    </Modal>
  )
}
