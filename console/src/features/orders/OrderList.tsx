/** Orders of a product: query, columns, page. */
import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Link } from 'react-router'
import { useWords } from '../../i18n/index.ts'
import type { Column } from '../../shared/list/columns.ts'
import { ListPage } from '../../shared/list/ListPage.tsx'
import { useListRows, useListState } from '../../shared/list/useListState.ts'
import { useMe } from '../auth/session.ts'
import { useCurrentMachine } from '../lifecycles/client.ts'
import type { OrderRow } from './client.ts'
import { ProductOf, useProduct, type OrderProduct } from './product.ts'

export function OrderList({ product }: { readonly product: OrderProduct }) {
  return (
    <ProductOf value={product}>
      <Orders />
    </ProductOf>
  )
}

function Orders() {
  const { t } = useWords()
  const product = useProduct()
  const list = useListState(product.list)
  const rows = useListRows<OrderRow>(list, {
    path: `${product.base}/orders`,
    ask: (fields) => product.ask(fields),
  })
  // The rows are those of the product's own server, which know what its columns ask for.
  const columns = product.useColumns() as readonly Column<OrderRow>[]
  return (
    <ListPage<OrderRow>
      title={product.useTitle()}
      list={list}
      rows={rows}
      columns={columns}
      filters={product.useFilters()}
      rowKey={({ orderNo }) => orderNo}
      to={({ orderNo }) => product.orderPath(orderNo)}
      exportSource={product.exportSource}
      end={<NewOrderLink />}
      empty={{ title: t('orders.none'), hint: t('orders.noneHint') }}
    />
  )
}

/** The row of the lifecycle that makes orders says whose it is. */
function NewOrderLink() {
  const { t } = useWords()
  const product = useProduct()
  const me = useMe().data
  const machine = useCurrentMachine(product.machine)
  const creation = machine.data?.moves.find(({ event }) => event === product.creationEvent)
  if (!creation?.roles.some((role) => me?.roles.includes(role))) return null
  return (
    <Link to={product.newPath()}>
      <Button type="primary" icon={<PlusOutlined />}>
        {t('orders.create')}
      </Button>
    </Link>
  )
}
