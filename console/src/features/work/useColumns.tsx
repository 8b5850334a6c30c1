/** The columns of the work list. */
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { CodeTag, type Tone } from '../../shared/CodeTag.tsx'
import { CommandButton } from '../../shared/CommandButton.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { durationText, minuteText, secondText } from '../../shared/moment.ts'
import { useNow } from '../../shared/RelativeTime.tsx'
import { release, staleAfter, take, type WorkItem } from './client.ts'
import { words } from './words.ts'

/** Whoever only oversees the list takes nothing from it. */
export function useColumns(oversees: boolean): readonly Column<WorkItem>[] {
  const { t, language } = useFeatureWords(words)
  const shared = useWords()
  const now = useNow()
  const columns: readonly Column<WorkItem>[] = [
    { key: 'orderNo', title: t('order'), render: ({ orderNo }) => orderNo },
    {
      key: 'state',
      title: t('state'),
      phone: 'title',
      render: ({ state, stateName, stateNameEn }) => (
        <CodeTag code={state}>{language === 'zh' ? stateName : stateNameEn}</CodeTag>
      ),
    },
    {
      key: 'roles',
      title: t('waitsFor'),
      // Everybody's list but an overseer's is that of one role.
      ...(oversees ? {} : { phone: 'hidden' as const }),
      render: ({ roles }) => roles.map((role) => wordOf(shared.words.roles, role)).join(' · '),
    },
    {
      key: 'since',
      title: t('waited'),
      render: ({ since }) => (
        <time dateTime={since} title={secondText(since)} className="nowrap">
          {durationText(Math.max(0, now - Date.parse(since)), language)}
        </time>
      ),
    },
    { key: 'limit', title: t('limit'), render: (item) => <Limit item={item} now={now} /> },
    { key: 'taken', title: t('taken'), render: (item) => <Taken item={item} /> },
    { key: 'action', title: t('action'), align: 'right', render: (item) => <Act item={item} /> },
  ]
  return oversees ? columns.filter(({ key }) => key !== 'action') : columns
}

interface LimitProps {
  readonly item: WorkItem
  readonly now: number
}

/** From here on the limit is near. */
const nearMs = 2 * 3_600_000

/** The words say it, the colour only repeats them. */
function Limit({ item: { limitAt }, now }: LimitProps) {
  const { t, language } = useFeatureWords(words)
  if (limitAt === null) return <span className="soft">{t('noLimit')}</span>
  const leftMs = Date.parse(limitAt) - now
  const time = durationText(Math.abs(leftMs), language)
  return (
    <CodeTag tone={toneOf(leftMs)} title={secondText(limitAt)}>
      {leftMs < 0 ? t('over', { time }) : t('left', { time })}
    </CodeTag>
  )
}

const toneOf = (leftMs: number): Tone => {
  if (leftMs < 0) return 'bad'
  return leftMs < nearMs ? 'warn' : 'calm'
}

interface ItemProps {
  readonly item: WorkItem
}

function Taken({ item: { taken } }: ItemProps) {
  const { t, language } = useFeatureWords(words)
  if (taken === null) return <span className="soft">{t('free')}</span>
  const time = minuteText(taken.until, language)
  const said = taken.mine ? t('mine', { time }) : t('others', { name: taken.name, time })
  return <span>{said}</span>
}

function Act({ item }: ItemProps) {
  const { t } = useFeatureWords(words)
  const { orderNo, taken, mayTake } = item
  if (taken?.mine === true) {
    return (
      <CommandButton
        form={`release ${orderNo}`}
        send={(key) => release(item, key)}
        done={t('releasedDone')}
        stale={staleAfter}
        label={t('releaseLabel', { orderNo })}
        look={{ size: 'small' }}
      >
        {t('release')}
      </CommandButton>
    )
  }
  if (taken !== null || !mayTake) return <span className="soft">—</span>
  return (
    <CommandButton
      form={`take ${orderNo}`}
      send={(key) => take(item, key)}
      done={t('takenDone')}
      stale={staleAfter}
      label={t('takeLabel', { orderNo })}
      look={{ size: 'small' }}
    >
      {t('take')}
    </CommandButton>
  )
}
