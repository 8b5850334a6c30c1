/** The legs in figures: what the drawing shows, exactly. */
import { Link } from 'react-router'
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { path } from '../../path.ts'
import { Amount } from '../../shared/Amount.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListTable } from '../../shared/list/ListTable.tsx'
import '../../shared/list/list.css'
import type { Journal, Leg } from './client.ts'
import { words } from './words.ts'

interface Numbered extends Leg {
  readonly no: number
  readonly currency: string
}

export function JournalLegs({ journal }: { readonly journal: Journal }) {
  const { t } = useFeatureWords(words)
  const currencies = new Map(journal.accounts.map((one) => [one.accountNo, one.currency]))
  const rows = journal.legs.map((leg, at) => ({
    ...leg,
    no: at + 1,
    currency: currencies.get(leg.debit) ?? '',
  }))
  const isReversed = rows.some(({ reversed }) => Number(reversed) !== 0)
  const link = (side: 'debit' | 'credit') => (leg: Numbered) => (
    <Link to={path.ledgerAccount(leg[side])} className="ledger-number">
      {leg[side]}
    </Link>
  )
  const columns: readonly Column<Numbered>[] = [
    { key: 'no', title: t('journalPage.no'), render: ({ no }) => no },
    { key: 'debit', title: t('debit'), render: link('debit') },
    { key: 'credit', title: t('credit'), render: link('credit') },
    {
      key: 'amount',
      title: t('amount'),
      render: ({ amount, currency }) => <Amount minor={amount} currency={currency} />,
      align: 'right',
      phone: 'end',
    },
    ...(isReversed
      ? [
          {
            key: 'reversed',
            title: t('journalPage.reversed'),
            render: ({ reversed, currency }: Numbered) => (
              <Amount minor={reversed} currency={currency} />
            ),
            align: 'right' as const,
          },
        ]
      : []),
  ]
  return (
    <Card title={t('journalPage.legs')} flush>
      <ListTable
        label={t('journalPage.legs')}
        columns={columns}
        rows={rows}
        rowKey={({ no }) => String(no)}
      />
    </Card>
  )
}
