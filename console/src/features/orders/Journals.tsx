/** What the books say of this order: journals whose number begins with its own. */
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { read } from '../../api.ts'
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { path } from '../../path.ts'
import { useAmount } from '../../shared/useAmount.ts'
import { journalAddress } from '../ledger/journal-address.ts'
import type { OrderView, Page } from './client.ts'
import { useOperation } from './operations.ts'
import { words } from './words.ts'

interface JournalRow {
  readonly id: string
  readonly caller: string
  readonly bizType: string
  readonly bizNo: string
  readonly effectiveDate: string
  readonly moved: readonly { readonly currency: string; readonly amount: string }[]
}

const shownMax = 10

/** Only for those who may read the books, and only where there is something to read. */
export function Journals({ order }: { readonly order: OrderView }) {
  const { t } = useFeatureWords(words)
  const amount = useAmount()
  const mayRead = useOperation('listJournals').mayDo
  const query = { bizNo: order.orderNo, limit: shownMax }
  const journals = useQuery({
    queryKey: ['order-journals', order.orderNo, order.version],
    queryFn: () => read<Page<JournalRow>>('/ledger/journals', query),
    enabled: mayRead,
  })
  const rows = journals.data?.items ?? []
  if (rows.length === 0) return null
  const all = `${path.journals()}?${new URLSearchParams({ bizNo: order.orderNo }).toString()}`
  return (
    <Card title={t('links.journals')} end={<Link to={all}>{t('links.allJournals')}</Link>}>
      <ul className="journal-links">
        {rows.map((row) => (
          <li key={row.id}>
            <Link to={journalAddress(row)}>{row.bizNo}</Link>
            <span className="soft">{row.bizType}</span>
            <span className="figure">
              {row.moved.map((one) => amount(one.amount, one.currency)).join(' · ')}
            </span>
            <time className="soft figure">{row.effectiveDate}</time>
          </li>
        ))}
      </ul>
    </Card>
  )
}
