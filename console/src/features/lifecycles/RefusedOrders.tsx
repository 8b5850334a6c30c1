/** Every order that a migration would refuse, page by page. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { read } from '../../api.ts'
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { Failed, Loading } from '../../layout/states.tsx'
import { ListTable } from '../../shared/list/ListTable.tsx'
import '../../shared/list/list.css'
import { orderAddress } from './addresses.ts'
import { nameOf, type Machine } from './client.ts'
import { rehearsalPath, type Plan, type RefusedOrder } from './migrations.ts'
import { words } from './words.ts'

interface Props {
  readonly machine: string
  readonly plan: Plan
  readonly old: Machine
}

interface Page {
  readonly items: readonly RefusedOrder[]
  readonly nextCursor: string | null
}

export function RefusedOrders({ machine, plan, old }: Props) {
  const { t, language } = useFeatureWords(words)
  const pages = useInfiniteQuery({
    queryKey: ['lifecycle-refused', machine, plan],
    queryFn: ({ pageParam }: { readonly pageParam: string | undefined }) =>
      read<Page>(`${rehearsalPath(machine)}/orders`, { ...plan, cursor: pageParam }),
    initialPageParam: undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    staleTime: 0,
  })
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Card title={t('migration.list')} flush>
      <p className="list-note">{t('migration.listNote')}</p>
      {pages.isPending ? <Loading /> : null}
      {pages.isError ? <Failed error={pages.error} retry={pages.refetch} /> : null}
      <ListTable<RefusedOrder>
        label={t('migration.list')}
        rows={rows}
        rowKey={({ bucket, id }) => `${bucket} ${id}`}
        to={({ orderNo }) => orderAddress(machine, orderNo)}
        columns={[
          { key: 'order', title: t('migration.order'), render: ({ orderNo }) => orderNo },
          {
            key: 'state',
            title: t('migration.state'),
            render: ({ state }) => {
              const known = old.states.find(({ code }) => code === state)
              return known === undefined ? state : `${state} ${nameOf(known, language)}`
            },
          },
          {
            key: 'why',
            title: t('migration.why'),
            render: ({ state }) => t('migration.noCounterpart', { state, version: plan.to }),
          },
        ]}
      />
      {pages.hasNextPage ? (
        <p className="list-more">
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('migration.more')}
          </Button>
        </p>
      ) : null}
    </Card>
  )
}
