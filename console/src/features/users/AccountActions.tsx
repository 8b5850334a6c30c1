/** What an administrator can do about an account; each says what it means before it is done. */
import { Button, Modal } from 'antd'
import { useState, type ReactNode } from 'react'
import { useFeatureWords } from '../../i18n/index.ts'
import { useCommand } from '../../shared/useCommand.ts'
import { changeUser, removeTotp, resetPassword, userKey, type User } from './client.ts'
import { Once } from './Once.tsx'
import { words } from './words.ts'

export function AccountActions({ user }: { readonly user: User }) {
  const { t } = useFeatureWords(words)
  const [secret, setSecret] = useState<string>()
  const { id, version, disabled, totpEnrolled } = user
  return (
    <div className="user-actions">
      <Action
        word={t('reset')}
        why={t('resetWhy')}
        form={`reset ${id} ${version}`}
        id={id}
        send={async (key) => setSecret((await resetPassword(id, key)).password ?? undefined)}
      />
      <Action
        word={t('removeTotp')}
        why={t('removeTotpWhy')}
        form={`remove totp ${id} ${version}`}
        id={id}
        disabled={!totpEnrolled}
        done={t('removed')}
        send={(key) => removeTotp(id, key)}
      />
      <Action
        word={disabled ? t('enable') : t('disable')}
        why={disabled ? t('enableWhy') : t('disableWhy')}
        form={`disable ${id} ${version}`}
        id={id}
        danger={!disabled}
        done={disabled ? t('enabledDone') : t('disabledDone')}
        send={(key) => changeUser(user, { disabled: !disabled }, key)}
      />
      {secret === undefined ? null : <Once secret={secret} onClose={() => setSecret(undefined)} />}
    </div>
  )
}

interface ActionProps {
  readonly word: string
  readonly why: string
  readonly form: string
  readonly id: string
  readonly send: (idempotencyKey: string) => Promise<unknown>
  readonly done?: string
  readonly danger?: boolean
  readonly disabled?: boolean
}

function Action(props: ActionProps): ReactNode {
  const { word, why, form, id, send, done, danger = false, disabled = false } = props
  const { t } = useFeatureWords(words)
  const [asking, setAsking] = useState(false)
  const act = useCommand<void, unknown>({
    form,
    send: (_, key) => send(key),
    done,
    stale: [userKey(id), ['list', '/users']],
    onDone: () => setAsking(false),
  })
  return (
    <>
      <Button danger={danger} disabled={disabled} onClick={() => setAsking(true)}>
        {word}
      </Button>
      <Modal
        open={asking}
        title={word}
        okText={t('confirm')}
        cancelText={t('cancel')}
        okButtonProps={{ danger }}
        confirmLoading={act.isPending}
        onOk={() => act.mutate()}
        onCancel={() => setAsking(false)}
        width={420}
      >
        <p>{why}</p>
      </Modal>
    </>
  )
}
