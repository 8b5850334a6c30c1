/** "Why is this the balance?": what was there before, and what each kind of business did to it. */
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { Failed, Loading } from '../../layout/states.tsx'
import { Amount } from '../../shared/Amount.tsx'
import { useExplanation, type Account } from './client.ts'
import { words } from './words.ts'

export function Explanation({ account }: { readonly account: Account }) {
  const { t } = useFeatureWords(words)
  const found = useExplanation(account.accountNo)
  if (found.isPending) return <Loading />
  if (found.isError) return <Failed error={found.error} retry={found.refetch} />
  const { balance, before, parts } = found.data
  const money = (minor: number | string) => <Amount minor={minor} currency={account.currency} />
  return (
    <Card title={t('account.explain')} flush>
      <p className="ledger-card-note soft">{t('account.explainNote')}</p>
      <div className="ledger-scroll" tabIndex={0} role="group" aria-label={t('account.explain')}>
        <table className="ledger-sums">
          <thead>
            <tr>
              <th scope="col">{t('bizType')}</th>
              <th scope="col">{t('direction')}</th>
              <th scope="col" className="to-right">
                {t('account.count')}
              </th>
              <th scope="col" className="to-right">
                {t('account.effect')}
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row" colSpan={3}>
                {t('account.before')}
              </th>
              <td className="to-right">{money(before)}</td>
            </tr>
            {parts.map(({ bizType, direction, count, effect }) => (
              <tr key={`${bizType} ${direction}`}>
                <th scope="row">{bizType}</th>
                <td>{t(`sides.${direction}`)}</td>
                <td className="to-right figure">{Number(count).toLocaleString('en-US')}</td>
                <td className="to-right">{money(effect)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>
                {t('account.now')}
              </th>
              <td className="to-right">{money(balance)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </Card>
  )
}
