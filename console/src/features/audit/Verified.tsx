/** Whether the trail is intact: the last result, and the way to have it recomputed. */
import { CheckCircleFilled, CloseCircleFilled, SafetyCertificateOutlined } from '@ant-design/icons'
import { Progress } from 'antd'
import { useFeatureWords, wordOf } from '../../i18n/index.ts'
import { CommandButton } from '../../shared/CommandButton.tsx'
import { RelativeTime } from '../../shared/RelativeTime.tsx'
import { useMe } from '../auth/session.ts'
import {
  isUnderWay,
  useVerifications,
  verificationKey,
  verify,
  type Verification,
} from './client.ts'
import { words } from './words.ts'
import './verified.css'

export function Verified() {
  const { t } = useFeatureWords(words)
  const [latest, ...earlier] = useVerifications().data ?? []
  const last = latest !== undefined && isUnderWay(latest) ? earlier[0] : latest
  const me = useMe().data
  return (
    <section className="card verified" aria-label={t('verification.title')}>
      <Mark state={last?.state} />
      <div className="verified-said" role="status">
        <strong>{t('verification.title')}</strong>
        <Result found={last} />
        {latest !== undefined && isUnderWay(latest) ? <UnderWay found={latest} /> : null}
      </div>
      {me?.roles.includes('admin') ? (
        <CommandButton
          form="verify audit"
          send={verify}
          done={t('verification.asked')}
          stale={[verificationKey]}
        >
          {t('verification.run')}
        </CommandButton>
      ) : null}
    </section>
  )
}

function Mark({ state }: { readonly state: Verification['state'] | undefined }) {
  if (state === 'clean') return <CheckCircleFilled className="verified-mark good" />
  if (state === 'broken') return <CloseCircleFilled className="verified-mark bad" />
  return <SafetyCertificateOutlined className="verified-mark soft" />
}

function Result({ found }: { readonly found: Verification | undefined }) {
  const { t, words: texts } = useFeatureWords(words)
  if (found === undefined) return <span className="soft">{t('verification.never')}</span>
  const { state, entries, endedAt, faultKind, faultSubject, faultDetail } = found
  if (state === 'broken') {
    return (
      <>
        <span className="bad">
          {wordOf(texts.verification.kinds, faultKind ?? '')}
          {': '}
          <code>{faultSubject}</code>
        </span>
        <span lang="en" className="soft">
          {faultDetail}
        </span>
      </>
    )
  }
  return (
    <span>
      {t('verification.clean', { entries: entries.toLocaleString('en') })}
      {endedAt === null ? null : (
        <span className="soft">
          {' · '}
          <RelativeTime at={endedAt} />
        </span>
      )}
    </span>
  )
}

function UnderWay({ found }: { readonly found: Verification }) {
  const { t } = useFeatureWords(words)
  const { state, bucketsDone, buckets } = found
  const percent = buckets === 0 ? 0 : Math.floor((bucketsDone / buckets) * 100)
  const text =
    state === 'queued'
      ? t('verification.queued')
      : t('verification.running', { done: bucketsDone, all: buckets })
  return (
    <span className="verified-progress">
      <Progress percent={percent} size="small" status="active" aria-label={text} />
      <span className="soft">{text}</span>
    </span>
  )
}
