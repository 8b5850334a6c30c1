/** One alarm: what happened, to what, how often; taken, resolved, or followed to its place. */
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { Failed, Loading } from '../../layout/states.tsx'
import { CodeTag } from '../../shared/CodeTag.tsx'
import { KeyValue, type Entry } from '../../shared/KeyValue.tsx'
import { minuteText } from '../../shared/moment.ts'
import { ReasonModal } from '../../shared/ReasonModal.tsx'
import { useNames } from '../audit/names.ts'
import { Subject } from '../audit/Subject.tsx'
import { decide, severityTones, stateTones, useAlarm, type Alarm, type Verb } from './client.ts'
import { words } from './words.ts'
import './alarms.css'

interface Props {
  readonly id: string
  readonly onClose: () => void
}

export function AlarmDrawer({ id, onClose }: Props) {
  const { t, words: texts } = useFeatureWords(words)
  const alarm = useAlarm(id)
  return (
    <Drawer
      open
      size="min(520px, 100vw)"
      title={alarm.data === undefined ? t('what') : wordOf(texts.codes, alarm.data.code)}
      onClose={onClose}
      footer={alarm.data === undefined ? null : <Decisions alarm={alarm.data} />}
    >
      {alarm.isPending ? <Loading /> : null}
      {alarm.isError ? <Failed error={alarm.error} retry={alarm.refetch} /> : null}
      {alarm.data === undefined ? null : <Facts alarm={alarm.data} />}
    </Drawer>
  )
}

function Facts({ alarm }: { readonly alarm: Alarm }) {
  const { t, language } = useFeatureWords(words)
  const shared = useWords()
  const { severity, state, owner, subject, detail, note } = alarm
  const nameOf = useNames([alarm.acknowledgedBy, alarm.resolvedBy])
  const by = (name: string, who: string | null, at: string | null): readonly Entry[] =>
    who === null || at === null
      ? []
      : [[name, `${nameOf(who) ?? who} · ${minuteText(at, language)}`]]
  return (
    <>
      <p className="alarm-tags">
        <CodeTag tone={severityTones[severity]}>{t(`severities.${severity}`)}</CodeTag>
        <CodeTag tone={stateTones[state]}>{t(`states.${state}`)}</CodeTag>
      </p>
      <KeyValue
        entries={[
          [t('subject'), <Subject key="subject" subject={subject} />],
          [t('owner'), wordOf(shared.words.roles, owner)],
          [t('occurrences'), t('times', { count: alarm.occurrences })],
          [t('firstAt'), minuteText(alarm.firstAt, language)],
          [t('lastAt'), minuteText(alarm.lastAt, language)],
          ...by(t('acknowledgedBy'), alarm.acknowledgedBy, alarm.acknowledgedAt),
          ...by(t('resolvedBy'), alarm.resolvedBy, alarm.resolvedAt),
          ...(note === null ? [] : [[t('note_label'), note] as const]),
          [t('code'), <code key="code">{alarm.code}</code>],
        ]}
      />
      <h3 className="alarm-detail-head">{t('detail')}</h3>
      <p lang="en" className="alarm-detail">
        {detail}
      </p>
    </>
  )
}

function Decisions({ alarm }: { readonly alarm: Alarm }) {
  const { t } = useFeatureWords(words)
  const [asking, setAsking] = useState<Verb>()
  const { id, state, link, mayDecide } = alarm
  const why = mayDecide || state === 'resolved' ? '' : t('mayNot')
  return (
    <div className="alarm-decisions">
      {link === null ? null : (
        <Link to={link}>
          <Button>{t('go')}</Button>
        </Link>
      )}
      <Button
        disabled={!mayDecide || state !== 'open'}
        title={why}
        onClick={() => setAsking('acknowledge')}
      >
        {t('acknowledge')}
      </Button>
      <Button type="primary" disabled={!mayDecide} title={why} onClick={() => setAsking('resolve')}>
        {t('resolve')}
      </Button>
      {asking === undefined ? null : (
        <ReasonModal
          title={t(asking)}
          okText={t(asking)}
          label={t('note_label')}
          optional
          form={`${asking} ${id}`}
          send={(note, key) => decide(id, asking, note, key)}
          done={t(`${asking}d`)}
          stale={[['alarm', id], ['list', '/alarms'], ['badges']]}
          onClose={() => setAsking(undefined)}
        >
          <p>{t(`${asking}Why`)}</p>
        </ReasonModal>
      )}
    </div>
  )
}
