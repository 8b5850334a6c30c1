/** A code with a button that copies it. */
import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useWords } from '../i18n/index.ts'
import './pieces.css'

interface Props {
  readonly text: string
  /** What it is, for the button's name. */
  readonly what: string
  /** Shown instead of the whole text: the beginning of a hash. */
  readonly shown?: string
}

const saidForMs = 1_500

export function Copyable({ text, what, shown = text }: Props) {
  const { t } = useWords()
  const [copied, setCopied] = useState(false)
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), saidForMs)
  }
  return (
    <span className="copyable">
      <code title={text}>{shown}</code>
      {/* Without a certificate browsers give no clipboard, except to the machine itself. */}
      {window.isSecureContext ? (
        <Button
          type="text"
          size="small"
          icon={copied ? <CheckOutlined /> : <CopyOutlined />}
          aria-label={copied ? t('kit.copied') : t('kit.copy', { what })}
          onClick={() => void copy()}
        />
      ) : null}
    </span>
  )
}
