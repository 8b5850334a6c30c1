/** Opening balances that were brought in, each to be undone; and the way to bring a file in. */
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { command, read } from '../../api.ts'
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { Failed, Loading } from '../../layout/states.tsx'
import { CodeTag } from '../../shared/CodeTag.tsx'
import { ListTable } from '../../shared/list/ListTable.tsx'
import '../../shared/list/list.css'
import { minuteText } from '../../shared/moment.ts'
import { ReasonModal } from '../../shared/ReasonModal.tsx'
import { useOperation } from '../orders/operations.ts'
import { openingsKey } from './client.ts'
import { OpeningImport } from './OpeningImport.tsx'
import { words } from './words.ts'

interface Opening {
  readonly id: string
  readonly effectiveDate: string
  readonly sha256: string
  readonly lines: number
  readonly status: 'brought' | 'undone'
  readonly broughtBy: string
  readonly broughtAt: string
}

export function Openings() {
  const { t } = useFeatureWords(words)
  const mayBring = useOperation('bringInOpening').mayDo
  return (
    <Card title={t('openings.title')}>
      <p className="soft">{t('openings.note')}</p>
      {mayBring ? <OpeningImport /> : null}
      <h3 className="ledger-h3">{t('openings.history')}</h3>
      <History mayUndo={mayBring} />
    </Card>
  )
}

function History({ mayUndo }: { readonly mayUndo: boolean }) {
  const { t, language } = useFeatureWords(words)
  const openings = useQuery({
    queryKey: openingsKey,
    queryFn: async () => (await read<{ items: readonly Opening[] }>('/ledger/openings')).items,
  })
  if (openings.isPending) return <Loading />
  if (openings.isError) return <Failed error={openings.error} retry={openings.refetch} />
  if (openings.data.length === 0) return <p className="soft">{t('openings.none')}</p>
  return (
    <ListTable<Opening>
      label={t('openings.history')}
      rows={openings.data}
      rowKey={({ id }) => id}
      columns={[
        { key: 'day', title: t('openings.day'), render: ({ effectiveDate }) => effectiveDate },
        {
          key: 'lines',
          title: t('openings.check'),
          render: ({ lines }) => t('openings.lines', { count: lines }),
        },
        {
          key: 'status',
          title: t('status'),
          phone: 'title',
          render: ({ status }) => (
            <CodeTag tone={status === 'brought' ? 'good' : 'calm'}>
              {t(`openings.statuses.${status}`)}
            </CodeTag>
          ),
        },
        {
          key: 'at',
          title: t('openings.at'),
          render: ({ broughtAt }) => (
            <time className="nowrap">{minuteText(broughtAt, language)}</time>
          ),
        },
        {
          key: 'file',
          title: t('openings.file'),
          phone: 'hidden',
          render: ({ sha256 }) => <code title={sha256}>{sha256.slice(0, 12)}</code>,
        },
        {
          key: 'undo',
          title: t('openings.undo'),
          render: (opening) =>
            mayUndo && opening.status === 'brought' ? <Undo opening={opening} /> : t('none'),
        },
      ]}
    />
  )
}

function Undo({ opening }: { readonly opening: Opening }) {
  const { t } = useFeatureWords(words)
  const [asked, ask] = useState(false)
  return (
    <>
      <Button size="small" danger onClick={() => ask(true)}>
        {t('openings.undo')}
      </Button>
      {asked ? (
        <ReasonModal
          title={t('openings.undoTitle')}
          okText={t('openings.undo')}
          danger
          form={`ledger.opening-undo ${opening.id}`}
          done={t('openings.undone')}
          stale={[openingsKey, ['ledger', 'periods']]}
          send={(reason, idempotencyKey) =>
            command({
              path: `/ledger/openings/${opening.id}/undo`,
              body: { reason },
              idempotencyKey,
            })
          }
          onClose={() => ask(false)}
        >
          <p>{t('openings.undoNote')}</p>
        </ReasonModal>
      ) : null}
    </>
  )
}
