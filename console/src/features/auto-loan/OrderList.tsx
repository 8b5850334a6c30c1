/** Orders: query, columns, page. */
import { PlusOutlined } from '@ant-design/icons'
import { Button, Select, Table, type TableColumnsType } from 'antd'
import { Link, useLocation, useNavigate, useSearchParams } from 'react-router'
import { useWords } from '../../i18n/index.ts'
import { Blank, Failed } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { minuteText } from '../../shared/moment.ts'
import { usePhone } from '../../shared/usePhone.ts'
import { useAmount } from '../../shared/useAmount.ts'
import { useMe } from '../auth/session.ts'
import { useCurrentMachine } from '../lifecycles/client.ts'
import { creationEvent, useOrders, type OrderRow } from './client.ts'
import {
  fieldsOfSearch,
  isFiltered,
  personOf,
  queryOf,
  searchOfFields,
  sortOfSearch,
  sorts,
  type FilterFields,
  type PersonFilter,
} from './list-query.ts'
import { OrderFilters } from './OrderFilters.tsx'
import { OrderCards } from './OrderCards.tsx'
import { machineName, StateTag } from './StateTag.tsx'
import './order-list.css'

/** Kept with the entry of the browser's history: which page this is, and whose number is sought. */
interface EntryState {
  readonly page?: number
  readonly person?: PersonFilter
}

export function OrderList() {
  const { t } = useWords()
  const [search, setSearch] = useSearchParams()
  const entry = useEntryState()
  const person = entry.person ?? {}
  const orders = useOrders(queryOf(search, person))
  const fields = fieldsOfSearch(search, person)
  const sort = sortOfSearch(search)

  const show = (next: FilterFields, by = sort) =>
    setSearch(searchOfFields(next, by), { state: { person: personOf(next) } })

  return (
    <>
      <div className="page-head">
        <h1>{t('orders.title')}</h1>
        <div className="page-head-end">
          <NewOrderLink />
        </div>
      </div>
      <OrderFilters key={search.toString()} given={fields} onApply={show} />
      <section className="card order-list" aria-busy={orders.isFetching}>
        <div className="order-list-head">
          <SortChoice value={sort} onChange={(by) => show(fields, by)} />
        </div>
        {orders.isError ? (
          <Failed error={orders.error} retry={() => show(fields)} />
        ) : (
          <OrderTable
            rows={orders.data?.items}
            dimmed={orders.isPlaceholderData}
            filtered={isFiltered(fields)}
          />
        )}
        <Pages page={entry.page ?? 1} next={orders.data?.nextCursor ?? null} />
      </section>
    </>
  )
}

/** The row of the lifecycle that makes orders says whose it is. */
function NewOrderLink() {
  const { t } = useWords()
  const me = useMe().data
  const machine = useCurrentMachine(machineName)
  const creation = machine.data?.moves.find(({ event }) => event === creationEvent)
  if (!creation?.roles.some((role) => me?.roles.includes(role))) return null
  return (
    <Link to={path.newOrder()}>
      <Button type="primary" icon={<PlusOutlined />}>
        {t('orders.create')}
      </Button>
    </Link>
  )
}

function useEntryState(): EntryState {
  const { state } = useLocation()
  // Only this page writes the state of its own history entries.
  return (state ?? {}) as EntryState
}

interface SortProps {
  readonly value: (typeof sorts)[number]
  readonly onChange: (sort: (typeof sorts)[number]) => void
}

function SortChoice({ value, onChange }: SortProps) {
  const { t } = useWords()
  const columns = {
    created: t('orders.created'),
    updated: t('orders.updated'),
    amount: t('orders.financeAmount'),
  }
  const options = sorts.map((sort) => {
    const down = sort.startsWith('-')
    const column = columns[sort.replace('-', '') as keyof typeof columns]
    return { value: sort, label: `${column} ${down ? '↓' : '↑'}` }
  })
  return (
    <label className="order-list-sort">
      <span className="soft">{t('orders.sort')}</span>
      <Select
        size="small"
        value={value}
        options={options}
        onChange={onChange}
        popupMatchSelectWidth={false}
      />
    </label>
  )
}

