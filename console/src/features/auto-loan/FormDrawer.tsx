/**
 * A form in a drawer: fields from a schema, one key per try, refusals at the field they concern.
 */
import { useMutation } from '@tanstack/react-query'
import { Alert, App, Button, Drawer, Form, Skeleton } from 'antd'
import type { FormInstance } from 'antd'
import type { ReactNode } from 'react'
import { Refusal } from '../../api.ts'
import { problemText, useWords } from '../../i18n/index.ts'
import { once } from '../../shared/idempotency.ts'
import { fieldsOf, type Schema } from '../../shared/schema-fields.ts'
import { faultsIn, payloadOf } from '../../shared/schema-values.ts'
import { SchemaFields, type FileChoice } from '../../shared/SchemaForm.tsx'
import { useCurrencies } from '../../shared/useAmount.ts'

type Values = Readonly<Record<string, unknown>>

interface Props {
  readonly title: string
  readonly schema: Schema | undefined
  readonly loading: boolean
  readonly currency: string
  readonly files?: readonly FileChoice[]
  readonly initial?: Values
  /** Names this form for its Idempotency-Key. */
  readonly form: string
  readonly send: (payload: Values, idempotencyKey: string) => Promise<unknown>
  readonly onDone: () => unknown
  /** Somebody else was faster: what is shown must be read again. */
  readonly onConflict?: () => unknown
  readonly onClose: () => void
  readonly children?: ReactNode
}

export function FormDrawer(props: Props) {
  const { title, schema, loading, currency, files = [], initial = {}, onClose, children } = props
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
      size="min(520px, 100vw)"
      onClose={onClose}
      destroyOnHidden
      footer={
        <div className="drawer-end">
          <Button onClick={onClose}>{t('order.cancel')}</Button>
          <Button
            type="primary"
            disabled={!ready}
            loading={submit.isPending}
            onClick={() => form.submit()}
          >
            {fields.length === 0 ? t('order.confirm') : t('order.submit')}
          </Button>
        </div>
      }
    >
      {children}
      <Trouble error={submit.error} />
      {ready ? (
        <Form<Values>
          form={form}
          layout="vertical"
          initialValues={initial}
          scrollToFirstError
          onFinish={(typed) => submit.mutate(payloadOf(fields, typed, unit.exponent))}
        >
          {fields.length === 0 ? <p className="soft">{t('order.noPayload')}</p> : null}
          <SchemaFields fields={fields} currency={unit} files={files} />
        </Form>
      ) : (
        <Skeleton active />
      )}
    </Drawer>
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
      if (error.problem.status === 409) await onConflict?.()
    },
  })
}

function Trouble({ error }: { readonly error: Error | null }) {
  const { t, words } = useWords()
  if (error === null) return null
  if (!(error instanceof Refusal)) {
    return <Alert type="warning" showIcon className="trouble" title={t('order.unknown')} />
  }
  return <Alert type="error" showIcon className="trouble" title={problemText(words, error)} />
}
