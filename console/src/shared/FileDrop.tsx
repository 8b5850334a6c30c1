/** A file, chosen or dropped; what is too large or of another kind is said at once. */
import { CloseOutlined, InboxOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState, type DragEvent } from 'react'
import { useWords } from '../i18n/index.ts'
import './pieces.css'

interface Props {
  readonly label: string
  /** Ends of names: `['.md', '.ods']`. */
  readonly kinds: readonly string[]
  readonly bytesMax: number
  readonly files: readonly File[]
  readonly many?: boolean
  readonly onChange: (files: readonly File[]) => void
}

const megabyte = 1_000_000

export function FileDrop({ label, kinds, bytesMax, files, many = false, onChange }: Props) {
  const { t } = useWords()
  const [fault, setFault] = useState<string>()
  const [over, setOver] = useState(false)

  function faultOf({ name, size }: File): string | undefined {
    if (!kinds.some((kind) => name.toLowerCase().endsWith(kind))) return t('kit.fileWrongKind')
    return size > bytesMax ? t('kit.fileTooLarge', { max: bytesMax / megabyte }) : undefined
  }

  function take(list: FileList | null): void {
    const given = [...(list ?? [])].slice(0, many ? undefined : 1)
    const wrong = given.map(faultOf).find((each) => each !== undefined)
    setFault(wrong)
    if (wrong === undefined && given.length > 0) onChange(many ? [...files, ...given] : given)
  }

  function drop(event: DragEvent): void {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }

  return (
    <div className="file-drop-place">
      <label
        className={over ? 'file-drop file-drop-over' : 'file-drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <InboxOutlined className="file-drop-mark" />
        <span className="file-drop-label">{label}</span>
        <span className="soft">
          {t('kit.chooseFile')} {t('kit.dropFile')} · {kinds.join(' ')}
        </span>
        <input
          type="file"
          className="file-drop-input"
          accept={kinds.join(',')}
          multiple={many}
          onChange={({ target }) => {
            take(target.files)
            // The same file may be chosen again after it was mended.
            target.value = ''
          }}
        />
      </label>
      {fault === undefined ? null : (
        <p role="alert" className="bad">
          {fault}
        </p>
      )}
      <FileNames files={files} onChange={onChange} />
    </div>
  )
}

function FileNames({ files, onChange }: Pick<Props, 'files' | 'onChange'>) {
  const { t } = useWords()
  return (
    <ul className="file-drop-files">
      {files.map((file) => (
        <li key={file.name}>
          <span className="file-drop-name">{file.name}</span>
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={t('kit.remove', { name: file.name })}
            onClick={() => onChange(files.filter((each) => each !== file))}
          />
        </li>
      ))}
    </ul>
  )
}
