/** One parameter: what holds, who may change it, what waits for approval, what was. */
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { Refusal } from '../../api.ts'
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { PageHead } from '../../layout/PageHead.tsx'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { KeyValue } from '../../shared/KeyValue.tsx'
import { minuteText } from '../../shared/moment.ts'
import { ChangeForm } from './ChangeForm.tsx'
import { useParameter, usePending, type Parameter as ParameterView } from './client.ts'
import { ParameterHistory } from './ParameterHistory.tsx'
import { ParameterText } from './ParameterText.tsx'
import { words } from './words.ts'
import './parameters.css'

export function Parameter() {
  const { t } = useFeatureWords(words)
  const { name = '' } = useParams()
  const parameter = useParameter(name)
  if (parameter.isPending) return <Loading />
  if (parameter.isError && parameter.error instanceof Refusal) {
    return (
      <Blank title={t('missing')}>
        <Link to={path.parameters()}>{t('back')}</Link>
      </Blank>
    )
  }
  if (parameter.isError) return <Failed error={parameter.error} retry={parameter.refetch} />
  return <Opened parameter={parameter.data} />
}

function Opened({ parameter }: { readonly parameter: ParameterView }) {
  const { t, language } = useFeatureWords(words)
  const [changing, setChanging] = useState(false)
  return (
    <>
      <PageHead
        title={parameter.title[language]}
        back={{ to: path.parameters(), label: t('back') }}
        end={
          <Button
            type="primary"
            disabled={!parameter.mayPropose}
            title={parameter.mayPropose ? '' : t('mayNot')}
            onClick={() => setChanging(true)}
          >
            {t('change')}
          </Button>
        }
      />
      <Pending parameter={parameter} />
      <div className="parameter">
        <ParameterHistory parameter={parameter} />
        <Card title={t('now')}>
          <Facts parameter={parameter} />
        </Card>
      </div>
      {changing ? <ChangeForm parameter={parameter} onClose={() => setChanging(false)} /> : null}
    </>
  )
}

function Facts({ parameter }: { readonly parameter: ParameterView }) {
  const { t, language } = useFeatureWords(words)
  const shared = useWords()
  const { name, value, version, effectiveFrom, makers, checkers } = parameter
  const rolesText = (roles: readonly string[]) =>
    roles.map((role) => wordOf(shared.words.roles, role)).join(language === 'zh' ? '、' : ', ')
  return (
    <KeyValue
      entries={[
        [t('value'), <ParameterText key="value" value={value} parameter={parameter} />],
        [t('since'), effectiveFrom === null ? t('always') : minuteText(effectiveFrom, language)],
        [t('version'), version],
        [t('unit'), <Unit key="unit" unit={parameter.unit} />],
        [t('code'), <code key="code">{name}</code>],
        [t('makers'), rolesText(makers)],
        [t('checkers'), rolesText(checkers)],
      ]}
    />
  )
}

function Unit({ unit }: { readonly unit: string }) {
  const { t, words: texts } = useFeatureWords(words)
  const [kind, currency] = unit.split(':')
  return kind === 'minor'
    ? t('units.minor', { currency: currency ?? '' })
    : wordOf(texts.units, unit)
}

function Pending({ parameter: { name } }: { readonly parameter: ParameterView }) {
  const { t } = useFeatureWords(words)
  const pending = usePending(name).data ?? []
  return pending.map(({ id, makerName, reason }) => (
    <Alert
      key={id}
      className="parameter-pending"
      type="warning"
      showIcon
      title={t('pending')}
      description={t('pendingBy', { maker: makerName, reason })}
      action={<Link to={path.approval(id)}>{t('seePending')}</Link>}
    />
  ))
}
