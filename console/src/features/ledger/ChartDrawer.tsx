/** The chart of accounts; whoever keeps the books adds to it. */
import { Button, Drawer, Form, Input, Select } from 'antd'
import { command } from '../../api.ts'
import { useFeatureWords } from '../../i18n/index.ts'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { ListTable } from '../../shared/list/ListTable.tsx'
import '../../shared/list/list.css'
import { useCommand } from '../../shared/useCommand.ts'
import { useOperation } from '../orders/operations.ts'
import { chartKey, useChart, type AccountType } from './client.ts'
import { words } from './words.ts'
import './ledger.css'

export function ChartDrawer({ onClose }: { readonly onClose: () => void }) {
  const { t } = useFeatureWords(words)
  const mayWrite = useOperation('defineAccountType').mayDo
  return (
    <Drawer
      open
      className="ledger-in-drawer"
      title={t('chart.title')}
      size="min(640px, 100vw)"
      onClose={onClose}
    >
      <Types />
      {mayWrite ? <NewType /> : null}
    </Drawer>
  )
}

function Types() {
  const { t } = useFeatureWords(words)
  const chart = useChart()
  if (chart.isPending) return <Loading />
  if (chart.isError) return <Failed error={chart.error} retry={chart.refetch} />
  if (chart.data.length === 0) return <Blank title={t('chart.none')} />
  return (
    <ListTable<AccountType>
      label={t('chart.title')}
      rows={chart.data}
      rowKey={({ accountType }) => accountType}
      columns={[
        { key: 'code', title: t('chart.code'), render: ({ accountType }) => accountType },
        { key: 'nameZh', title: t('chart.nameZh'), render: ({ nameZh }) => <Han>{nameZh}</Han> },
        { key: 'nameEn', title: t('chart.nameEn'), render: ({ nameEn }) => <En>{nameEn}</En> },
        {
          key: 'category',
          title: t('chart.category'),
          render: ({ category }) => t(`categories.${category}`),
        },
      ]}
    />
  )
}

const Han = ({ children }: { readonly children: string }) => <span lang="zh-CN">{children}</span>
const En = ({ children }: { readonly children: string }) => <span lang="en">{children}</span>

const codeMax = 64
const nameMax = 100

function NewType() {
  const { t } = useFeatureWords(words)
  const [form] = Form.useForm<AccountType>()
  const defining = useCommand<AccountType, AccountType>({
    form: 'ledger.account-type',
    send: (body, idempotencyKey) =>
      command({ path: '/ledger/account-types', body, idempotencyKey }),
    done: t('chart.done'),
    stale: [chartKey],
    onDone: () => form.resetFields(),
  })
  const required = [{ required: true, whitespace: true, message: t('open.required') }]
  const categories = (['asset', 'liability', 'equity', 'income', 'expense'] as const).map(
    (value) => ({ value, label: t(`categories.${value}`) }),
  )
  return (
    <section className="ledger-new-type" aria-label={t('chart.add')}>
      <h2>{t('chart.add')}</h2>
      <Form<AccountType>
        form={form}
        layout="vertical"
        onFinish={(type) => defining.mutate(type)}
        initialValues={{ category: 'asset' }}
      >
        <div className="ledger-pair">
          <Form.Item name="accountType" label={t('chart.code')} rules={required}>
            <Input autoComplete="off" maxLength={codeMax} />
          </Form.Item>
          <Form.Item
            name="category"
            label={t('chart.category')}
            rules={required}
            extra={t('chart.fixed')}
          >
            <Select options={categories} />
          </Form.Item>
          <Form.Item name="nameZh" label={t('chart.nameZh')} rules={required}>
            <Input autoComplete="off" maxLength={nameMax} />
          </Form.Item>
          <Form.Item name="nameEn" label={t('chart.nameEn')} rules={required}>
            <Input autoComplete="off" maxLength={nameMax} />
          </Form.Item>
        </div>
        <Button type="primary" ghost htmlType="submit" loading={defining.isPending}>
          {t('chart.add')}
        </Button>
      </Form>
    </section>
  )
}
