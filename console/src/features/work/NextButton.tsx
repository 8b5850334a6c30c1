/** Takes the order that waits longest and opens it; `n` does the same. */
import { ForwardOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { useFeatureWords } from '../../i18n/index.ts'
import { useCommand } from '../../shared/useCommand.ts'
import { orderAddress } from '../lifecycles/addresses.ts'
import { staleAfter, takeNext, type WorkItem } from './client.ts'
import { words } from './words.ts'

interface Props {
  /** Beside other buttons that matter more. */
  readonly quiet?: boolean
}

export function NextButton({ quiet = false }: Props) {
  const { t } = useFeatureWords(words)
  const navigate = useNavigate()
  const next = useCommand<void, WorkItem>({
    form: 'take the next work',
    send: (_, key) => takeNext(key),
    stale: staleAfter,
    onDone: ({ machine, orderNo }) => navigate(orderAddress(machine, orderNo) ?? '.'),
  })
  const { mutate, isPending } = next
  useEffect(() => {
    function press({ key, ctrlKey, metaKey, altKey, repeat, target }: KeyboardEvent): void {
      const typing = target instanceof Element && target.closest('input, textarea, [role=dialog]')
      if (key !== 'n' || ctrlKey || metaKey || altKey || repeat || typing) return
      mutate(undefined)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [mutate])
  return (
    <Button
      type={quiet ? 'default' : 'primary'}
      icon={<ForwardOutlined />}
      loading={isPending}
      aria-keyshortcuts="n"
      onClick={() => mutate(undefined)}
    >
      {t('next')}
    </Button>
  )
}
