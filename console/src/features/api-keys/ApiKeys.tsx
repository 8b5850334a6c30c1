/** One's own API keys: made, shown once, revoked. */
import { PlusOutlined } from '@ant-design/icons'
import { Button, Modal, Tag } from 'antd'
import { useState } from 'react'
import { useFeatureWords } from '../../i18n/index.ts'
import { PageHead } from '../../layout/PageHead.tsx'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { CodeTag } from '../../shared/CodeTag.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListTable } from '../../shared/list/ListTable.tsx'
import { minuteText } from '../../shared/moment.ts'
import { RelativeTime, useNow } from '../../shared/RelativeTime.tsx'
import { useCommand } from '../../shared/useCommand.ts'
import { keysKey, revokeKey, useApiKeys, type ApiKey } from './client.ts'
import { NewKeyForm } from './NewKeyForm.tsx'
import { words } from './words.ts'
import './api-keys.css'

export function ApiKeys() {
  const { t } = useFeatureWords(words)
  const keys = useApiKeys()
  const [making, setMaking] = useState(false)
  const columns = useColumns()
  if (keys.isPending) return <Loading />
  if (keys.isError) return <Failed error={keys.error} retry={keys.refetch} />
  const items = keys.data
  return (
    <>
      <PageHead
        title={t('title')}
        note={t('note')}
        end={
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
            {t('create')}
          </Button>
        }
      />
      <section className="card list" aria-label={t('title')}>
        {items.length === 0 ? (
          <Blank title={t('empty')} hint={t('emptyHint')} />
        ) : (
          <ListTable<ApiKey>
            label={t('title')}
            columns={columns}
            rows={items}
            rowKey={({ id }) => id}
          />
        )}
      </section>
      {making ? <NewKeyForm onClose={() => setMaking(false)} /> : null}
    </>
  )
}

function useColumns(): readonly Column<ApiKey>[] {
  const { t, language } = useFeatureWords(words)
  return [
    { key: 'title', title: t('name'), render: ({ title }) => title },
    { key: 'shown', title: t('shown'), render: ({ shown }) => <code>{`${shown}…`}</code> },
    {
      key: 'scopes',
      title: t('scopes'),
      render: ({ scopes }) => (
        <span className="key-scopes">
          {scopes.map((scope) => (
            <Tag key={scope}>{scope}</Tag>
          ))}
        </span>
      ),
    },
    {
      key: 'state',
      title: t('state'),
      phone: 'title',
      render: (apiKey) => <KeyState apiKey={apiKey} />,
    },
    {
      key: 'usedAt',
      title: t('usedAt'),
      render: ({ usedAt }) =>
        usedAt === null ? (
          <span className="soft">{t('unused')}</span>
        ) : (
          <RelativeTime at={usedAt} />
        ),
    },
    {
      key: 'createdAt',
      title: t('createdAt'),
      render: ({ createdAt }) => <time className="nowrap">{minuteText(createdAt, language)}</time>,
    },
    {
      key: 'expiresAt',
      title: t('expiresAt'),
      render: ({ expiresAt }) =>
        expiresAt === null ? t('never') : <time>{minuteText(expiresAt, language)}</time>,
    },
    { key: 'revoke', title: t('revoke'), render: (apiKey) => <Revoke apiKey={apiKey} /> },
  ]
}

function KeyState({ apiKey: { revokedAt, expiresAt } }: { readonly apiKey: ApiKey }) {
  const { t } = useFeatureWords(words)
  const now = useNow()
  if (revokedAt !== null) return <CodeTag tone="bad">{t('revoked')}</CodeTag>
  const expired = expiresAt !== null && Date.parse(expiresAt) <= now
  return expired ? <CodeTag>{t('expired')}</CodeTag> : <CodeTag tone="good">{t('active')}</CodeTag>
}

function Revoke({ apiKey: { id, title, revokedAt } }: { readonly apiKey: ApiKey }) {
  const { t } = useFeatureWords(words)
  const [asking, setAsking] = useState(false)
  const revoke = useCommand<void, unknown>({
    form: `revoke key ${id}`,
    send: (_, key) => revokeKey(id, key),
    done: t('revokedDone'),
    stale: [keysKey],
    onDone: () => setAsking(false),
  })
  if (revokedAt !== null) return <span className="soft">—</span>
  return (
    <>
      <Button
        danger
        size="small"
        aria-label={t('revokeLabel', { title })}
        onClick={() => setAsking(true)}
      >
        {t('revoke')}
      </Button>
      <Modal
        open={asking}
        title={t('revokeTitle', { title })}
        okText={t('revoke')}
        cancelText={t('cancel')}
        okButtonProps={{ danger: true }}
        confirmLoading={revoke.isPending}
        onOk={() => revoke.mutate()}
        onCancel={() => setAsking(false)}
        width={420}
      >
        <p>{t('revokeWhy')}</p>
      </Modal>
    </>
  )
}
