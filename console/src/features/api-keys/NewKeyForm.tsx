/** A new key: what it is for, what it may do, until when; then the key itself, once. */
import { Alert, Button, DatePicker, Form, Input, Modal, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useFeatureWords } from '../../i18n/index.ts'
import { Copyable } from '../../shared/Copyable.tsx'
import { useCommand } from '../../shared/useCommand.ts'
import { createKey, keysKey, useScopes, type NewKey } from './client.ts'
import { words } from './words.ts'

interface Values {
  readonly title: string
  readonly scopes: readonly string[]
  readonly expiresAt?: Dayjs | null
}

interface Props {
  readonly onClose: () => void
}

export function NewKeyForm({ onClose }: Props) {
  const { t } = useFeatureWords(words)
  const [form] = Form.useForm<Values>()
  const scopes = useScopes()
  const [key, setKey] = useState<string>()
  const create = useCommand({
    form: 'new api key',
    send: (body: NewKey, idempotencyKey) => createKey(body, idempotencyKey),
    done: t('made'),
    stale: [keysKey],
    onDone: (made) => setKey(made.key),
  })
  if (key !== undefined) return <Shown secret={key} onClose={onClose} />
  const send = ({ title, scopes: chosen, expiresAt }: Values) => {
    const until = expiresAt ? { expiresAt: expiresAt.toISOString() } : {}
    create.mutate({ title, scopes: chosen, ...until })
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
      <Form<Values> form={form} layout="vertical" initialValues={{ scopes: [] }} onFinish={send}>
        <Form.Item
          name="title"
          label={t('name')}
          extra={t('nameHint')}
          rules={[{ required: true, whitespace: true, message: t('required') }]}
        >
          <Input autoComplete="off" maxLength={100} autoFocus />
        </Form.Item>
        <Form.Item
          name="scopes"
          label={t('scopes')}
          extra={t('scopesHint')}
          rules={[{ required: true, message: t('chooseScope') }]}
        >
          <Select
            mode="multiple"
            loading={scopes.isPending}
            options={(scopes.data ?? []).map((scope) => ({ value: scope }))}
          />
        </Form.Item>
        <Form.Item name="expiresAt" label={t('expiresAt')}>
          <DatePicker showTime placeholder={t('never')} className="wide" />
        </Form.Item>
      </Form>
    </Modal>
  )
}

interface ShownProps {
  readonly secret: string
  readonly onClose: () => void
}

function Shown({ secret, onClose }: ShownProps) {
  const { t } = useFeatureWords(words)
  return (
    <Modal
      open
      title={t('secret')}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('kept')}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t('once')} />
      <p className="key-secret" data-secret="">
        <Copyable text={secret} what={t('secret')} />
      </p>
    </Modal>
  )
}
