/** What a proposal would change, in the words of its kind; any other kind as its fields. */
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { path } from '../../path.ts'
import { Amount } from '../../shared/Amount.tsx'
import { KeyValue } from '../../shared/KeyValue.tsx'
import { minuteText } from '../../shared/moment.ts'
import { Diff } from '../audit/Diff.tsx'
import { useParameter } from '../parameters/client.ts'
import { ParameterText } from '../parameters/ParameterText.tsx'
import { useKinds, type OpenedProposal } from './client.ts'
import { words } from './words.ts'

interface Props {
  readonly proposal: OpenedProposal
}

const views: Readonly<Record<string, (props: Props) => ReactNode>> = {
  'parameter.change': ParameterChange,
  'auth.approval-limit': LimitChange,
  'ledger.adjustment': Adjustment,
  'ledger.period-close': PeriodClose,
  'lifecycle.publish': Publication,
  'lifecycle.retire': Publication,
}

export function Change({ proposal }: Props) {
  const { t } = useFeatureWords(words)
  const View = views[proposal.kind]
  if (View !== undefined) return <View proposal={proposal} />
  return <Diff label={t('change')} before={proposal.before} after={proposal.payload} />
}

/** The server wrote payload and `before` of this kind; a name that is missing shows as nothing. */
const member = (value: unknown, name: string): unknown => Reflect.get(Object(value), name)
const textOf = (value: unknown, name: string): string => {
  const found = member(value, name)
  return typeof found === 'string' ? found : ''
}

interface TwoProps {
  readonly rows: readonly {
    readonly name: string
    readonly before: ReactNode
    readonly after: ReactNode
  }[]
}

function BeforeAfter({ rows }: TwoProps) {
  const { t } = useFeatureWords(words)
  return (
    <div className="change-frame">
      <table className="change" aria-label={t('change')}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('was')}</th>
            <th scope="col">{t('becomes')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, before, after }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="figure change-old">{before}</td>
              <td className="figure change-new">{after}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ParameterChange({ proposal: { payload, before } }: Props) {
  const { t, language } = useFeatureWords(words)
  const name = textOf(payload, 'name')
  const parameter = useParameter(name).data
  const from = member(payload, 'effectiveFrom')
  const held = member(before, 'effectiveFrom')
  const since = (at: unknown, otherwise: string) =>
    typeof at === 'string' ? minuteText(at, language) : otherwise
  return (
    <>
      <p>
        <Link to={path.parameter(name)}>
          <strong>{parameter?.title[language] ?? name}</strong>
        </Link>
      </p>
      <BeforeAfter
        rows={[
          {
            name: t('value'),
            before: <ParameterText value={member(before, 'value')} parameter={parameter} />,
            after: <ParameterText value={member(payload, 'value')} parameter={parameter} />,
          },
          {
            name: t('from'),
            before: since(held, t('always')),
            after: since(from, t('fromApproval')),
          },
        ]}
      />
    </>
  )
}

function LimitChange({ proposal: { payload, before } }: Props) {
  const { t, language } = useFeatureWords(words)
  const shared = useWords()
  const kinds = useKinds().data ?? []
  const currency = textOf(payload, 'currency')
  const kind = kinds.find((known) => known.kind === member(payload, 'kind'))
  const max = (value: unknown) => {
    const amount = textOf(value, 'amountMax')
    return amount === '' ? t('unlimited') : <Amount minor={amount} currency={currency} />
  }
  const role = wordOf(shared.words.roles, textOf(payload, 'role'))
  const named = t('limitOf', { role, kind: kind?.title[language] ?? textOf(payload, 'kind') })
  return <BeforeAfter rows={[{ name: named, before: max(before), after: max(payload) }]} />
}

interface Leg {
  readonly debit: string
  readonly credit: string
  readonly amount: string
}

function Adjustment({ proposal: { payload, currency } }: Props) {
  const { t } = useFeatureWords(words)
  const legs = (member(payload, 'transfers') ?? []) as readonly Leg[]
  return (
    <>
      <KeyValue entries={[[t('effectiveDate'), textOf(payload, 'effectiveDate')]]} />
      <div className="change-frame">
        <table className="change" aria-label={t('legs')}>
          <thead>
            <tr>
              <th scope="col">{t('debit')}</th>
              <th scope="col">{t('credit')}</th>
              <th scope="col" className="to-right">
                {t('amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {legs.map(({ debit, credit, amount }) => (
              <tr key={`${debit} ${credit} ${amount}`}>
                <td>
                  <Link to={path.ledgerAccount(debit)}>{debit}</Link>
                </td>
                <td>
                  <Link to={path.ledgerAccount(credit)}>{credit}</Link>
                </td>
                <td className="to-right">
                  <Amount minor={amount} currency={currency ?? 'CNY'} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function PeriodClose({ proposal: { payload } }: Props) {
  const { t } = useFeatureWords(words)
  const period = textOf(payload, 'period')
  return (
    <KeyValue
      entries={[
        [
          t('period'),
          <Link key="period" to={path.periods()}>
            {period}
          </Link>,
        ],
      ]}
    />
  )
}

function Publication({ proposal: { payload } }: Props) {
  const { t } = useFeatureWords(words)
  const [machine, version] = [textOf(payload, 'machine'), textOf(payload, 'version')]
  const takes = member(payload, 'takesNewOrders')
  return (
    <>
      <KeyValue
        entries={[
          [t('lifecycle'), machine],
          [t('version'), version],
          ...(typeof takes === 'boolean'
            ? [[t('takesNew'), takes ? t('yes') : t('no')] as const]
            : []),
        ]}
      />
      <p>
        <Link to={path.lifecycle(machine, version)}>{t('seeVersion')}</Link>
      </p>
    </>
  )
}
