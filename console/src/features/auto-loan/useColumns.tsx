/** The columns of the order list; the first names the order, spare ones wait to be chosen. */
import { useFeatureWords, useWords } from '../../i18n/index.ts'
import { Amount } from '../../shared/Amount.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { minuteText } from '../../shared/moment.ts'
import { RelativeTime } from '../../shared/RelativeTime.tsx'
import { useMe } from '../auth/session.ts'
import { StateTag } from '../orders/StateTag.tsx'
import type { AutoLoanRow } from './client.ts'
import { words } from './words.ts'

type Columns = readonly Column<AutoLoanRow>[]

export function useColumns(): Columns {
  return [...useWho(), ...useMoney(), ...useTimes()]
}

function useWho(): Columns {
  const { t } = useWords()
  const own = useFeatureWords(words)
  const isHouse = useMe().data?.party === null
  const none = t('order.none')
  return [
    { key: 'orderNo', title: t('orders.orderNo'), render: (row) => row.orderNo },
    {
      key: 'state',
      title: t('orders.state'),
      phone: 'title',
      render: (row) => <StateTag machine="auto-loan" code={row.state} version={row.smVersion} />,
    },
    {
      key: 'applicantName',
      title: own.t('applicant'),
      render: (row) => row.applicantName ?? own.t('erased'),
    },
    { key: 'dealer', title: t('orders.dealer'), spare: !isHouse, render: (row) => row.dealerId },
    {
      key: 'product',
      title: t('orders.product'),
      phone: 'hidden',
      spare: true,
      render: (row) => row.productId ?? none,
    },
    { key: 'funder', title: t('orders.funder'), render: (row) => row.funderId ?? none },
  ]
}

function useMoney(): Columns {
  const { t } = useWords()
  const own = useFeatureWords(words)
  const none = t('order.none')
  return [
    {
      key: 'amount',
      title: t('orders.financeAmount'),
      align: 'right',
      sort: 'amount',
      phone: 'end',
      // Until a product is chosen nothing is financed.
      render: (row) =>
        row.productId === null ? (
          none
        ) : (
          <Amount minor={row.financeAmount} currency={row.currency} />
        ),
    },
    {
      key: 'downPayment',
      title: own.t('downPayment'),
      align: 'right',
      spare: true,
      render: (row) => <Amount minor={row.downPaymentAmount} currency={row.currency} />,
    },
  ]
}

function useTimes(): Columns {
  const { t, language } = useWords()
  const own = useFeatureWords(words)
  const minute = (at: string) => <time className="nowrap">{minuteText(at, language)}</time>
  return [
    { key: 'since', title: own.t('since'), render: (row) => <RelativeTime at={row.stateSince} /> },
    {
      key: 'created',
      title: t('orders.created'),
      sort: 'created',
      phone: 'hidden',
      render: (row) => minute(row.createdAt),
    },
    {
      key: 'updated',
      title: t('orders.updated'),
      sort: 'updated',
      spare: true,
      render: (row) => minute(row.updatedAt),
    },
    {
      key: 'version',
      title: t('order.definition'),
      spare: true,
      render: (row) => row.smVersion,
    },
  ]
}
