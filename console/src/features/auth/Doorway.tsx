/**
 * The surroundings of the forms that stand before the console: the name, and nothing to
 * distract.
 */
import type { ReactNode } from 'react'
import { useWords } from '../../i18n/index.ts'
import { LanguageSwitch } from '../../layout/LanguageSwitch.tsx'
import { Mark } from '../../layout/Mark.tsx'
import './doorway.css'

/** Lines of a river that is also a ledger: drawn once, by a sine. */
const riverLines = Array.from({ length: 15 }, (_, line) => riverLine(line))

function riverLine(line: number): string {
  const points = Array.from({ length: 41 }, (_, step) => {
    const x = step * 18
    const swell = 6 + line * 1.7
    const y = 24 + line * 26 + Math.sin(step / 4.2 + line * 0.5) * swell
    return `${x},${y.toFixed(1)}`
  })
  return points.join(' ')
}

export function Doorway({ children }: { readonly children: ReactNode }) {
  const { t } = useWords()
  return (
    <div className="doorway">
      <section className="doorway-scene">
        <div className="doorway-brand">
          <Mark />
          <span lang="zh-CN">流水</span>
          <span className="doorway-latin">Liushui</span>
        </div>
        <p className="doorway-tagline">{t('product.tagline')}</p>
        <svg viewBox="0 0 720 430" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
          {riverLines.map((points) => (
            <polyline key={points} points={points} />
          ))}
        </svg>
      </section>
      <main className="doorway-form">
        <div className="doorway-language">
          <LanguageSwitch />
        </div>
        <div className="doorway-card">{children}</div>
      </main>
    </div>
  )
}
