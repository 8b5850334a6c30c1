/** What the simulated partners heard and said, the newest above. */
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { Blank } from '../../layout/states.tsx'
import { CodeTag } from '../../shared/CodeTag.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListTable } from '../../shared/list/ListTable.tsx'
import { secondText } from '../../shared/moment.ts'
import { useSandboxCalls, type SandboxCall } from './client.ts'
import { words } from './words.ts'

const callsShown = 100

export function Heard() {
  const { t } = useFeatureWords(words)
  const calls = useSandboxCalls().data ?? []
  const shown = calls.slice(0, callsShown).map((call, at) => ({ ...call, no: calls.length - at }))
  return (
    <Card
      title={t('calls')}
      flush
      end={<span className="soft">{t('callsHint', { count: shown.length })}</span>}
    >
      {shown.length === 0 ? (
        <Blank title={t('noCalls')} />
      ) : (
        <ListTable<NumberedCall>
          label={t('calls')}
          columns={columnsOf(t)}
          rows={shown}
          rowKey={({ no }) => String(no)}
        />
      )}
    </Card>
  )
}

type NumberedCall = SandboxCall & { readonly no: number }
type Translate = ReturnType<typeof useFeatureWords<typeof words.zh>>['t']

function columnsOf(t: Translate): readonly Column<NumberedCall>[] {
  return [
    {
      key: 'at',
      title: t('at'),
      render: ({ at }) => <time className="nowrap">{secondText(at).replace(' UTC+8', '')}</time>,
    },
    { key: 'partner', title: t('partner'), render: ({ partner }) => partner },
    {
      key: 'direction',
      title: t('direction'),
      phone: 'title',
      render: ({ direction }) => (
        <CodeTag tone={direction === 'received' ? 'blue' : 'plum'}>{t(direction)}</CodeTag>
      ),
    },
    {
      key: 'request',
      title: t('request'),
      render: ({ method, path }) => <code className="sandbox-path">{`${method} ${path}`}</code>,
    },
    {
      key: 'status',
      title: t('status'),
      align: 'right',
      render: ({ status }) =>
        status === null ? <span className="bad">{t('silent')}</span> : status,
    },
    {
      key: 'body',
      title: t('body'),
      render: ({ body }) =>
        body === null ? '—' : <code className="sandbox-body">{JSON.stringify(body)}</code>,
    },
  ]
}
