/** Where a version came from: its files, their digests, and who put it in force. */
import { useFeatureWords, wordOf } from '../../i18n/index.ts'
import { Copyable } from '../../shared/Copyable.tsx'
import { KeyValue, type Entry } from '../../shared/KeyValue.tsx'
import { minuteText } from '../../shared/moment.ts'
import type { Version } from './client.ts'
import { words } from './words.ts'

interface Props {
  readonly version: Version
  readonly people: Readonly<Record<string, string>>
}

export function About({ version, people }: Props) {
  const { t, language } = useFeatureWords(words)
  const person = usePerson(people)
  const time = (at: string | null) => (at === null ? '—' : minuteText(at, language))
  const { retiredAt } = version
  const retired: readonly Entry[] =
    retiredAt === null
      ? []
      : [[t('retiredBy'), `${person(version.retiredBy)} · ${time(retiredAt)}`]]
  return (
    <div className="card-body about">
      <KeyValue
        entries={[
          [t('createdBy'), person(version.createdBy)],
          [t('createdAt'), time(version.createdAt)],
          [t('proposedBy'), person(version.proposedBy)],
          [t('publishedBy'), person(version.publishedBy)],
          [t('publishedAt'), time(version.publishedAt)],
          ...retired,
          [t('hash'), <Copyable key="hash" text={version.hash} what={t('hash')} />],
        ]}
      />
      <h2 className="about-title">{t('sources')}</h2>
      <ul className="sources">
        {version.sources.map(({ name, sha256 }) => (
          <li key={`${name} ${sha256}`}>
            <span>{name}</span>
            <Copyable text={sha256} what={t('hash')} shown={sha256.slice(0, 16)} />
          </li>
        ))}
        {version.sources.length === 0 ? <li className="soft">—</li> : null}
      </ul>
    </div>
  )
}

/** A person's name, the release's own two, or what the server calls somebody unknown. */
export function usePerson(people: Readonly<Record<string, string>>) {
  const { words: table } = useFeatureWords(words)
  const releases = {
    'release:author': table.people.author,
    'release:reviewer': table.people.reviewer,
  }
  return (by: string | null): string => (by === null ? '—' : (people[by] ?? wordOf(releases, by)))
}
