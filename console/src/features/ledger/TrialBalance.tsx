/** What every account type held at the end of a day; each line opens the accounts behind it. */
import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { addressOf, read } from '../../api.ts'
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { PageHead } from '../../layout/PageHead.tsx'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { CodeTag } from '../../shared/CodeTag.tsx'
import { secondText } from '../../shared/moment.ts'
import { useAmount } from '../../shared/useAmount.ts'
import { TrialAccounts } from './TrialAccounts.tsx'
import { useTypeName } from './useTypeName.ts'
import { words } from './words.ts'
import './ledger.css'

export interface TrialLine {
  readonly accountType: string
  readonly currency: string
  readonly accounts: number | string
  readonly debit: string
  readonly credit: string
}

interface Total {
  readonly currency: string
  readonly debit: string
  readonly credit: string
  readonly balanced: boolean
}

interface Trial {
  readonly at: string
  readonly balanced: boolean
  readonly lines: readonly TrialLine[]
  readonly totals: readonly Total[]
}

export function TrialBalance() {
  const { t } = useFeatureWords(words)
  const [search, setSearch] = useSearchParams()
  const at = search.get('at') ?? undefined
  const trial = useQuery({
    queryKey: ['ledger', 'trial', at],
    queryFn: () => read<Trial>('/ledger/trial-balance', { at }),
  })
  return (
    <>
      <PageHead
        title={t('trial.title')}
        end={(['csv', 'xlsx'] as const).map((format) => (
          <Button
            key={format}
            icon={<DownloadOutlined />}
            href={addressOf('/ledger/trial-balance/file', { at, format })}
            download
          >
            {t(format === 'csv' ? 'trial.download' : 'trial.downloadXlsx')}
          </Button>
        ))}
      />
      <div className="ledger-bar card">
        <label className="ledger-at">
          <span>{t('trial.at')}</span>
          <DatePicker
            value={at === undefined ? null : dayjs(at)}
            placeholder={t('trial.now')}
            maxDate={dayjs()}
            onChange={(day) => setSearch(day ? { at: day.format('YYYY-MM-DD') } : {})}
          />
        </label>
        {trial.data === undefined ? null : (
          <>
            <CodeTag tone={trial.data.balanced ? 'good' : 'bad'}>
              {t(trial.data.balanced ? 'trial.balanced' : 'trial.unbalanced')}
            </CodeTag>
            <time className="soft ledger-bar-end">{secondText(trial.data.at)}</time>
          </>
        )}
      </div>
      {trial.isPending ? <Loading /> : null}
      {trial.isError ? <Failed error={trial.error} retry={trial.refetch} /> : null}
      {trial.data === undefined ? null : <Books trial={trial.data} />}
    </>
  )
}

function Books({ trial }: { readonly trial: Trial }) {
  const { t } = useFeatureWords(words)
  const [opened, open] = useState<TrialLine>()
  if (trial.lines.length === 0) return <Blank title={t('trial.none')} />
  return (
    <>
      {trial.totals.map((total) => (
        <Card key={total.currency} title={total.currency} flush>
          <Lines
            lines={trial.lines.filter(({ currency }) => currency === total.currency)}
            total={total}
            onOpen={open}
          />
        </Card>
      ))}
      {opened === undefined ? null : (
        <TrialAccounts line={opened} at={trial.at} onClose={() => open(undefined)} />
      )}
    </>
  )
}

interface LinesProps {
  readonly lines: readonly TrialLine[]
  readonly total: Total
  readonly onOpen: (line: TrialLine) => void
}

function Lines({ lines, total, onOpen }: LinesProps) {
  const { t } = useFeatureWords(words)
  const typeName = useTypeName()
  const amount = useAmount()
  const { currency } = total
  const money = (text: string) => (text === '0' ? '' : amount(text, currency))
  return (
    <div className="ledger-scroll" tabIndex={0} role="group" aria-label={currency}>
      <table className="ledger-sums" aria-label={`${t('trial.title')} ${currency}`}>
        <thead>
          <tr>
            <th scope="col">{t('type')}</th>
            <th scope="col" className="to-right ledger-roomy">
              {t('trial.accounts')}
            </th>
            <th scope="col" className="to-right">
              {t('debit')}
            </th>
            <th scope="col" className="to-right">
              {t('credit')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.accountType}>
              <th scope="row">
                <button
                  type="button"
                  className="ledger-drill"
                  title={t('trial.drill')}
                  onClick={() => onOpen(line)}
                >
                  {typeName(line.accountType)} <span className="soft">{line.accountType}</span>
                </button>
              </th>
              <td className="to-right figure ledger-roomy">
                {Number(line.accounts).toLocaleString('en-US')}
              </td>
              <td className="to-right figure nowrap">{money(line.debit)}</td>
              <td className="to-right figure nowrap">{money(line.credit)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Σ {t('total')}</th>
            <td className="ledger-roomy" />
            <td className="to-right figure nowrap">{amount(total.debit, currency)}</td>
            <td className="to-right figure nowrap">{amount(total.credit, currency)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}
