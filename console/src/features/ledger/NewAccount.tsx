/** Opens an account; products open their own. */
import { Button, Checkbox, Drawer, Form, Input, Select } from 'antd'
import { useNavigate } from 'react-router'
import { command } from '../../api.ts'
import { useFeatureWords, useWords } from '../../i18n/index.ts'
import { path } from '../../path.ts'
import { useCurrencies } from '../../shared/useAmount.ts'
import { useCommand } from '../../shared/useCommand.ts'
import { useChart, type Account } from './client.ts'
import { words } from './words.ts'

type Given = Partial<
  Pick<
    Account,
    | 'accountNo'
    | 'name'
    | 'accountType'
    | 'currency'
    | 'normalSide'
    | 'owner'
    | 'merchantNo'
    | 'mayGoNegative'
    | 'isTiancai'
  >
>

const numberPattern = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/u
const nameMax = 200
const wordMax = 64

export function NewAccount({ onClose }: { readonly onClose: () => void }) {
  const { t } = useFeatureWords(words)
  const { t: say } = useWords()
  const navigate = useNavigate()
  const [form] = Form.useForm<Given>()
  const opening = useCommand<Given, Account>({
    form: 'ledger.open-account',
    send: (given, idempotencyKey) =>
      command({ path: '/ledger/accounts', body: present(given), idempotencyKey }),
    stale: [['list', '/ledger/accounts']],
    onDone: async ({ accountNo }) => navigate(path.ledgerAccount(accountNo)),
  })
  return (
    <Drawer
      open
      title={t('open.title')}
      size="min(480px, 100vw)"
      onClose={onClose}
      footer={
        <div className="ledger-drawer-end">
          <Button onClick={onClose}>{say('kit.cancel')}</Button>
          <Button type="primary" loading={opening.isPending} onClick={form.submit}>
            {t('accounts.open')}
          </Button>
        </div>
      }
    >
      <Form<Given>
        form={form}
        layout="vertical"
        initialValues={{ currency: 'CNY', normalSide: 'credit' }}
        onFinish={(given) => opening.mutate(given)}
      >
        <Fields />
      </Form>
    </Drawer>
  )
}

/** What was left empty is not sent. */
const present = (given: Given): object =>
  Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== ''),
  )

function Fields() {
  const { t, language } = useFeatureWords(words)
  const chart = useChart()
  const required = [{ required: true, message: t('open.required') }]
  const types = chart.data?.map(({ accountType, nameZh, nameEn }) => ({
    value: accountType,
    label: `${language === 'zh' ? nameZh : nameEn} ${accountType}`,
  }))
  const currencies = [...useCurrencies().keys()].map((code) => ({ value: code, label: code }))
  const sides = (['debit', 'credit'] as const).map((side) => ({
    value: side,
    label: t(`sides.${side}`),
  }))
  return (
    <>
      <Form.Item
        name="accountNo"
        label={t('accountNo')}
        rules={[...required, { pattern: numberPattern, message: t('open.noRule') }]}
      >
        <Input autoComplete="off" className="figure" maxLength={wordMax} />
      </Form.Item>
      <Form.Item name="name" label={t('name')} rules={required}>
        <Input autoComplete="off" maxLength={nameMax} />
      </Form.Item>
      <Form.Item name="accountType" label={t('type')} rules={required}>
        <Select
          options={types ?? []}
          loading={chart.isPending}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </Form.Item>
      <div className="ledger-pair">
        <Form.Item name="currency" label={t('currency')} rules={required}>
          <Select options={currencies} />
        </Form.Item>
        <Form.Item name="normalSide" label={t('normalSide')} rules={required}>
          <Select options={sides} />
        </Form.Item>
      </div>
      <div className="ledger-pair">
        <Form.Item name="owner" label={t('owner')}>
          <Input autoComplete="off" maxLength={wordMax} />
        </Form.Item>
        <Form.Item name="merchantNo" label={t('merchantNo')}>
          <Input autoComplete="off" maxLength={wordMax} />
        </Form.Item>
      </div>
      <Form.Item name="isTiancai" valuePropName="checked" className="ledger-check">
        <Checkbox>{t('isTiancai')}</Checkbox>
      </Form.Item>
      <Form.Item
        name="mayGoNegative"
        valuePropName="checked"
        className="ledger-check"
        extra={t('open.negativeHint')}
      >
        <Checkbox>{t('mayGoNegative')}</Checkbox>
      </Form.Item>
    </>
  )
}
