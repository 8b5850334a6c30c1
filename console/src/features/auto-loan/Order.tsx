/** One order: where it stands, what can be done, what is known, what happened. */
import { ArrowLeftOutlined, LockOutlined } from '@ant-design/icons'
import { Link, useParams } from 'react-router'
import { Refusal } from '../../api.ts'
import { useWords, wordOf } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { minuteText } from '../../shared/moment.ts'
import { useAmount } from '../../shared/useAmount.ts'
import { useOrder, type Order as OrderView } from './client.ts'
import { FactSheet } from './FactSheet.tsx'
import { History } from './History.tsx'
import { Images } from './Images.tsx'
import { Moves } from './Moves.tsx'
import { OrderParts } from './OrderParts.tsx'
import { StateTag } from './StateTag.tsx'
import './order.css'

export function Order() {
  const { t } = useWords()
  const { orderNo = '' } = useParams()
  const order = useOrder(orderNo)
  if (order.isPending) return <Loading />
  if (order.isError && isMissing(order.error)) {
    return (
      <Blank title={t('order.notFound')} hint={t('order.notFoundHint')}>
        <Link to={path.orders()}>{t('order.back')}</Link>
      </Blank>
    )
  }
  if (order.isError) return <Failed error={order.error} retry={order.refetch} />
  return <Opened order={order.data} />
}

/** A number that cannot be one, and one that is not there, are the same to a reader. */
const isMissing = (error: unknown): boolean =>
  error instanceof Refusal && (error.problem.status === 404 || error.problem.status === 400)

function Opened({ order }: { readonly order: OrderView }) {
  const { t } = useWords()
  return (
    <>
      <Link to={path.orders()} className="back">
        <ArrowLeftOutlined /> {t('order.back')}
      </Link>
      <div className="page-head">
        <h1 className="figure">{order.orderNo}</h1>
        <StateTag code={order.state} version={order.smVersion} />
        <span className="soft order-masked">
          <LockOutlined /> {t('order.masked')}
        </span>
      </div>
      <div className="order">
        <div className="order-main">
          <Moves order={order} />
          <OrderParts order={order} />
          <Images order={order} />
        </div>
        <div className="order-side">
          <Overview order={order} />
          <History order={order} />
        </div>
      </div>
    </>
  )
}

function Overview({ order }: { readonly order: OrderView }) {
  const { t, language, words } = useWords()
  const amount = useAmount()
  const money = (minor: number | string) => amount(minor, order.currency)
  const subsystems = Object.entries(order.subsystem).flatMap(([field, code]) =>
    code === null
      ? []
      : [
          [
            wordOf(words.subsystems, field),
            <StateTag key={field} code={code} version={order.smVersion} />,
          ] as const,
        ],
  )
  return (
    <Card title={t('order.overview')} place="order-overview">
      <FactSheet
        entries={[
          [t('orders.financeAmount'), <strong key="a">{money(order.financeAmount)}</strong>],
          [words.fields.downPaymentAmount, money(order.downPaymentAmount)],
          [words.fields.depositAmount, money(order.depositAmount)],
          [t('orders.dealer'), order.dealerId],
          [t('orders.product'), order.productId ?? t('order.none')],
          [t('orders.funder'), order.funderId ?? t('order.none')],
          ...subsystems,
          [words.subsystems.lend_preaudit, wordOf(words.codes, order.lendPreaudit)],
          [t('orders.created'), minuteText(order.createdAt, language)],
          [t('orders.updated'), minuteText(order.updatedAt, language)],
          [t('order.version'), order.version],
          [
            t('order.definition'),
            <Link key="v" to={path.lifecycle('auto-loan', order.smVersion)}>
              {order.smVersion}
            </Link>,
          ],
        ]}
      />
    </Card>
  )
}
