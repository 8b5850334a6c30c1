/** The rows of the list on a phone: one card each, the whole of it a link. */
import { Link } from 'react-router'
import { useWords } from '../../i18n/index.ts'
import { path } from '../../path.ts'
import { minuteText } from '../../shared/moment.ts'
import { useAmount } from '../../shared/useAmount.ts'
import type { OrderRow } from './client.ts'
import { StateTag } from './StateTag.tsx'

interface Props {
  readonly rows: readonly OrderRow[]
  readonly dimmed: boolean
}

export function OrderCards({ rows, dimmed }: Props) {
  const { language } = useWords()
  const amount = useAmount()
  return (
    <ul className={dimmed ? 'order-cards dimmed' : 'order-cards'}>
      {rows.map((row) => (
        <li key={row.orderNo}>
          <Link to={path.order(row.orderNo)}>
            <span className="order-card-no figure">{row.orderNo}</span>
            <span className="order-card-amount figure">
              {amount(row.financeAmount, row.currency)}
            </span>
            <span className="order-card-state">
              <StateTag code={row.state} version={row.smVersion} />
            </span>
            <span className="soft order-card-parties">
              {[row.dealerId, row.productId, row.funderId].filter(Boolean).join(' · ')}
            </span>
            <time className="soft">{minuteText(row.createdAt, language)}</time>
          </Link>
        </li>
      ))}
    </ul>
  )
}
