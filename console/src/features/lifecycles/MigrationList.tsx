/** Migrations that two people agreed on: how far the job is, and how each one ended. */
import { Progress } from 'antd'
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { Failed } from '../../layout/states.tsx'
import { CodeTag, type Tone } from '../../shared/CodeTag.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListTable } from '../../shared/list/ListTable.tsx'
import '../../shared/list/list.css'
import { minuteText } from '../../shared/moment.ts'
import { percentOf, useMigrations, type Migration } from './migrations.ts'
import { words } from './words.ts'

const tones: Readonly<Record<Migration['state'], Tone>> = {
  queued: 'calm',
  running: 'blue',
  done: 'good',
  refused: 'bad',
  failed: 'bad',
}

export function MigrationList({ machine }: { readonly machine: string }) {
  const { t } = useFeatureWords(words)
  const migrations = useMigrations(machine)
  const columns = useColumns()
  if (migrations.isError) return <Failed error={migrations.error} retry={migrations.refetch} />
  const rows = migrations.data ?? []
  return (
    <Card title={t('migration.past')} flush={rows.length > 0}>
      {rows.length === 0 ? (
        <p className="soft">{t('migration.nonePast')}</p>
      ) : (
        <ListTable<Migration>
          label={t('migration.past')}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
        />
      )}
    </Card>
  )
}

function useColumns(): readonly Column<Migration>[] {
  const { t, language } = useFeatureWords(words)
  return [
    {
      key: 'versions',
      title: t('version'),
      render: ({ fromVersion, toVersion }) => `${fromVersion} → ${toVersion}`,
    },
    {
      key: 'state',
      title: t('panel.state'),
      phone: 'end',
      render: ({ state, detail }) => (
        <CodeTag tone={tones[state]} title={detail ?? ''}>
          {t(`migration.states.${state}`)}
        </CodeTag>
      ),
    },
    {
      key: 'progress',
      title: t('migration.progress'),
      render: (one) => (
        <span className="migration-progress">
          <Progress percent={percentOf(one)} size="small" aria-label={t('migration.progress')} />
          <span className="soft figure">
            {one.ordersDone.toLocaleString('en')} / {one.ordersTotal.toLocaleString('en')}
          </span>
          {one.ordersLeft === 0 ? null : (
            <span className="bad">{t('migration.left', { count: one.ordersLeft })}</span>
          )}
          {one.detail === null ? null : <span className="bad">{one.detail}</span>}
        </span>
      ),
    },
    {
      key: 'mapping',
      title: t('migration.mapped'),
      render: ({ mapping }) =>
        Object.entries(mapping)
          .map(([old, fresh]) => `${old} → ${fresh}`)
          .join(', ') || '—',
    },
    {
      key: 'queuedAt',
      title: t('migration.queuedAt'),
      render: ({ queuedAt }) => minuteText(queuedAt, language),
    },
    {
      key: 'endedAt',
      title: t('migration.endedAt'),
      render: ({ endedAt }) => (endedAt === null ? '—' : minuteText(endedAt, language)),
    },
  ]
}
