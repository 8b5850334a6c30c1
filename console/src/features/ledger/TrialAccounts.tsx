/** The accounts behind a line of the trial balance, with what they held at that moment. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { read } from '../../api.ts'
import { useFeatureWords } from '../../i18n/index.ts'
import { Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { Amount } from '../../shared/Amount.tsx'
import type { Minor } from '../../shared/amount.ts'
import { ListTable } from '../../shared/list/ListTable.tsx'
import '../../shared/list/list.css'
import type { TrialLine } from './TrialBalance.tsx'
import { useTypeName } from './useTypeName.ts'
import { words } from './words.ts'

interface Held {
  readonly accountNo: string
  readonly name: string
  readonly balance: Minor
}

interface Page {
  readonly items: readonly Held[]
  readonly nextCursor: string | null
}

interface Props {
  readonly line: TrialLine
  readonly at: string
  readonly onClose: () => void
}

export function TrialAccounts({ line, at, onClose }: Props) {
  const { t } = useFeatureWords(words)
  const typeName = useTypeName()
  const { accountType, currency } = line
  const asked = { accountType, currency, at }
  const held = useInfiniteQuery({
    queryKey: ['ledger', 'trial-accounts', asked],
    queryFn: ({ pageParam }) =>
      read<Page>('/ledger/trial-balance/accounts', { ...asked, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  return (
    <Drawer
      open
      className="ledger-in-drawer"
      title={t('trial.accountsOf', { type: `${typeName(accountType)} ${currency}` })}
      size="min(620px, 100vw)"
      onClose={onClose}
    >
      {held.isPending ? <Loading /> : null}
      {held.isError ? <Failed error={held.error} retry={held.refetch} /> : null}
      {held.data === undefined ? null : (
        <ListTable<Held>
          label={t('trial.accountsOf', { type: accountType })}
          rows={held.data.pages.flatMap(({ items }) => items)}
          rowKey={({ accountNo }) => accountNo}
          to={({ accountNo }) => path.ledgerAccount(accountNo)}
          columns={[
            { key: 'accountNo', title: t('accountNo'), render: ({ accountNo }) => accountNo },
            { key: 'name', title: t('name'), render: ({ name }) => name },
            {
              key: 'balance',
              title: t('balance'),
              align: 'right',
              phone: 'end',
              render: ({ balance }) => <Amount minor={balance} currency={currency} />,
            },
          ]}
        />
      )}
      {held.hasNextPage ? (
        <Button
          className="ledger-more"
          loading={held.isFetchingNextPage}
          onClick={() => void held.fetchNextPage()}
        >
          {t('trial.more')}
        </Button>
      ) : null}
    </Drawer>
  )
}
