/** What reserves on an account, and what became of it. */
import { useFeatureWords } from '../../i18n/index.ts'
import { Amount } from '../../shared/Amount.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListFilters } from '../../shared/list/ListFilters.tsx'
import { ListRowsCard } from '../../shared/list/ListRowsCard.tsx'
import { useListRows, useListState } from '../../shared/list/useListState.ts'
import { minuteText } from '../../shared/moment.ts'
import { HoldTag } from './AccountTag.tsx'
import type { Account, Hold } from './client.ts'
import { journalAddress } from './journal-address.ts'
import { words } from './words.ts'

const statuses = ['open', 'posted', 'voided', 'expired'] as const

export function AccountHolds({ account }: { readonly account: Account }) {
  const { t } = useFeatureWords(words)
  const { accountNo } = account
  const list = useListState({ name: 'ledger.holds', fields: { status: 'one' } })
  const rows = useListRows<Hold, typeof list>(list, {
    path: '/ledger/holds',
    ask: (fields) => ({ ...fields, accountNo }),
  })
  const options = statuses.map((value) => ({ value, label: t(`account.holdStatuses.${value}`) }))
  return (
    <>
      <ListFilters
        list={list}
        filters={[{ kind: 'choice', name: 'status', label: t('status'), options }]}
      />
      <ListRowsCard<Hold>
        label={t('account.holds')}
        list={list}
        rows={rows}
        columns={useColumns(account)}
        rowKey={({ id }) => id}
        to={journalAddress}
        empty={{ title: t('account.holdsNone') }}
      />
    </>
  )
}

function useColumns({ currency }: Account): readonly Column<Hold>[] {
  const { t, language } = useFeatureWords(words)
  return [
    {
      key: 'bizNo',
      title: t('bizNo'),
      render: ({ bizNo }) => <span className="ledger-number">{bizNo}</span>,
    },
    { key: 'bizType', title: t('bizType'), render: ({ bizType }) => bizType },
    {
      key: 'status',
      title: t('status'),
      render: ({ status }) => <HoldTag status={status} />,
      phone: 'title',
    },
    {
      key: 'amount',
      title: t('amount'),
      render: ({ amount }) => <Amount minor={amount} currency={currency} />,
      align: 'right',
      phone: 'end',
    },
    {
      key: 'posted',
      title: t('account.holdPosted'),
      render: ({ posted }) => <Amount minor={posted} currency={currency} />,
      align: 'right',
    },
    {
      key: 'expiresAt',
      title: t('expiresAt'),
      render: ({ expiresAt }) =>
        expiresAt === null ? (
          <span className="soft">{t('never')}</span>
        ) : (
          <time className="nowrap">{minuteText(expiresAt, language)}</time>
        ),
    },
  ]
}
