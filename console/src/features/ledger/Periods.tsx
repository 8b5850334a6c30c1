/** Months that close, vouchers of their days, and the balances with which the books began. */
import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, DatePicker } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { addressOf, command, read } from '../../api.ts'
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { PageHead } from '../../layout/PageHead.tsx'
import { Failed, Loading } from '../../layout/states.tsx'
import { CodeTag, type Tone } from '../../shared/CodeTag.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListTable } from '../../shared/list/ListTable.tsx'
import '../../shared/list/list.css'
import { minuteText } from '../../shared/moment.ts'
import { ReasonModal } from '../../shared/ReasonModal.tsx'
import { useOperation } from '../orders/operations.ts'
import { Openings } from './Openings.tsx'
import { PendingProposals } from './PendingProposals.tsx'
import { words } from './words.ts'
import './ledger.css'

interface Month {
  readonly period: string
  readonly firstDay: string
  readonly lastDay: string
  readonly status: 'open' | 'closing' | 'closed'
  readonly changedAt: string | null
  readonly mayClose: 'period_not_next' | 'period_not_over' | null
  readonly mayReopen: 'period_not_last' | null
}

const tones: Readonly<Record<Month['status'], Tone>> = {
  open: 'water',
  closing: 'warn',
  closed: 'calm',
}
const kinds = ['ledger.period-close', 'ledger.period-reopen'] as const
const monthsKey = ['ledger', 'periods'] as const

export function Periods() {
  const { t } = useFeatureWords(words)
  return (
    <>
      <PageHead title={t('periods.title')} note={t('periods.note')} />
      <Months />
      <PendingProposals
        kinds={kinds}
        title={t('periods.pending')}
        none={t('periods.pendingNone')}
      />
      <Vouchers />
      <Openings />
    </>
  )
}

function Months() {
  const { t } = useFeatureWords(words)
  const months = useQuery({
    queryKey: monthsKey,
    queryFn: async () => (await read<{ items: readonly Month[] }>('/ledger/periods')).items,
  })
  const columns = useColumns()
  return (
    <Card title={t('periods.months')} flush>
      {months.isPending ? <Loading /> : null}
      {months.isError ? <Failed error={months.error} retry={months.refetch} /> : null}
      {months.data === undefined ? null : (
        <ListTable<Month>
          label={t('periods.months')}
          rows={months.data}
          rowKey={({ period }) => period}
          columns={columns}
        />
      )}
    </Card>
  )
}

function useColumns(): readonly Column<Month>[] {
  const { t, language } = useFeatureWords(words)
  return [
    { key: 'period', title: t('periods.period'), render: ({ period }) => period },
    {
      key: 'days',
      title: t('periods.days'),
      render: ({ firstDay, lastDay }) => (
        <span className="nowrap">{`${firstDay} – ${lastDay}`}</span>
      ),
    },
    {
      key: 'status',
      title: t('status'),
      render: ({ status }) => (
        <CodeTag tone={tones[status]}>{t(`periods.statuses.${status}`)}</CodeTag>
      ),
      phone: 'title',
    },
    {
      key: 'changedAt',
      title: t('periods.changedAt'),
      render: ({ changedAt }) =>
        changedAt === null ? (
          <span className="soft">{t('none')}</span>
        ) : (
          <time className="nowrap">{minuteText(changedAt, language)}</time>
        ),
      phone: 'hidden',
    },
    {
      key: 'vouchers',
      title: t('periods.month'),
      render: ({ firstDay, lastDay }) => <VoucherLinks from={firstDay} to={lastDay} />,
    },
    {
      key: 'way',
      title: t('periods.way'),
      render: (month) => <Way month={month} />,
    },
  ]
}

function VoucherLinks({ from, to }: { readonly from: string; readonly to: string }) {
  const { t } = useFeatureWords(words)
  return (
    <span className="ledger-files">
      {(['csv', 'xlsx'] as const).map((format) => (
        <a
          key={format}
          href={addressOf('/ledger/vouchers', { from, to, format })}
          aria-label={`${t(`periods.${format}`)} ${from} – ${to}`}
          download
        >
          {format}
        </a>
      ))}
    </span>
  )
}

/** An open month may be closed, the last closed one opened again; otherwise why not. */
function Way({ month }: { readonly month: Month }) {
  const { t } = useFeatureWords(words)
  const [asked, ask] = useState(false)
  const mayPropose = useOperation('proposePeriodClose').mayDo
  const verb = month.status === 'open' ? 'close' : 'reopen'
  const refusal = month.status === 'open' ? month.mayClose : month.mayReopen
  if (refusal !== null) return <span className="soft">{t(`periods.reasons.${refusal}`)}</span>
  if (!mayPropose) return <span className="soft">{t('none')}</span>
  const { period } = month
  return (
    <>
      <Button size="small" onClick={() => ask(true)}>
        {t(`periods.${verb}`)}
      </Button>
      {asked ? (
        <ReasonModal
          title={t(`periods.${verb}Title`, { period })}
          okText={t(`periods.${verb}`)}
          form={`ledger.period-${verb} ${period}`}
          done={t('periods.proposed')}
          stale={[['ledger', 'pending'], monthsKey]}
          send={(reason, idempotencyKey) =>
            command({
              path: `/ledger/periods/${period}/${verb}`,
              body: { reason },
              idempotencyKey,
            })
          }
          onClose={() => ask(false)}
        >
          <p>{t(`periods.${verb}Note`, { period })}</p>
        </ReasonModal>
      ) : null}
    </>
  )
}

function Vouchers() {
  const { t } = useFeatureWords(words)
  const [from, setFrom] = useState<Dayjs>(() => dayjs().startOf('month'))
  const [to, setTo] = useState<Dayjs>(() => dayjs())
  const range = { from: from.format('YYYY-MM-DD'), to: to.format('YYYY-MM-DD') }
  return (
    <Card title={t('periods.vouchers')}>
      <p className="soft">{t('periods.vouchersNote')}</p>
      <div className="ledger-range">
        <DatePicker
          value={from}
          allowClear={false}
          maxDate={to}
          aria-label={t('periods.fromDay')}
          onChange={(day) => setFrom(day ?? from)}
        />
        <span aria-hidden="true">–</span>
        <DatePicker
          value={to}
          allowClear={false}
          minDate={from}
          aria-label={t('periods.toDay')}
          onChange={(day) => setTo(day ?? to)}
        />
        {(['csv', 'xlsx'] as const).map((format) => (
          <Button
            key={format}
            icon={<DownloadOutlined />}
            href={addressOf('/ledger/vouchers', { ...range, format })}
            download
          >
            {t(`periods.${format}`)}
          </Button>
        ))}
      </div>
    </Card>
  )
}
