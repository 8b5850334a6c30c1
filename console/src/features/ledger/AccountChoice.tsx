/** Choosing an account by typing the beginning of its number or name. */
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { read } from '../../api.ts'
import { useFeatureWords } from '../../i18n/index.ts'
import { useAmount } from '../../shared/useAmount.ts'
import type { Account } from './client.ts'
import { words } from './words.ts'

interface Props {
  readonly label: string
  /** Given by the form. */
  readonly id?: string
  readonly value?: string
  readonly onChange?: (accountNo: string) => void
}

const shownMax = 20
const searchMax = 64

export function AccountChoice({ label, ...field }: Props) {
  const { t } = useFeatureWords(words)
  const amount = useAmount()
  const [text, setText] = useState('')
  const search = text.trim().slice(0, searchMax)
  const accounts = useQuery({
    queryKey: ['ledger', 'choice', search],
    queryFn: () =>
      read<{ items: readonly Account[] }>('/ledger/accounts', {
        limit: shownMax,
        ...(search === '' ? {} : { search }),
      }),
    placeholderData: (before) => before,
  })
  const options = accounts.data?.items.map(({ accountNo, name, available, currency }) => ({
    value: accountNo,
    label: accountNo,
    more: `${name} · ${amount(available, currency)}`,
  }))
  return (
    <Select<string>
      {...field}
      aria-label={label}
      showSearch={{ filterOption: false, onSearch: setText }}
      placeholder={t('adjustment.searchHint')}
      notFoundContent={t('adjustment.notFound')}
      loading={accounts.isFetching}
      options={options ?? []}
      popupMatchSelectWidth={false}
      optionRender={({ label: no, data }) => (
        <span className="ledger-choice">
          <span>{no}</span>
          <span className="soft">{data['more']}</span>
        </span>
      )}
    />
  )
}
