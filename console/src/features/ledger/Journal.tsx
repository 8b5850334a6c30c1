/** One journal: where its money went, why, and what followed. A number may have several. */
import { Link, useParams, useSearchParams } from 'react-router'
import { Refusal } from '../../api.ts'
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { PageHead } from '../../layout/PageHead.tsx'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { KeyValue } from '../../shared/KeyValue.tsx'
import { minuteText } from '../../shared/moment.ts'
import { KindTag } from './AccountTag.tsx'
import { useJournals, type Cause, type Journal as JournalView, type JournalLink } from './client.ts'
import { journalAddress } from './journal-address.ts'
import { JournalFlow } from './JournalFlow.tsx'
import { JournalLegs } from './JournalLegs.tsx'
import { JournalMoves } from './JournalMoves.tsx'
import { words } from './words.ts'
import './ledger.css'

export function Journal() {
  const { t } = useFeatureWords(words)
  const { bizNo = '' } = useParams()
  const [search] = useSearchParams()
  const which = {
    bizType: search.get('bizType') ?? undefined,
    caller: search.get('caller') ?? undefined,
  }
  const journals = useJournals(bizNo, which)
  if (journals.isPending) return <Loading />
  if (journals.isError && isMissing(journals.error)) {
    return (
      <Blank title={t('journalPage.missing')}>
        <Link to={path.journals()}>{t('entry.back')}</Link>
      </Blank>
    )
  }
  if (journals.isError) return <Failed error={journals.error} retry={journals.refetch} />
  const [first] = journals.data
  if (first === undefined) return <Blank title={t('journalPage.missing')} />
  return <Opened journal={first} all={journals.data} />
}

const isMissing = (error: unknown): boolean =>
  error instanceof Refusal && (error.problem.status === 404 || error.problem.status === 400)

interface OpenedProps {
  readonly journal: JournalView
  readonly all: readonly JournalView[]
}

function Opened({ journal, all }: OpenedProps) {
  const { t } = useFeatureWords(words)
  return (
    <>
      <PageHead
        title={journal.bizNo}
        figure
        back={{ to: path.journals(), label: t('entry.back') }}
        tags={
          <>
            <span className="ledger-number">{journal.bizType}</span>
            <KindTag kind={journal.kind} />
          </>
        }
        end={<JournalMoves journal={journal} />}
      />
      {all.length > 1 ? <Several all={all} /> : null}
      <div className="ledger-columns">
        <div>
          <JournalFlow journal={journal} />
          {journal.legs.length === 0 ? null : <JournalLegs journal={journal} />}
        </div>
        <Details journal={journal} />
      </div>
    </>
  )
}

function Several({ all }: Pick<OpenedProps, 'all'>) {
  const { t } = useFeatureWords(words)
  return (
    <nav className="card ledger-note" aria-label={t('journals.title')}>
      {t('journalPage.several', { count: all.length })}
      {all.map((one) => (
        <Link key={`${one.bizType} ${one.caller}`} to={journalAddress(one)}>
          {`${one.bizType} · ${one.caller}`}
        </Link>
      ))}
    </nav>
  )
}

function Details({ journal }: { readonly journal: JournalView }) {
  const { t, language } = useFeatureWords(words)
  const { source, followers, metadata } = journal
  return (
    <Card title={t('journalPage.details')}>
      <KeyValue
        entries={[
          [t('effectiveDate'), journal.effectiveDate],
          [t('bookedAt'), minuteText(journal.bookedAt, language)],
          [t('caller'), journal.caller],
          [t('journalPage.cause'), journal.cause ? <CauseLink cause={journal.cause} /> : null],
          [t('journalPage.source'), source ? <Links links={[source]} /> : null],
          [t('journalPage.followers'), followers.length ? <Links links={followers} /> : null],
          [t('memo'), journal.memo],
          [t('journalPage.id'), journal.id],
          [
            t('journalPage.metadata'),
            metadata === null ? null : <code key="m">{JSON.stringify(metadata)}</code>,
          ],
        ]}
      />
    </Card>
  )
}

function CauseLink({ cause }: { readonly cause: Cause }) {
  const { t } = useFeatureWords(words)
  if (cause.kind === 'proposal') {
    return <Link to={path.approval(cause.id)}>{t('journalPage.causeProposal')}</Link>
  }
  if (cause.kind === 'opening') {
    return <Link to={path.periods()}>{t('journalPage.causeOpening')}</Link>
  }
  const text = t('journalPage.causeOrder', { no: cause.orderNo })
  // Other products bring their pages along; until then the number stands for itself.
  return cause.product === 'auto-loan' ? <Link to={path.order(cause.orderNo)}>{text}</Link> : text
}

function Links({ links }: { readonly links: readonly JournalLink[] }) {
  return (
    <ul className="ledger-links">
      {links.map((link) => (
        <li key={link.id}>
          <Link to={journalAddress(link)}>{link.bizNo}</Link> <KindTag kind={link.kind} />
        </li>
      ))}
    </ul>
  )
}
