/** Asks why, then sends the command with the reason; Ctrl+Enter sends. */
import { Form, Input, Modal } from 'antd'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/index.ts'
import { useCommand, type CommandOptions } from './useCommand.ts'

interface Props<Answer> extends CommandOptions<string, Answer> {
  readonly title: string
  /** What will happen, above the field. */
  readonly children?: ReactNode
  readonly okText?: string
  readonly danger?: boolean
  readonly label?: string
  /** A reason that may be left out. */
  readonly optional?: boolean
  readonly lengthMax?: number
  readonly onClose: () => void
}

const lengthUsual = 500

export function ReasonModal<Answer>(props: Props<Answer>) {
  const { title, children, okText, danger = false, label, optional = false, onClose } = props
  const { lengthMax = lengthUsual, ...options } = props
  const { t } = useWords()
  const [form] = Form.useForm<{ reason?: string }>()
  const command = useCommand<string, Answer>({
    ...options,
    onDone: async (answer) => {
      onClose()
      await options.onDone?.(answer)
    },
  })
  const rule = { required: !optional, whitespace: true, message: t('kit.reasonMissing') }
  return (
    <Modal
      open
      title={title}
      okText={okText ?? t('kit.submit')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ danger }}
      confirmLoading={command.isPending}
      onOk={form.submit}
      onCancel={onClose}
      width={460}
    >
      {children}
      <Form
        form={form}
        layout="vertical"
        onFinish={({ reason = '' }) => command.mutate(reason.trim())}
      >
        <Form.Item
          name="reason"
          label={label ?? t('kit.reason')}
          extra={t('kit.reasonHint')}
          rules={optional ? [] : [rule]}
        >
          <Input.TextArea rows={3} maxLength={lengthMax} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  )
}
