/** One order: where it stands, what can be done, what is known, what happened. */
import { LockOutlined } from '@ant-design/icons'
import { Link, useParams } from 'react-router'
import { Refusal } from '../../api.ts'
import { useFeatureWords, useWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { PageHead } from '../../layout/PageHead.tsx'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { minuteText } from '../../shared/moment.ts'
import { useMe } from '../auth/session.ts'
import { NextButton } from '../work/NextButton.tsx'
import { useOrder, type OrderView } from './client.ts'
import { FactSheet } from './FactSheet.tsx'
import { History } from './History.tsx'
import { Images } from './Images.tsx'
import { Journals } from './Journals.tsx'
import { Moves } from './Moves.tsx'
import { ProductOf, useProduct, type OrderProduct } from './product.ts'
import { StateTag } from './StateTag.tsx'
import { WhyHere } from './WhyHere.tsx'
import { words } from './words.ts'
import './order.css'

export function OrderPage({ product }: { readonly product: OrderProduct }) {
  const { orderNo = '' } = useParams()
  return (
    <ProductOf value={product}>
      <AskedOrder key={orderNo} orderNo={orderNo} />
    </ProductOf>
  )
}

function AskedOrder({ orderNo }: { readonly orderNo: string }) {
  const { t } = useWords()
  const product = useProduct()
  const order = useOrder(orderNo)
  if (order.isPending) return <Loading />
  if (order.isError && isMissing(order.error)) {
    return (
      <Blank title={t('order.notFound')} hint={t('order.notFoundHint')}>
        <Link to={product.listPath()}>{t('order.back')}</Link>
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
  const product = useProduct()
  // Whoever only oversees the house has no work list of his own.
  const hasWork = useMe().data?.roles.every((role) => role !== 'admin' && role !== 'auditor')
  return (
    <>
      <PageHead
        title={order.orderNo}
        figure
        back={{ to: product.listPath(), label: t('order.back') }}
        tags={<StateTag machine={product.machine} code={order.state} version={order.smVersion} />}
        end={
          <>
            <span className="soft order-masked">
              <LockOutlined /> {t('order.masked')}
            </span>
            {hasWork ? <NextButton quiet /> : null}
          </>
        }
      />
      <WhyHere order={order} />
      <div className="order">
        <div className="order-main">
          <Moves order={order} />
          {product.partsOf(order)}
          <Journals order={order} />
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
  const { t, language } = useWords()
  const own = useFeatureWords(words)
  const product = useProduct()
  const facts = product.useOverview(order)
  return (
    <Card title={t('order.overview')} place="order-overview">
      <FactSheet
        entries={[
          ...facts,
          [t('orders.created'), minuteText(order.createdAt, language)],
          [t('orders.updated'), minuteText(order.updatedAt, language)],
          [t('order.version'), order.version],
          [
            t('order.definition'),
            <Link key="version" to={path.lifecycle(product.machine, order.smVersion)}>
              {order.smVersion}
            </Link>,
          ],
        ]}
      />
      <p className="order-links">
        <Link to={`${path.audit()}?subject=${encodeURIComponent(`order:${order.orderNo}`)}`}>
          {own.t('links.audit')}
        </Link>
      </p>
    </Card>
  )
}
