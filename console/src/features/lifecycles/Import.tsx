/** Documents become drafts: chosen, read, looked at with their findings, kept. */
import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { Refusal } from '../../api.ts'
import { problemText, useFeatureWords, useWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { PageHead } from '../../layout/PageHead.tsx'
import { path } from '../../path.ts'
import { FileDrop } from '../../shared/FileDrop.tsx'
import { useCommand } from '../../shared/useCommand.ts'
import { versionAddress } from './addresses.ts'
import {
  fileBytesMax,
  filesMax,
  kinds,
  placeOf,
  preview,
  saveDrafts,
  shifted,
  sourcesOf,
  type Preview,
  type Saved,
} from './importing.ts'
import { Previewed } from './Previewed.tsx'
import { staleAfter } from './proposals.ts'
import { words } from './words.ts'
import './lifecycle.css'

export function Import() {
  const { t } = useFeatureWords(words)
  const [files, setFiles] = useState<readonly File[]>([])
  const [machine, setMachine] = useState('')
  const reading = useMutation({
    mutationFn: async (given: Given) => preview(await sourcesOf(given.files, given.machine)),
  })
  const [saved, setSaved] = useState<Saved>()

  function take(next: readonly File[], named = machine): void {
    setFiles(next.slice(0, filesMax))
    setSaved(undefined)
    if (next.length === 0) reading.reset()
    else reading.mutate({ files: next.slice(0, filesMax), machine: named })
  }

  return (
    <>
      <PageHead
        title={t('importing.title')}
        note={t('importing.note')}
        back={{ to: path.lifecycles(), label: t('back') }}
      />
      <Card title={t('importing.files')}>
        <FileDrop
          label={t('importing.drop')}
          kinds={kinds}
          bytesMax={fileBytesMax}
          files={[]}
          many
          onChange={(given) => take([...files.filter(isNot(given)), ...given])}
        />
        <FileOrder files={files} onChange={take} />
        <Form layout="vertical" onFinish={() => take(files)} className="import-machine">
          <Form.Item
            htmlFor="machine"
            label={t('importing.machine')}
            extra={t('importing.machineHint')}
          >
            <Input
              id="machine"
              value={machine}
              maxLength={60}
              onChange={({ target }) => setMachine(target.value)}
            />
          </Form.Item>
          <Button
            type="primary"
            htmlType="submit"
            disabled={files.length === 0}
            loading={reading.isPending}
          >
            {t('importing.read')}
          </Button>
        </Form>
      </Card>
      {reading.isError ? <Unreadable error={reading.error} /> : null}
      {saved === undefined ? null : <SavedNote saved={saved} />}
      {reading.data === undefined ? null : (
        <Found found={reading.data} given={{ files, machine }} saved={saved} onSaved={setSaved} />
      )}
    </>
  )
}

interface Given {
  readonly files: readonly File[]
  readonly machine: string
}

/** A file that was mended is chosen again under its name, and takes the place of the old one. */
const isNot =
  (given: readonly File[]) =>
  ({ name }: File): boolean =>
    !given.some((file) => file.name === name)

interface OrderProps {
  readonly files: readonly File[]
  readonly onChange: (files: readonly File[]) => void
}

function FileOrder({ files, onChange }: OrderProps) {
  const { t } = useFeatureWords(words)
  if (files.length === 0) return null
  return (
    <>
      <p className="soft">{t('importing.first')}</p>
      <ol className="import-files">
        {files.map((file, at) => (
          <li key={file.name}>
            <span className="import-name">{file.name}</span>
            <span className="soft figure">
              {t('importing.bytes', { count: file.size.toLocaleString('en') })}
            </span>
            <span className="import-ways">
              <Button
                type="text"
                size="small"
                icon={<ArrowUpOutlined />}
                disabled={at === 0}
                aria-label={t('importing.earlier', { name: file.name })}
                onClick={() => onChange(shifted(files, at, -1))}
              />
              <Button
                type="text"
                size="small"
                icon={<ArrowDownOutlined />}
                disabled={at === files.length - 1}
                aria-label={t('importing.later', { name: file.name })}
                onClick={() => onChange(shifted(files, at, 1))}
              />
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined />}
                aria-label={t('importing.remove', { name: file.name })}
                onClick={() => onChange(files.filter((one) => one !== file))}
              />
            </span>
          </li>
        ))}
      </ol>
    </>
  )
}

function Unreadable({ error }: { readonly error: unknown }) {
  const { t } = useFeatureWords(words)
  const shared = useWords()
  const place = placeOf(error)
  const title =
    place === undefined ? t('importing.refused') : t('importing.refusedAt', { ...place })
  const problem = problemText(shared.words, error)
  const detail = error instanceof Refusal ? error.problem.detail : undefined
  return (
    <Alert
      className="import-note"
      type="error"
      showIcon
      title={title}
      description={
        <>
          <p>{problem}</p>
          {detail === undefined || detail === problem ? null : (
            <code className="import-detail">{detail}</code>
          )}
        </>
      }
    />
  )
}

function SavedNote({ saved }: { readonly saved: Saved }) {
  const { t } = useFeatureWords(words)
  return (
    <Alert
      className="import-note"
      type="success"
      showIcon
      title={t('importing.saved')}
      description={
        <>
          <p>{t('importing.savedNote')}</p>
          <p className="version-ways">
            {saved.items.map((one) => (
              <Link key={one.hash} to={versionAddress({ ...one, state: 'draft' })}>
                {t('importing.open', { version: one.version })}
              </Link>
            ))}
          </p>
        </>
      }
    />
  )
}

interface FoundProps {
  readonly found: Preview
  readonly given: Given
  readonly saved: Saved | undefined
  readonly onSaved: (saved: Saved) => void
}

function Found({ found, given, saved, onSaved }: FoundProps) {
  const { t } = useFeatureWords(words)
  const hasErrors = found.findings.some(({ severity }) => severity === 'error')
  const save = useCommand({
    // Other content is another command.
    form: `save drafts ${found.versions.map(({ hash }) => hash).join(' ')}`,
    send: async (_: undefined, key) => saveDrafts(await sourcesOf(given.files, given.machine), key),
    done: t('importing.saved'),
    stale: staleAfter,
    onDone: onSaved,
  })
  return (
    <>
      {hasErrors ? (
        <Alert className="import-note" type="error" showIcon title={t('importing.hasErrors')} />
      ) : null}
      {hasErrors || saved !== undefined ? null : (
        <p className="import-note">
          <Button type="primary" loading={save.isPending} onClick={() => save.mutate(undefined)}>
            {t('importing.save')}
          </Button>
        </p>
      )}
      <Previewed found={found} />
    </>
  )
}
