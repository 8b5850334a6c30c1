/** Accounts: query, columns, page. */
import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useFeatureWords } from '../../i18n/index.ts'
import { path } from '../../path.ts'
import { Amount } from '../../shared/Amount.tsx'
import type { Column } from '../../shared/list/columns.ts'
import type { Filter } from '../../shared/list/ListFilters.tsx'
import { ListPage } from '../../shared/list/ListPage.tsx'
import { useListRows, useListState } from '../../shared/list/useListState.ts'
import { RelativeTime } from '../../shared/RelativeTime.tsx'
import { useCurrencies } from '../../shared/useAmount.ts'
import { useOperation } from '../orders/operations.ts'
import { StatusTag } from './AccountTag.tsx'
import { ChartDrawer } from './ChartDrawer.tsx'
import { useChart, type Account } from './client.ts'
import { NewAccount } from './NewAccount.tsx'
import { useTypeName } from './useTypeName.ts'
import { words } from './words.ts'

export function AccountList() {
  const { t } = useFeatureWords(words)
  const mayWrite = useOperation('openAccount').mayDo
  const [shown, show] = useState<'open' | 'chart'>()
  const list = useListState({
    name: 'ledger.accounts',
    fields: { search: 'one', accountType: 'one', currency: 'one', status: 'one' },
  })
  const rows = useListRows<Account>(list, { path: '/ledger/accounts' })
  return (
    <>
      <ListPage
        title={t('accounts.title')}
        note={t('accounts.note')}
        list={list}
        rows={rows}
        columns={useColumns()}
        filters={useFilters()}
        rowKey={({ accountNo }) => accountNo}
        exportSource="ledger.accounts"
        to={({ accountNo }) => path.ledgerAccount(accountNo)}
        empty={{ title: t('accounts.none'), hint: t('accounts.noneHint') }}
        end={
          <>
            <Button onClick={() => show('chart')}>{t('accounts.chart')}</Button>
            {mayWrite ? (
              <Button type="primary" icon={<PlusOutlined />} onClick={() => show('open')}>
                {t('accounts.open')}
              </Button>
            ) : null}
          </>
        }
      />
      {shown === 'open' ? <NewAccount onClose={() => show(undefined)} /> : null}
      {shown === 'chart' ? <ChartDrawer onClose={() => show(undefined)} /> : null}
    </>
  )
}

function useFilters(): readonly Filter[] {
  const { t, language } = useFeatureWords(words)
  const chart = useChart()
  const types = chart.data?.map(({ accountType, nameZh, nameEn }) => ({
    value: accountType,
    label: `${language === 'zh' ? nameZh : nameEn} ${accountType}`,
  }))
  const currencies = [...useCurrencies().keys()].map((code) => ({ value: code, label: code }))
  const statuses = (['normal', 'frozen', 'closed'] as const).map((value) => ({
    value,
    label: t(`statuses.${value}`),
  }))
  return [
    {
      kind: 'text',
      name: 'search',
      label: t('accounts.search'),
      hint: t('accounts.searchHint'),
      lengthMax: 64,
    },
    {
      kind: 'choice',
      name: 'accountType',
      label: t('type'),
      options: types ?? [],
      loading: chart.isPending,
    },
    { kind: 'choice', name: 'currency', label: t('currency'), options: currencies },
    { kind: 'choice', name: 'status', label: t('status'), options: statuses },
  ]
}

function useColumns(): readonly Column<Account>[] {
  const { t } = useFeatureWords(words)
  const typeName = useTypeName()
  const money = (of: 'balance' | 'frozen' | 'available') => (row: Account) => (
    <Amount minor={row[of]} currency={row.currency} />
  )
  return [
    {
      key: 'accountNo',
      title: t('accountNo'),
      render: ({ accountNo }) => <span className="nowrap">{accountNo}</span>,
    },
    { key: 'name', title: t('name'), render: ({ name }) => name },
    { key: 'type', title: t('type'), render: ({ accountType }) => typeName(accountType) },
    {
      key: 'status',
      title: t('status'),
      render: ({ status }) => <StatusTag status={status} />,
      phone: 'title',
    },
    { key: 'currency', title: t('currency'), render: ({ currency }) => currency, phone: 'hidden' },
    {
      key: 'balance',
      title: t('balance'),
      render: money('balance'),
      align: 'right',
      phone: 'end',
    },
    { key: 'frozen', title: t('frozen'), render: money('frozen'), align: 'right', spare: true },
    { key: 'available', title: t('available'), render: money('available'), align: 'right' },
    { key: 'owner', title: t('owner'), render: ({ owner }) => owner ?? t('none'), phone: 'hidden' },
    {
      key: 'merchantNo',
      title: t('merchantNo'),
      render: ({ merchantNo }) => merchantNo ?? t('none'),
      spare: true,
    },
    {
      key: 'lastAt',
      title: t('lastAt'),
      render: ({ sequence, lastAt }) =>
        Number(sequence) === 0 ? t('none') : <RelativeTime at={lastAt} />,
      phone: 'hidden',
    },
  ]
}
