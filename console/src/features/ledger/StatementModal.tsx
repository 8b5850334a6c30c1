/** A statement as a file: the browser fetches it, streamed, however long it is. */
import { DownloadOutlined } from '@ant-design/icons'
import { Button, DatePicker, Modal } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { addressOf } from '../../api.ts'
import { useFeatureWords } from '../../i18n/index.ts'
import { accountPath, type Account } from './client.ts'
import { words } from './words.ts'

interface Props {
  readonly account: Pick<Account, 'accountNo'>
  readonly onClose: () => void
}

const daysUsual = 30

export function StatementModal({ account, onClose }: Props) {
  const { t } = useFeatureWords(words)
  const [from, setFrom] = useState<Dayjs>(() => dayjs().subtract(daysUsual - 1, 'day'))
  const [to, setTo] = useState<Dayjs>(() => dayjs())
  const range = { from: from.format('YYYY-MM-DD'), to: to.format('YYYY-MM-DD') }
  return (
    <Modal
      open
      title={`${t('statement.title')} ${account.accountNo}`}
      onCancel={onClose}
      width={460}
      footer={<Button onClick={onClose}>{t('statement.close')}</Button>}
    >
      <p className="soft">{t('statement.note')}</p>
      <div className="ledger-range">
        <DatePicker
          value={from}
          allowClear={false}
          maxDate={to}
          aria-label={t('account.rangeFrom')}
          onChange={(day) => setFrom(day ?? from)}
        />
        <span aria-hidden="true">–</span>
        <DatePicker
          value={to}
          allowClear={false}
          minDate={from}
          aria-label={t('account.rangeTo')}
          onChange={(day) => setTo(day ?? to)}
        />
      </div>
      <div className="ledger-downloads">
        {(['csv', 'xlsx'] as const).map((format) => (
          <Button
            key={format}
            type="primary"
            ghost
            icon={<DownloadOutlined />}
            href={addressOf(`${accountPath(account.accountNo)}/statement`, { ...range, format })}
            download
          >
            {t('statement.download', { format })}
          </Button>
        ))}
      </div>
    </Modal>
  )
}