interface TableProps {
  readonly rows: readonly OrderRow[] | undefined
  readonly dimmed: boolean
  readonly filtered: boolean
}

function OrderTable({ rows, dimmed, filtered }: TableProps) {
  const { t } = useWords()
  const phone = usePhone()
  const columns = useColumns()
  const empty = filtered ? (
    <Blank title={t('orders.noneFiltered')} hint={t('orders.noneFilteredHint')} />
  ) : (
    <Blank title={t('orders.none')} hint={t('orders.noneHint')} />
  )
  if (phone && rows !== undefined) {
    return rows.length === 0 ? empty : <OrderCards rows={rows} dimmed={dimmed} />
  }
  return (
    <Table<OrderRow>
      rowKey="orderNo"
      size="small"
      className={dimmed ? 'dimmed' : ''}
      columns={columns}
      dataSource={[...(rows ?? [])]}
      loading={{ spinning: rows === undefined, delay: 200 }}
      pagination={false}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: rows === undefined ? <div className="blank" /> : empty }}
    />
  )
}

function useColumns(): TableColumnsType<OrderRow> {
  const { t, language } = useWords()
  const amount = useAmount()
  return [
    {
      title: t('orders.orderNo'),
      dataIndex: 'orderNo',
      render: (orderNo: string) => (
        <Link to={path.order(orderNo)} className="nowrap">
          {orderNo}
        </Link>
      ),
    },
    {
      title: t('orders.state'),
      dataIndex: 'state',
      render: (code: number, row) => <StateTag code={code} version={row.smVersion} />,
    },
    { title: t('orders.dealer'), dataIndex: 'dealerId' },
    {
      title: t('orders.product'),
      dataIndex: 'productId',
      render: (code: string | null) => code ?? t('order.none'),
    },
    {
      title: t('orders.funder'),
      dataIndex: 'funderId',
      render: (code: string | null) => code ?? t('order.none'),
    },
    {
      title: t('orders.financeAmount'),
      dataIndex: 'financeAmount',
      align: 'right',
      render: (_, row) => <span className="nowrap">{amount(row.financeAmount, row.currency)}</span>,
    },
    {
      title: t('orders.created'),
      dataIndex: 'createdAt',
      render: (at: string) => <time className="nowrap">{minuteText(at, language)}</time>,
    },
    {
      title: t('orders.updated'),
      dataIndex: 'updatedAt',
      render: (at: string) => <time className="nowrap">{minuteText(at, language)}</time>,
    },
  ]
}

interface PagesProps {
  readonly page: number
  readonly next: string | null
}

/** Cursors only lead forward; the way back is the browser's own history. */
function Pages({ page, next }: PagesProps) {
  const { t } = useWords()
  const [search, setSearch] = useSearchParams()
  const entry = useEntryState()
  const navigate = useNavigate()
  const linked = page === 1 && search.has('cursor')

  function forward(): void {
    const to = new URLSearchParams(search)
    if (next !== null) to.set('cursor', next)
    setSearch(to, { state: { ...entry, page: page + 1 } })
  }

  function first(): void {
    const to = new URLSearchParams(search)
    to.delete('cursor')
    setSearch(to, { state: { ...entry, page: 1 } })
  }

  return (
    <nav className="pages">
      {page > 1 ? <Button onClick={() => void navigate(-1)}>{t('orders.previous')}</Button> : null}
      {linked || page > 2 ? <Button onClick={first}>{t('orders.first')}</Button> : null}
      <span className="soft figure">{t('orders.count_page', { page })}</span>
      <Button disabled={next === null} onClick={forward}>
        {t('orders.next')}
      </Button>
    </nav>
  )
}
