/** Proposes a value, from when it holds, and why; the fields come from the parameter's schema. */
import { Alert, Button, Drawer, Form } from 'antd'
import { problemText, useFeatureWords, useWords } from '../../i18n/index.ts'
import { command } from '../../api.ts'
import { fieldsOf, type Schema } from '../../shared/schema-fields.ts'
import { payloadOf } from '../../shared/schema-values.ts'
import { SchemaFields } from '../../shared/SchemaForm.tsx'
import { useCurrencies } from '../../shared/useAmount.ts'
import { useCommand } from '../../shared/useCommand.ts'
import { parametersKey, type Parameter } from './client.ts'
import { useMemberName } from './ParameterText.tsx'
import { words } from './words.ts'

type Values = Readonly<Record<string, unknown>>

interface Props {
  readonly parameter: Parameter
  readonly onClose: () => void
}

export function ChangeForm({ parameter, onClose }: Props) {
  const { t, language } = useFeatureWords(words)
  const shared = useWords()
  const [form] = Form.useForm<Values>()
  const fields = fieldsOf(useSchema(parameter))
  const unit = useCurrencies().get('CNY')
  const name = parameter.name
  const propose = useCommand({
    form: `parameter ${name} ${parameter.version}`,
    send: (body: Values, idempotencyKey) =>
      command({ path: `/parameters/${encodeURIComponent(name)}/changes`, body, idempotencyKey }),
    done: t('proposed'),
    stale: [parametersKey, ['list', '/proposals']],
    onDone: onClose,
  })
  return (
    <Drawer
      open
      title={t('changeTitle', { title: parameter.title[language] })}
      size="min(480px, 100vw)"
      onClose={onClose}
      footer={
        <div className="parameter-form-end">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="primary" loading={propose.isPending} onClick={() => form.submit()}>
            {t('submit')}
          </Button>
        </div>
      }
    >
      {propose.isError ? (
        <Alert type="error" showIcon title={problemText(shared.words, propose.error)} />
      ) : null}
      {unit === undefined ? null : (
        <Form<Values>
          form={form}
          layout="vertical"
          initialValues={{ value: parameter.value }}
          onFinish={(typed) => propose.mutate(payloadOf(fields, typed, unit.exponent))}
        >
          <SchemaFields fields={fields} currency={unit} />
        </Form>
      )}
    </Drawer>
  )
}

const reasonLengthMax = 1_000

/** The body of the request as one schema: the parameter's own inside it. */
function useSchema({ schema }: Parameter): Schema {
  const { t } = useFeatureWords(words)
  const nameOf = useMemberName()
  const titled = (title: string) => ({ 'x-title-zh': title, 'x-title-en': title })
  const named: Schema = schema.properties
    ? {
        ...schema,
        properties: Object.fromEntries(
          Object.entries(schema.properties).map(([name, part]) => [
            name,
            { ...part, ...titled(nameOf(name)) },
          ]),
        ),
      }
    : schema
  return {
    type: 'object',
    required: ['value', 'reason'],
    properties: {
      value: { ...named, ...titled(t('newValue')) },
      effectiveFrom: {
        type: 'string',
        format: 'date-time',
        ...titled(`${t('from')} (${t('fromHint')})`),
      },
      reason: { type: 'string', minLength: 1, maxLength: reasonLengthMax, ...titled(t('reason')) },
    },
  }
}
