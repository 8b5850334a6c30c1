/** How much each role may approve of each kind; changed by two administrators. */
import { Button, Checkbox, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { command } from '../../api.ts'
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { PageHead } from '../../layout/PageHead.tsx'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { Amount } from '../../shared/Amount.tsx'
import { minorOf } from '../../shared/amount.ts'
import type { Column } from '../../shared/list/columns.ts'
import { ListTable } from '../../shared/list/ListTable.tsx'
import { minuteText } from '../../shared/moment.ts'
import { useCurrencies } from '../../shared/useAmount.ts'
import { useCommand } from '../../shared/useCommand.ts'
import { useMe } from '../auth/session.ts'
import { limitsKey, useKinds, useLimits, type ApprovalLimit } from './client.ts'
import { words } from './words.ts'

export function ApprovalLimits() {
  const { t } = useFeatureWords(words)
  const limits = useLimits()
  const me = useMe().data
  const [proposing, setProposing] = useState(false)
  const columns = useColumns()
  if (limits.isPending) return <Loading />
  if (limits.isError) return <Failed error={limits.error} retry={limits.refetch} />
  return (
    <>
      <PageHead
        title={t('limit.title')}
        note={t('limit.note')}
        back={{ to: path.approvals(), label: t('back') }}
        end={
          me?.roles.includes('admin') ? (
            <Button type="primary" onClick={() => setProposing(true)}>
              {t('limit.propose')}
            </Button>
          ) : undefined
        }
      />
      <section className="card list" aria-label={t('limit.title')}>
        {limits.data.length === 0 ? (
          <Blank title={t('limit.none')} hint={t('limit.noneHint')} />
        ) : (
          <ListTable<ApprovalLimit>
            label={t('limit.title')}
            columns={columns}
            rows={limits.data}
            rowKey={({ kind, role, currency }) => `${kind} ${role} ${currency}`}
          />
        )}
      </section>
      {proposing ? <LimitForm onClose={() => setProposing(false)} /> : null}
    </>
  )
}

function useColumns(): readonly Column<ApprovalLimit>[] {
  const { t, language } = useFeatureWords(words)
  const shared = useWords()
  const kinds = useKinds().data ?? []
  return [
    {
      key: 'kind',
      title: t('limit.kind'),
      render: ({ kind }) => kinds.find((known) => known.kind === kind)?.title[language] ?? kind,
    },
    {
      key: 'role',
      title: t('limit.role'),
      render: ({ role }) => wordOf(shared.words.roles, role),
    },
    {
      key: 'max',
      title: t('limit.max'),
      align: 'right',
      render: ({ amountMax, currency }) => <Amount minor={amountMax} currency={currency} />,
    },
    {
      key: 'updated',
      title: t('limit.updated'),
      render: ({ updatedAt }) => minuteText(updatedAt, language),
    },
  ]
}

interface Values {
  readonly kind: string
  readonly role: string
  readonly currency: string
  readonly amount?: string
  readonly lift?: boolean
  readonly reason: string
}

function LimitForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useFeatureWords(words)
  const [form] = Form.useForm<Values>()
  const lift = Form.useWatch('lift', form) === true
  const currencies = useCurrencies()
  const exponentOf = (code: string) => currencies.get(code)?.exponent ?? 2
  const propose = useCommand({
    form: 'approval-limit',
    send: ({ kind, role, currency, amount = '', reason }: Values, idempotencyKey) => {
      const amountMax = lift ? null : (minorOf(amount, exponentOf(currency)) ?? null)
      const body = { kind, role, currency, amountMax, reason }
      return command({ path: '/approval-limits', body, idempotencyKey })
    },
    done: t('limit.proposed'),
    stale: [limitsKey, ['list', '/proposals']],
    onDone: onClose,
  })
  return (
    <Modal
      open
      title={t('limit.propose')}
      okText={t('limit.propose')}
      onOk={form.submit}
      onCancel={onClose}
      confirmLoading={propose.isPending}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ currency: 'CNY' }}
        onFinish={(values) => propose.mutate(values)}
      >
        <KindAndRole />
        <Form.Item name="currency" label={t('limit.currency')}>
          <Select options={[...currencies.keys()].map((code) => ({ value: code, label: code }))} />
        </Form.Item>
        <Form.Item name="lift" valuePropName="checked">
          <Checkbox>{t('limit.lift')}</Checkbox>
        </Form.Item>
        {lift ? null : (
          <Form.Item
            name="amount"
            label={t('limit.amount')}
            extra={t('limit.amountHint')}
            rules={[
              {
                required: true,
                validator: (_, typed: string | undefined) =>
                  typed !== undefined && minorOf(typed, 2) !== undefined
                    ? Promise.resolve()
                    : Promise.reject(new Error(t('limit.amountInvalid'))),
              },
            ]}
          >
            <Input inputMode="decimal" className="figure" />
          </Form.Item>
        )}
        <Form.Item
          name="reason"
          label={t('limit.reason')}
          rules={[{ required: true, whitespace: true, message: t('limit.reasonMissing') }]}
        >
          <Input.TextArea rows={2} maxLength={1_000} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

/** Only a role that decides a kind can have a limit for it. */
function KindAndRole() {
  const { t, language } = useFeatureWords(words)
  const shared = useWords()
  const form = Form.useFormInstance<Values>()
  const kinds = useKinds().data ?? []
  const wanted = Form.useWatch('kind', form)
  const chosen = kinds.find(({ kind }) => kind === wanted)
  const required = [{ required: true, message: t('limit.choose') }]
  return (
    <>
      <Form.Item name="kind" label={t('limit.kind')} rules={required}>
        <Select
          options={kinds.map(({ kind, title }) => ({ value: kind, label: title[language] }))}
          onChange={() => form.setFieldValue('role', undefined)}
        />
      </Form.Item>
      <Form.Item name="role" label={t('limit.role')} rules={required}>
        <Select
          options={(chosen?.checkers ?? []).map((role) => ({
            value: role,
            label: wordOf(shared.words.roles, role),
          }))}
        />
      </Form.Item>
    </>
  )
}
