/** A masked value; whoever may sees it in clear for a reason, until the page is left. */
import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { command } from '../../api.ts'
import { useFeatureWords } from '../../i18n/index.ts'
import { ReasonModal } from '../../shared/ReasonModal.tsx'
import { useOperation } from './operations.ts'
import { useProduct } from './product.ts'
import { words } from './words.ts'

interface Props {
  readonly orderNo: string
  /** Whose: `applicant`. */
  readonly person: string
  readonly field: string
  readonly title: string
  readonly value: string
  /** How a value in clear is written: an amount with its currency. */
  readonly shown: (clear: string) => string
}

/** Anybody may see the rest: nothing in it is hidden. */
const isMasked = (value: string): boolean => value.includes('*')

export function Masked(props: Props) {
  const { value, shown, title } = props
  const { t } = useFeatureWords(words)
  const operation = useOperation('unmaskField')
  const [clear, setClear] = useState<string>()
  const [asking, setAsking] = useState(false)
  if (!isMasked(value)) return shown(value)
  if (!operation.mayDo) return value
  if (clear !== undefined) {
    return (
      <span className="unmasked" title={t('unmask.shown')}>
        <mark>{shown(clear)}</mark>
        <Button
          type="text"
          size="small"
          icon={<EyeInvisibleOutlined />}
          aria-label={t('unmask.hide', { field: title })}
          onClick={() => setClear(undefined)}
        />
      </span>
    )
  }
  return (
    <span className="unmasked">
      {value}
      <Button
        type="text"
        size="small"
        icon={<EyeOutlined />}
        aria-label={t('unmask.show', { field: title })}
        title={t('unmask.show', { field: title })}
        onClick={() => setAsking(true)}
      />
      {asking ? <Asking {...props} onShown={setClear} onClose={() => setAsking(false)} /> : null}
    </span>
  )
}

interface AskingProps extends Props {
  readonly onShown: (clear: string) => void
  readonly onClose: () => void
}

function Asking({ orderNo, person, field, title, onShown, onClose }: AskingProps) {
  const { t } = useFeatureWords(words)
  const { base } = useProduct()
  return (
    <ReasonModal<{ readonly value: string }>
      title={t('unmask.title', { field: title })}
      label={t('unmask.reason')}
      okText={t('unmask.done')}
      form={`unmask ${orderNo} ${person} ${field}`}
      send={(reason, idempotencyKey) =>
        command({
          path: `${base}/orders/${orderNo}/unmask`,
          body: { person, field, reason },
          idempotencyKey,
        })
      }
      onDone={({ value }) => onShown(value)}
      onClose={onClose}
    >
      <p className="soft">{t('unmask.why')}</p>
    </ReasonModal>
  )
}
