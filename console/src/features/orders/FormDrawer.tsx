/**
 * A form in a drawer: fields from a schema, one key per try, refusals at the field they concern.
 */
import { useMutation } from '@tanstack/react-query'
import { Alert, App, Button, Drawer, Form, Skeleton } from 'antd'
import type { FormInstance } from 'antd'
import type { ReactNode } from 'react'
import { Refusal } from '../../api.ts'
import { useWords } from '../../i18n/index.ts'
import type { Currency } from '../../shared/amount.ts'
import { once } from '../../shared/idempotency.ts'
import { fieldsOf, type Field, type Schema } from '../../shared/schema-fields.ts'
import { faultsIn, payloadOf } from '../../shared/schema-values.ts'
import { SchemaFields, type FileChoice } from '../../shared/SchemaForm.tsx'
import { useCurrencies } from '../../shared/useAmount.ts'
import { useReason } from './useReason.ts'

type Values = Readonly<Record<string, unknown>>

/** What is typed now, as it would be sent; undefined while a field is wrong or missing. */
export type ReadForm = () => Promise<Values | undefined>

interface Props {
  readonly title: string
  readonly schema: Schema | undefined
  readonly loading: boolean
  readonly currency: string
  readonly files?: readonly FileChoice[]
  readonly initial?: Values
  /** Nothing can be sent, but what was typed stays in sight. */
  readonly disabled?: boolean
  /** Names this form for its Idempotency-Key. */
  readonly form: string
  readonly send: (payload: Values, idempotencyKey: string) => Promise<unknown>
  readonly onDone: () => unknown
  /** Somebody else was faster: what is shown must be read again. */
  readonly onConflict?: () => unknown
  /** What is told about that. */
  readonly conflict?: ReactNode
  readonly onClose: () => void
  /** What stands below the fields: a look at what the form would do. */
  readonly preview?: (read: ReadForm) => ReactNode
  readonly children?: ReactNode
}

export function FormDrawer(props: Props) {
  const { title, schema, loading, currency, disabled = false, onClose, children } = props
  const { t } = useWords()
  const [form] = Form.useForm<Values>()
  const unit = useCurrencies().get(currency)
  const fields = schema ? fieldsOf(schema) : []
  const submit = useSubmit(props, form)
  const ready = !loading && unit !== undefined
  return (
    <Drawer
      open
      title={title}
      size="min(560px, 100vw)"
      onClose={onClose}
      destroyOnHidden
      footer={
        <div className="drawer-end">
          <Button onClick={onClose}>{t('order.cancel')}</Button>
          <Button
            type="primary"
            disabled={!ready || disabled}
            loading={submit.isPending}
            onClick={() => form.submit()}
          >
            {fields.length === 0 ? t('order.confirm') : t('order.submit')}
          </Button>
        </div>
      }
    >
      {children}
      <Trouble error={submit.error} currency={currency} conflict={props.conflict} />
      {ready ? (
        <FormBody {...props} instance={form} fields={fields} unit={unit} onSend={submit.mutate} />
      ) : (
        <Skeleton active />
      )}
    </Drawer>
  )
}

interface BodyProps extends Pick<Props, 'files' | 'initial' | 'preview'> {
  readonly instance: FormInstance<Values>
  readonly fields: readonly Field[]
  readonly unit: Currency
  readonly onSend: (payload: Values) => void
}

function FormBody({ instance, fields, unit, onSend, ...props }: BodyProps) {
  const { files = [], initial = {}, preview } = props
  const { t } = useWords()
  const read: ReadForm = async () => {
    try {
      return payloadOf(fields, await instance.validateFields(), unit.exponent)
    } catch {
      // The fields themselves say what is wrong with them.
      return undefined
    }
  }
  return (
    <>
      <Form<Values>
        form={instance}
        layout="vertical"
        initialValues={initial}
        scrollToFirstError
        onFinish={(typed) => onSend(payloadOf(fields, typed, unit.exponent))}
      >
        {fields.length === 0 ? <p className="soft">{t('order.noPayload')}</p> : null}
        <SchemaFields fields={fields} currency={unit} files={files} />
      </Form>
      {preview?.(read)}
    </>
  )
}

function useSubmit(props: Props, form: FormInstance<Values>) {
  const { title, send, onDone, onConflict, onClose } = props
  const { t, language } = useWords()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: (payload: Values) => once(props.form, (key) => send(payload, key)),
    onSuccess: async () => {
      await onDone()
      void message.success(t('order.applied', { label: title }))
      onClose()
    },
    onError: async (error) => {
      if (!(error instanceof Refusal)) return
      form.setFields(
        faultsIn(error.problem).map(({ name, message: said }) => ({
          name: [...name],
          errors: [language === 'en' ? said : t('form.pattern')],
        })),
      )
      if (isConflict(error)) await onConflict?.()
    },
  })
}

const isConflict = (error: Refusal): boolean => error.problem.status === 409

interface TroubleProps extends Pick<Props, 'currency' | 'conflict'> {
  readonly error: Error | null
}

function Trouble({ error, currency, conflict }: TroubleProps) {
  const { t } = useWords()
  const reason = useReason(currency)
  if (error === null) return null
  if (!(error instanceof Refusal)) {
    return <Alert type="warning" showIcon className="trouble" title={t('order.unknown')} />
  }
  if (error.problem.code === 'state_conflict' && conflict !== undefined) return conflict
  return <Alert type="error" showIcon className="trouble" title={reason.ofError(error)} />
}
