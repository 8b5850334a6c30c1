/** Whether the books fit, when that was last proven, and what was found before. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Progress } from 'antd'
import { useEffect } from 'react'
import { command, read } from '../../api.ts'
import { useFeatureWords } from '../../i18n/index.ts'
import { PageHead } from '../../layout/PageHead.tsx'
import { Failed, Loading } from '../../layout/states.tsx'
import { CodeTag } from '../../shared/CodeTag.tsx'
import { CommandButton } from '../../shared/CommandButton.tsx'
import { Figure, Figures } from '../../shared/Figure.tsx'
import { ListRowsCard } from '../../shared/list/ListRowsCard.tsx'
import { useListRows, useListState } from '../../shared/list/useListState.ts'
import { durationText, minuteText } from '../../shared/moment.ts'
import { RelativeTime } from '../../shared/RelativeTime.tsx'
import { useOperation } from '../orders/operations.ts'
import { words } from './words.ts'
import './ledger.css'

interface Found {
  readonly id: string
  readonly clean: boolean
  readonly startedAt: string
  readonly finishedAt: string
  readonly entries: number | string
  readonly fault: { readonly subject: string; readonly detail: string } | null
}

interface Running {
  readonly id: string
  readonly done: number
  readonly of: number
  readonly entries: number | string
}

interface State {
  readonly last: Found | null
  readonly running: Running | null
}

const stateKey = ['ledger', 'verification'] as const
const historyPath = '/ledger/verifications'
const refreshMs = 1_000

export function Verification() {
  const { t } = useFeatureWords(words)
  const mayVerify = useOperation('verifyLedger').mayDo
  const state = useQuery({
    queryKey: stateKey,
    queryFn: () => read<State>('/ledger/verify'),
    refetchInterval: ({ state: kept }) => (kept.data?.running ? refreshMs : false),
  })
  useFreshHistory(state.data?.last?.id)
  return (
    <>
      <PageHead
        title={t('verification.title')}
        note={t('verification.note')}
        end={
          mayVerify ? (
            <CommandButton
              form="ledger.verify"
              look={{ type: 'primary' }}
              done={t('verification.asked')}
              stale={[stateKey]}
              send={(idempotencyKey) =>
                command({ path: '/ledger/verify', body: {}, idempotencyKey })
              }
            >
              {t('verification.run')}
            </CommandButton>
          ) : null
        }
      />
      {state.isPending ? <Loading /> : null}
      {state.isError ? <Failed error={state.error} retry={state.refetch} /> : null}
      {state.data?.running ? <Progressing running={state.data.running} /> : null}
      {state.data === undefined ? null : <Last last={state.data.last} />}
      <History />
    </>
  )
}

/** When another one is the last, the list below has one more. */
function useFreshHistory(last: string | undefined): void {
  const queries = useQueryClient()
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: ['list', historyPath] })
  }, [queries, last])
}

function Progressing({ running }: { readonly running: Running }) {
  const { t } = useFeatureWords(words)
  const { done, of, entries } = running
  return (
    <section className="card ledger-running" aria-label={t('verification.running')}>
      <strong>{t('verification.running')}</strong>
      <Progress
        percent={of === 0 ? 0 : Math.floor((done / of) * 100)}
        aria-label={t('verification.running')}
      />
      <span className="soft figure">
        {t('verification.progress', { entries: Number(entries).toLocaleString('en-US') })}
      </span>
    </section>
  )
}

const tookOf = ({ startedAt, finishedAt }: Found): number =>
  new Date(finishedAt).getTime() - new Date(startedAt).getTime()

function Last({ last }: { readonly last: Found | null }) {
  const { t, language } = useFeatureWords(words)
  if (last === null) return <p className="card ledger-note">{t('verification.never')}</p>
  return (
    <>
      {last.fault === null ? null : (
        <Alert
          type="error"
          className="ledger-go-on"
          title={`${t('verification.broken')}: ${last.fault.subject}`}
          description={<span lang="en">{last.fault.detail}</span>}
        />
      )}
      <Figures>
        <Figure
          label={t('verification.result')}
          value={t(last.clean ? 'verification.clean' : 'verification.broken')}
          tone={last.clean ? 'good' : 'bad'}
        />
        <Figure
          label={t('verification.last')}
          value={<RelativeTime at={last.finishedAt} />}
          hint={minuteText(last.finishedAt, language)}
        />
        <Figure
          label={t('verification.entries')}
          value={Number(last.entries).toLocaleString('en-US')}
        />
        <Figure label={t('verification.took')} value={tookText(tookOf(last), language)} />
      </Figures>
    </>
  )
}

const secondMs = 1_000

/** Small books take less than a second. */
const tookText = (ms: number, language: 'zh' | 'en'): string =>
  ms < secondMs ? `${ms} ${language === 'zh' ? '毫秒' : 'ms'}` : durationText(ms, language)

function History() {
  const { t, language } = useFeatureWords(words)
  const list = useListState({ name: 'ledger.verifications', fields: {}, pageSize: 20 })
  const rows = useListRows<Found>(list, { path: historyPath })
  return (
    <ListRowsCard<Found>
      label={t('verification.history')}
      list={list}
      rows={rows}
      rowKey={({ id }) => id}
      empty={{ title: t('verification.historyNone') }}
      columns={[
        {
          key: 'finishedAt',
          title: t('verification.finishedAt'),
          render: ({ finishedAt }) => (
            <time className="nowrap">{minuteText(finishedAt, language)}</time>
          ),
        },
        {
          key: 'result',
          title: t('verification.result'),
          phone: 'title',
          render: ({ clean }) => (
            <CodeTag tone={clean ? 'good' : 'bad'}>
              {t(clean ? 'verification.clean' : 'verification.broken')}
            </CodeTag>
          ),
        },
        {
          key: 'entries',
          title: t('verification.entries'),
          align: 'right',
          render: ({ entries }) => Number(entries).toLocaleString('en-US'),
        },
        {
          key: 'took',
          title: t('verification.took'),
          align: 'right',
          render: (found) => tookText(tookOf(found), language),
        },
        {
          key: 'found',
          title: t('verification.found'),
          render: ({ fault }) =>
            fault === null ? (
              <span className="soft">{t('verification.foundNone')}</span>
            ) : (
              <span lang="en">{`${fault.subject}: ${fault.detail}`}</span>
            ),
        },
      ]}
    />
  )
}
