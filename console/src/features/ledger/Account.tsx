/** One account: what it holds, how that came about, and what may be done to it. */
import { DownloadOutlined } from '@ant-design/icons'
import { Button, Tabs } from 'antd'
import { useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { Refusal } from '../../api.ts'
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { PageHead } from '../../layout/PageHead.tsx'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { Figure, Figures } from '../../shared/Figure.tsx'
import { KeyValue } from '../../shared/KeyValue.tsx'
import { minuteText } from '../../shared/moment.ts'
import { useAmount } from '../../shared/useAmount.ts'
import { useOperation } from '../orders/operations.ts'
import { AccountEntries } from './AccountEntries.tsx'
import { AccountHolds } from './AccountHolds.tsx'
import { AccountMoves } from './AccountMoves.tsx'
import { StatusTag } from './AccountTag.tsx'
import { BalanceChart } from './BalanceChart.tsx'
import { useAccount, type AccountDetail } from './client.ts'
import { Explanation } from './Explanation.tsx'
import { StatementModal } from './StatementModal.tsx'
import { useTypeName } from './useTypeName.ts'
import { words } from './words.ts'
import './ledger.css'

export function Account() {
  const { t } = useFeatureWords(words)
  const { accountNo = '' } = useParams()
  const account = useAccount(accountNo)
  if (account.isPending) return <Loading />
  if (account.isError && isMissing(account.error)) {
    return (
      <Blank title={t('account.missing')}>
        <Link to={path.ledger()}>{t('account.back')}</Link>
      </Blank>
    )
  }
  if (account.isError) return <Failed error={account.error} retry={account.refetch} />
  return <Opened account={account.data} />
}

/** A number that cannot be one, and one that is not there, are the same to a reader. */
const isMissing = (error: unknown): boolean =>
  error instanceof Refusal && (error.problem.status === 404 || error.problem.status === 400)

function Opened({ account }: { readonly account: AccountDetail }) {
  const { t } = useFeatureWords(words)
  const { accountNo, name, status } = account
  return (
    <>
      <PageHead
        title={accountNo}
        figure
        back={{ to: path.ledger(), label: t('account.back') }}
        tags={
          <>
            <span>{name}</span>
            <StatusTag status={status} />
          </>
        }
        end={<Ways account={account} />}
      />
      <Amounts account={account} />
      <div className="ledger-columns">
        <BalanceChart account={account} />
        <Details account={account} />
      </div>
      <Parts account={account} />
    </>
  )
}

function Ways({ account }: { readonly account: AccountDetail }) {
  const { t } = useFeatureWords(words)
  const [shown, show] = useState(false)
  const mayAdjust = useOperation('proposeAdjustment').mayDo
  return (
    <>
      <Button icon={<DownloadOutlined />} onClick={() => show(true)}>
        {t('account.statement')}
      </Button>
      {mayAdjust ? (
        <Link to={`${path.adjustment()}?debit=${encodeURIComponent(account.accountNo)}`}>
          <Button tabIndex={-1}>{t('account.adjust')}</Button>
        </Link>
      ) : null}
      <AccountMoves account={account} />
      {shown ? <StatementModal account={account} onClose={() => show(false)} /> : null}
    </>
  )
}

function Amounts({ account }: { readonly account: AccountDetail }) {
  const { t } = useFeatureWords(words)
  const amount = useAmount()
  const money = (minor: number | string) => amount(minor, account.currency)
  return (
    <Figures>
      <Figure label={t('balance')} value={money(account.balance)} />
      <Figure
        label={t('frozen')}
        value={money(account.frozen)}
        {...(Number(account.frozen) === 0 ? {} : { tone: 'warn' as const })}
      />
      <Figure label={t('available')} value={money(account.available)} />
      <Figure label={t('sequence')} value={Number(account.sequence).toLocaleString('en-US')} />
    </Figures>
  )
}

function Details({ account }: { readonly account: AccountDetail }) {
  const { t, language } = useFeatureWords(words)
  const typeName = useTypeName()
  const known = (flag: boolean) => (flag ? t('yes') : t('no'))
  const booked = Number(account.sequence) > 0 ? minuteText(account.lastAt, language) : t('none')
  return (
    <Card title={t('account.details')}>
      <KeyValue
        entries={[
          [t('type'), `${typeName(account.accountType)} ${account.accountType}`],
          [t('currency'), account.currency],
          [t('normalSide'), t(`sides.${account.normalSide}`)],
          [t('mayGoNegative'), known(account.mayGoNegative)],
          [t('owner'), account.owner],
          [t('merchantNo'), account.merchantNo],
          [t('isTiancai'), known(account.isTiancai)],
          [t('openedAt'), minuteText(account.openedAt, language)],
          [t('lastAt'), booked],
        ]}
      />
    </Card>
  )
}

const parts = ['entries', 'holds', 'explain'] as const
type Part = (typeof parts)[number]

/** Which of them is shown stands in the address; its list keeps its own page and filters. */
function Parts({ account }: { readonly account: AccountDetail }) {
  const { t } = useFeatureWords(words)
  const [search, setSearch] = useSearchParams()
  const part = parts.find((known) => known === search.get('part')) ?? 'entries'
  const body: Readonly<Record<Part, () => React.ReactNode>> = {
    entries: () => <AccountEntries account={account} />,
    holds: () => <AccountHolds account={account} />,
    explain: () => <Explanation account={account} />,
  }
  return (
    <>
      <Tabs
        className="ledger-tabs"
        activeKey={part}
        onChange={(next) => setSearch(next === 'entries' ? {} : { part: next })}
        items={parts.map((key) => ({ key, label: t(`account.${key}`) }))}
        destroyOnHidden
      />
      {body[part]()}
    </>
  )
}
