/** Takes what the filters show into a spreadsheet: a job on the server, its progress here. */
import { CloseOutlined, DownloadOutlined, ExportOutlined } from '@ant-design/icons'
import { Button, Dropdown, Progress } from 'antd'
import { useState } from 'react'
import type { Query } from '../../api.ts'
import { problemText, useWords, wordOf } from '../../i18n/index.ts'
import { exportFormats, percentOf, useExport, useStartExport, type Export } from './exports.ts'

interface Props {
  /** A registered source of exports: `auto-loan.orders`. */
  readonly source: string
  /** The filters that are shown. */
  readonly query: Query
}

export function ExportButton({ source, query }: Props) {
  const { t, words, language } = useWords()
  const start = useStartExport()
  const [id, setId] = useKeptId(source)
  const items = exportFormats.map((format) => ({
    key: format,
    label: `.${format}`,
    onClick: () =>
      start.mutate({ source, query, format, language }, { onSuccess: (made) => setId(made.id) }),
  }))
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
        <Button size="small" icon={<ExportOutlined />} loading={start.isPending}>
          {t('list.export')}
        </Button>
      </Dropdown>
      {start.isError ? (
        <p role="alert" className="export-panel bad">
          {problemText(words, start.error)}
        </p>
      ) : null}
      {id === undefined ? null : <ExportPanel id={id} onClose={() => setId(undefined)} />}
    </>
  )
}

/** An export goes on while somebody reloads the page, and is found again. */
function useKeptId(source: string): [string | undefined, (id: string | undefined) => void] {
  const name = `liushui.export.${source}`
  const [id, setId] = useState(() => sessionStorage.getItem(name) ?? undefined)
  function keep(next: string | undefined): void {
    if (next === undefined) sessionStorage.removeItem(name)
    else sessionStorage.setItem(name, next)
    setId(next)
  }
  return [id, keep]
}

interface PanelProps {
  readonly id: string
  readonly onClose: () => void
}

function ExportPanel({ id, onClose }: PanelProps) {
  const { t, words } = useWords()
  const asked = useExport(id)
  return (
    <div className="export-panel" role="status">
      {asked.isError ? <p className="bad">{problemText(words, asked.error)}</p> : null}
      {asked.data === undefined ? null : <ExportState found={asked.data} />}
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={t('list.close')}
        onClick={onClose}
      />
    </div>
  )
}

function ExportState({ found }: { readonly found: Export }) {
  const { t, words } = useWords()
  const { id, state, rowsDone, rowsTotal, fileName, code } = found
  if (state === 'failed') {
    const why = wordOf(words.problems, code ?? 'export_failed')
    return <p className="bad">{`${t('list.exportFailed')}: ${why}`}</p>
  }
  if (state === 'expired') return <p>{words.problems.export_expired}</p>
  if (state === 'cancelled') return <p>{t('list.exportCancelled')}</p>
  const rows =
    rowsTotal === null
      ? t('list.exportRowsUnknown', { done: rowsDone })
      : t('list.exportRows', { done: rowsDone, total: rowsTotal })
  return (
    <>
      <Progress
        percent={percentOf(found)}
        size="small"
        status={state === 'done' ? 'success' : 'active'}
        aria-label={t('list.exporting')}
      />
      <span className="soft figure">{state === 'queued' ? t('list.exportQueued') : rows}</span>
      {state === 'done' ? (
        <a href={`/api/v1/exports/${id}/file`} download className="export-file">
          <DownloadOutlined /> {t('list.download', { name: fileName ?? '' })}
        </a>
      ) : null}
    </>
  )
}
