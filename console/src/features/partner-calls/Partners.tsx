/** One card for each partner: whether it answers, how fast, and whether it is left alone. */
import { useFeatureWords } from '../../i18n/index.ts'
import { CodeTag } from '../../shared/CodeTag.tsx'
import { RelativeTime } from '../../shared/RelativeTime.tsx'
import type { PartnerHealth } from './client.ts'
import { words } from './words.ts'

const tones = { closed: 'good', open: 'bad', trying: 'warn' } as const

export function Partners({ partners }: { readonly partners: readonly PartnerHealth[] }) {
  const { t } = useFeatureWords(words)
  if (partners.length === 0) return null
  return (
    <section className="partners" aria-label={t('health.title')}>
      {partners.map((partner) => (
        <Partner key={partner.partner} health={partner} />
      ))}
    </section>
  )
}

function Partner({ health }: { readonly health: PartnerHealth }) {
  const { t } = useFeatureWords(words)
  const { partner, circuit, succeeded, failed, unknown, medianMs } = health
  const { lastReachedAt, failuresInRow } = health
  return (
    <div className="card partner">
      <div className="partner-head">
        <strong>{partner}</strong>
        <CodeTag tone={tones[circuit]}>{t(`health.${circuit}`)}</CodeTag>
      </div>
      <span className="figure">{t('health.counts', { succeeded, failed, unknown })}</span>
      <span className="soft">
        {medianMs === null ? '' : `${t('health.median', { ms: medianMs })} · `}
        {lastReachedAt === null ? (
          t('health.never')
        ) : (
          <>
            {t('health.reached')} <RelativeTime at={lastReachedAt} />
          </>
        )}
      </span>
      {failuresInRow > 0 ? (
        <span className="warn">{t('health.inRow', { count: failuresInRow })}</span>
      ) : null}
    </div>
  )
}
