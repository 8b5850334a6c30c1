/** A new order: the payload of create_order as a page. */
import { useMutation } from '@tanstack/react-query'
import { Alert, App, Button, Form } from 'antd'
import { Link, useNavigate } from 'react-router'
import { command, Refusal } from '../../api.ts'
import { problemText, useWords } from '../../i18n/index.ts'
import { PageHead } from '../../layout/PageHead.tsx'
import { Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { once } from '../../shared/idempotency.ts'
import { fieldsOf, type Schema } from '../../shared/schema-fields.ts'
import { faultsIn, payloadOf } from '../../shared/schema-values.ts'
import { SchemaFields } from '../../shared/SchemaForm.tsx'
import { useCurrencies } from '../../shared/useAmount.ts'
import type { Currency } from '../../shared/amount.ts'
import { usePayloads } from '../orders/client.ts'
import { ProductOf } from '../orders/product.ts'
import { autoLoan } from './product.tsx'
import '../orders/order.css'

const currencyCode = 'CNY'

const { creationEvent } = autoLoan

export function NewOrder() {
  return (
    <ProductOf value={autoLoan}>
      <AskedForm />
    </ProductOf>
  )
}

function AskedForm() {
  const payloads = usePayloads()
  const currency = useCurrencies().get(currencyCode)
  if (payloads.isError) return <Failed error={payloads.error} retry={payloads.refetch} />
  const schema = payloads.data?.payloads[creationEvent]
  if (!schema || !currency) return <Loading />
  return <NewOrderForm schema={schema} currency={currency} />
}

type Values = Readonly<Record<string, unknown>>

interface Props {
  readonly schema: Schema
  readonly currency: Currency
}

function NewOrderForm({ schema, currency }: Props) {
  const { t, words, language } = useWords()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const [form] = Form.useForm<Values>()
  const fields = fieldsOf(schema)
  const create = useMutation({
    mutationFn: (body: Values) =>
      once(creationEvent, (idempotencyKey) =>
        command<{ orderNo: string }>({ path: '/auto-loan/orders', body, idempotencyKey }),
      ),
    onSuccess: async ({ orderNo }) => {
      void message.success(t('order.applied', { label: t('orders.create') }))
      await navigate(path.order(orderNo))
    },
    onError: (error) => {
      if (!(error instanceof Refusal)) return
      form.setFields(
        faultsIn(error.problem).map(({ name, message: said }) => ({
          name: [...name],
          errors: [language === 'en' ? said : t('form.pattern')],
        })),
      )
    },
  })
  const unanswered = create.isError && !(create.error instanceof Refusal)
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      className="new-order"
      scrollToFirstError={{ block: 'center' }}
      onFinish={(typed) => create.mutate(payloadOf(fields, typed, currency.exponent))}
    >
      <PageHead title={t('orders.create')} back={{ to: path.orders(), label: t('order.back') }} />
      <SchemaFields fields={fields} currency={currency} />
      {create.isError ? (
        <Alert
          type={unanswered ? 'warning' : 'error'}
          showIcon
          className="trouble"
          title={unanswered ? t('order.unknown') : problemText(words, create.error)}
        />
      ) : null}
      <div className="drawer-end">
        <Link to={path.orders()}>
          <Button>{t('order.cancel')}</Button>
        </Link>
        <Button type="primary" htmlType="submit" loading={create.isPending}>
          {t('order.submit')}
        </Button>
      </div>
    </Form>
  )
}
