/** What a table is made of: names, types, key, indexes, and what is not shown. */
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useFeatureWords } from '../../i18n/index.ts'
import { CodeTag } from '../../shared/CodeTag.tsx'
import type { TableDescription } from './client.ts'
import { words } from './words.ts'

export function Structure({ table }: { readonly table: TableDescription }) {
  const { t } = useFeatureWords(words)
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('structure')}</Button>
      {open ? (
        <Drawer open size="min(560px, 100vw)" title={t('structure')} onClose={() => setOpen(false)}>
          <dl className="data-row">
            {table.details.map((column) => (
              <div key={column.name}>
                <dt>
                  <code>{column.name}</code>
                </dt>
                <dd className="data-tags">
                  <code className="soft">{column.type}</code>
                  {column.key === null ? null : <CodeTag tone="water">{t('key')}</CodeTag>}
                  {column.indexed ? <CodeTag tone="good">{t('indexed')}</CodeTag> : null}
                  {column.nullable ? <CodeTag>{t('mayBeEmpty')}</CodeTag> : null}
                  {column.care === 'hidden' ? <CodeTag tone="bad">{t('hidden')}</CodeTag> : null}
                  {column.care === 'masked' ? <CodeTag tone="warn">{t('masked')}</CodeTag> : null}
                </dd>
              </div>
            ))}
          </dl>
        </Drawer>
      ) : null}
    </>
  )
}
