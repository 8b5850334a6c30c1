/** What waits for a second person, of some kinds: each leads to the approvals page. */
import { useQuery } from '@tanstack/react-query'
import { read } from '../../api.ts'
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { Amount } from '../../shared/Amount.tsx'
import type { Minor } from '../../shared/amount.ts'
import { ListTable } from '../../shared/list/ListTable.tsx'
import '../../shared/list/list.css'
import { RelativeTime } from '../../shared/RelativeTime.tsx'
import { words } from './words.ts'

interface Proposal {
  readonly id: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly subject: string
  readonly amount: Minor | null
  readonly currency: string | null
  readonly reason: string
  readonly makerName: string
  readonly madeAt: string
}

interface Props {
  readonly kinds: readonly string[]
  readonly title: string
  readonly none: string
}

const shownMax = 20

export function PendingProposals({ kinds, title, none }: Props) {
  const { t, language } = useFeatureWords(words)
  const pending = useQuery({
    queryKey: ['ledger', 'pending', kinds],
    queryFn: async () => {
      const pages = await Promise.all(
        kinds.map((kind) =>
          read<{ items: readonly Proposal[] }>('/proposals', {
            kind,
            state: 'pending',
            limit: shownMax,
          }),
        ),
      )
      return pages.flatMap(({ items }) => items)
    },
  })
  return (
    <Card title={title} flush>
      {pending.isPending ? <Loading /> : null}
      {pending.isError ? <Failed error={pending.error} retry={pending.refetch} /> : null}
      {pending.data?.length === 0 ? <p className="ledger-card-note soft">{none}</p> : null}
      {pending.data === undefined || pending.data.length === 0 ? null : (
        <ListTable<Proposal>
          label={title}
          rows={pending.data}
          rowKey={({ id }) => id}
          to={({ id }) => path.approval(id)}
          columns={[
            { key: 'kind', title: t('kind'), render: (row) => row.title[language] },
            { key: 'reason', title: t('adjustment.reason'), render: ({ reason }) => reason },
            {
              key: 'amount',
              title: t('amount'),
              align: 'right',
              phone: 'end',
              render: ({ amount, currency, subject }) =>
                amount === null || currency === null ? (
                  subject.replace(/^period:/u, '')
                ) : (
                  <Amount minor={amount} currency={currency} />
                ),
            },
            { key: 'maker', title: t('adjustment.maker'), render: ({ makerName }) => makerName },
            {
              key: 'madeAt',
              title: t('adjustment.madeAt'),
              render: ({ madeAt }) => <RelativeTime at={madeAt} />,
            },
          ]}
        />
      )}
    </Card>
  )
}
