/** A parameter's changes as a line of time, the newest above; its initial value at the foot. */
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { Failed, Loading } from '../../layout/states.tsx'
import { CodeTag } from '../../shared/CodeTag.tsx'
import { minuteText } from '../../shared/moment.ts'
import { useHistory, type Parameter, type ParameterChange } from './client.ts'
import { ParameterText } from './ParameterText.tsx'
import { words } from './words.ts'

interface Props {
  readonly parameter: Parameter
}

export function ParameterHistory({ parameter }: Props) {
  const { t } = useFeatureWords(words)
  const history = useHistory(parameter.name)
  return (
    <Card title={t('history')}>
      {history.isPending ? <Loading /> : null}
      {history.isError ? <Failed error={history.error} retry={history.refetch} /> : null}
      {history.data === undefined ? null : (
        <ol className="parameter-line">
          {history.data.items.map((change) => (
            <Change key={change.version} change={change} parameter={parameter} />
          ))}
          <li className={parameter.version === 0 ? 'now' : ''}>
            <div className="parameter-line-head">
              <strong>{t('initial')}</strong>
              {parameter.version === 0 ? <CodeTag tone="good">{t('inForce')}</CodeTag> : null}
            </div>
            <ParameterText value={history.data.initial} parameter={parameter} />
          </li>
        </ol>
      )}
    </Card>
  )
}

interface ChangeProps extends Props {
  readonly change: ParameterChange
}

function Change({ change, parameter }: ChangeProps) {
  const { t, language } = useFeatureWords(words)
  const { version, value, effectiveFrom, maker, checker, reason, changedAt } = change
  const isNow = version === parameter.version
  const isNext = version > parameter.version
  return (
    <li className={isNow ? 'now' : ''}>
      <div className="parameter-line-head">
        <strong className="nowrap">{minuteText(effectiveFrom, language)}</strong>
        {isNow ? <CodeTag tone="good">{t('inForce')}</CodeTag> : null}
        {isNext ? <CodeTag tone="blue">{t('future')}</CodeTag> : null}
        {isNow || isNext ? null : <CodeTag>{t('past')}</CodeTag>}
      </div>
      <ParameterText value={value} parameter={parameter} />
      <p>{reason}</p>
      <p className="soft">
        {t('changedBy', { maker, checker })} ·{' '}
        {t('changedAt', { at: minuteText(changedAt, language) })}
      </p>
    </li>
  )
}
