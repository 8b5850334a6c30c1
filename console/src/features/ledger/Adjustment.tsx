/** A manual journal, proposed: legs, their sum, why. A second person decides on it. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { App, Button, DatePicker, Form, Input } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useMemo } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { command } from '../../api.ts'
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { PageHead } from '../../layout/PageHead.tsx'
import { path } from '../../path.ts'
import { minorOf } from '../../shared/amount.ts'
import { useAmount } from '../../shared/useAmount.ts'
import { useCommand } from '../../shared/useCommand.ts'
import { AccountChoice } from './AccountChoice.tsx'
import { legsOfSearch, totalOf, type LegFields } from './adjustment-legs.ts'
import { PendingProposals } from './PendingProposals.tsx'
import { useLegCurrency } from './useLegCurrency.ts'
import { words } from './words.ts'
import './ledger.css'

interface Given {
  readonly legs: readonly LegFields[]
  readonly effectiveDate: Dayjs
  readonly reason: string
}

const legsMax = 100
const reasonMax = 500
const kind = 'ledger.adjustment'

export function Adjustment() {
  const { t } = useFeatureWords(words)
  return (
    <>
      <PageHead
        title={t('adjustment.title')}
        note={t('adjustment.note')}
        back={{ to: path.journals(), label: t('adjustment.back') }}
      />
      <ProposeForm />
      <PendingProposals
        kinds={[kind]}
        title={t('adjustment.pending')}
        none={t('adjustment.pendingNone')}
      />
    </>
  )
}

function ProposeForm() {
  const { t } = useFeatureWords(words)
  const [search] = useSearchParams()
  const [form] = Form.useForm<Given>()
  const initial = useMemo(
    () => ({ legs: legsOfSearch(search, 2), effectiveDate: dayjs(), reason: '' }),
    [search],
  )
  const propose = usePropose()
  const required = { required: true, whitespace: true, message: t('adjustment.required') }
  return (
    <Card title={t('adjustment.legs')}>
      <Form<Given>
        form={form}
        layout="vertical"
        initialValues={initial}
        scrollToFirstError
        onFinish={(given) => propose.mutate(given)}
      >
        <Legs />
        <Form.Item
          name="effectiveDate"
          label={t('effectiveDate')}
          rules={[{ required: true, message: t('adjustment.required') }]}
        >
          <DatePicker allowClear={false} className="ledger-day" />
        </Form.Item>
        <Form.Item name="reason" label={t('adjustment.reason')} rules={[required]}>
          <Input.TextArea rows={2} maxLength={reasonMax} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={propose.isPending}>
          {t('adjustment.submit')}
        </Button>
      </Form>
    </Card>
  )
}

function usePropose() {
  const { t } = useFeatureWords(words)
  const { message } = App.useApp()
  const navigate = useNavigate()
  const exponentOf = useLegCurrency().exponentOf
  return useCommand<Given, { readonly proposalId: string }>({
    form: 'ledger.adjustment',
    send: ({ legs, effectiveDate, reason }, idempotencyKey) =>
      command({
        path: '/ledger/adjustments',
        body: {
          transfers: legs.map(({ debit, credit, amount = '' }) => ({
            debit,
            credit,
            amount: minorOf(amount, exponentOf(debit)),
          })),
          effectiveDate: effectiveDate.format('YYYY-MM-DD'),
          reason: reason.trim(),
        },
        idempotencyKey,
      }),
    stale: [['ledger', 'pending']],
    onDone: async ({ proposalId }) => {
      void message.success(t('adjustment.done'))
      await navigate(path.approval(proposalId))
    },
  })
}

function Legs() {
  const { t } = useFeatureWords(words)
  return (
    <Form.List name="legs">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <LegRow
              key={key}
              at={name}
              {...(fields.length > 1 ? { onRemove: () => remove(name) } : {})}
            />
          ))}
          <div className="ledger-legs-end">
            <Button
              icon={<PlusOutlined />}
              disabled={fields.length >= legsMax}
              onClick={() => add({})}
            >
              {t('adjustment.addLeg')}
            </Button>
            <Sum />
          </div>
        </>
      )}
    </Form.List>
  )
}

interface RowProps {
  readonly at: number
  readonly onRemove?: () => void
}

function LegRow({ at, onRemove }: RowProps) {
  const { t } = useFeatureWords(words)
  const { currencyOf, exponentOf } = useLegCurrency()
  const required = { required: true, message: t('adjustment.required') }
  const leg = t('adjustment.leg', { no: at + 1 })
  return (
    <fieldset className="ledger-leg">
      <legend>{leg}</legend>
      <Form.Item name={[at, 'debit']} label={t('adjustment.from')} rules={[required]}>
        <AccountChoice label={`${leg} ${t('adjustment.from')}`} />
      </Form.Item>
      <Form.Item
        name={[at, 'credit']}
        label={t('adjustment.to')}
        dependencies={[['legs', at, 'debit']]}
        rules={[
          required,
          ({ getFieldValue }) => ({
            validator: (_, credit: unknown) => {
              const debit: unknown = getFieldValue(['legs', at, 'debit'])
              if (credit !== undefined && credit === debit) return wrong(t('adjustment.same'))
              const [one, other] = [currencyOf(debit), currencyOf(credit)]
              const differ = one !== undefined && other !== undefined && one !== other
              return differ ? wrong(t('adjustment.currencies')) : Promise.resolve()
            },
          }),
        ]}
      >
        <AccountChoice label={`${leg} ${t('adjustment.to')}`} />
      </Form.Item>
      <Form.Item
        name={[at, 'amount']}
        label={t('amount')}
        required
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, text: unknown) => {
              const exponent = exponentOf(getFieldValue(['legs', at, 'debit']))
              const minor = minorOf(typeof text === 'string' ? text : '', exponent)
              const positive = minor !== undefined && BigInt(minor) > 0n
              return positive ? Promise.resolve() : wrong(t('adjustment.amountWrong'))
            },
          }),
        ]}
      >
        <Input inputMode="decimal" autoComplete="off" className="figure ledger-amount" />
      </Form.Item>
      {onRemove === undefined ? null : (
        <Button
          type="text"
          className="ledger-leg-remove"
          icon={<DeleteOutlined />}
          aria-label={`${t('adjustment.removeLeg')} ${at + 1}`}
          onClick={onRemove}
        />
      )}
    </fieldset>
  )
}

const wrong = (words: string): Promise<never> => Promise.reject(new Error(words))

/** Every leg debits as much as it credits: the sum so far says how much the whole moves. */
function Sum() {
  const { t } = useFeatureWords(words)
  const amount = useAmount()
  const legs = Form.useWatch<readonly (LegFields | undefined)[] | undefined>('legs') ?? []
  const { currencyOf, exponentOf } = useLegCurrency()
  const byCurrency = Map.groupBy(legs, (leg) => currencyOf(leg?.debit) ?? '')
  const sums = [...byCurrency].filter(([currency]) => currency !== '')
  return (
    <p className="ledger-sum" aria-live="polite">
      <span className="soft">Σ {t('adjustment.sum')}</span>
      {sums.map(([currency, own]) => (
        <strong key={currency} className="figure">
          {amount(String(totalOf(own, exponentOf(own[0]?.debit))), currency)}
        </strong>
      ))}
    </p>
  )
}
