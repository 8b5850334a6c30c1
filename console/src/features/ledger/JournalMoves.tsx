/** Reversing a journal, all that is left of it or a part; where that cannot be, why. */
import { Button, Form, Input, Modal, Radio, Tooltip } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { command } from '../../api.ts'
import { useFeatureWords, useWords } from '../../i18n/index.ts'
import { path } from '../../path.ts'
import { minorOf, type Minor } from '../../shared/amount.ts'
import { useAmount, useCurrencies } from '../../shared/useAmount.ts'
import { useCommand } from '../../shared/useCommand.ts'
import { useOperation } from '../orders/operations.ts'
import { journalKey, type Journal } from './client.ts'
import { journalAddress } from './journal-address.ts'
import { words } from './words.ts'

export function JournalMoves({ journal }: { readonly journal: Journal }) {
  const { t } = useFeatureWords(words)
  const [asked, ask] = useState(false)
  const mayReverse = useOperation('reverseJournal').mayDo
  const { refusal } = journal.reversal
  if (!mayReverse) return null
  if (refusal === 'not_of_the_desk') return <Mirror journal={journal} />
  if (refusal !== null) {
    const why = t(`journalPage.${refusal}`)
    return (
      <Tooltip title={why}>
        <Button aria-disabled className="refused-button" title={why}>
          {t('journalPage.reverse')}
        </Button>
      </Tooltip>
    )
  }
  return (
    <>
      <Button danger onClick={() => ask(true)}>
        {t('journalPage.reverse')}
      </Button>
      {asked ? <ReverseModal journal={journal} onClose={() => ask(false)} /> : null}
    </>
  )
}

const legsMax = 20

/** The opposite adjustment, filled in: two people decide on it as on the first one. */
function Mirror({ journal }: { readonly journal: Journal }) {
  const { t } = useFeatureWords(words)
  const legs = journal.legs.map(({ debit, credit, amount }) => `${credit}>${debit}:${amount}`)
  if (legs.length > legsMax) return null
  const search = new URLSearchParams(legs.map((leg) => ['leg', leg]))
  return (
    <Tooltip title={t('journalPage.not_of_the_desk')}>
      <Link to={`${path.adjustment()}?${search.toString()}`}>
        <Button tabIndex={-1}>{t('journalPage.mirror')}</Button>
      </Link>
    </Tooltip>
  )
}

interface Given {
  readonly part: 'all' | 'some'
  readonly amount?: string
  readonly bizNo: string
  readonly memo: string
}

interface ModalProps {
  readonly journal: Journal
  readonly onClose: () => void
}

const memoMax = 500
const numberMax = 64

function ReverseModal({ journal, onClose }: ModalProps) {
  const { t } = useFeatureWords(words)
  const { t: say } = useWords()
  const navigate = useNavigate()
  const [form] = Form.useForm<Given>()
  const exponent = useExponent(journal)
  const { bizNo, bizType } = journal
  const reversing = useCommand<Given, { readonly journal: Journal }>({
    form: `ledger.reverse ${bizType} ${bizNo}`,
    send: (given, idempotencyKey) =>
      command({
        path: `/ledger/journals/${encodeURIComponent(bizNo)}/reverse`,
        body: {
          bizNo: given.bizNo,
          originalBizType: bizType,
          memo: given.memo,
          ...(given.part === 'some' ? { amount: minorOf(given.amount ?? '', exponent) } : {}),
        },
        idempotencyKey,
      }),
    done: t('journalPage.reversed_done'),
    stale: [journalKey(bizNo), ['ledger', 'account'], ['list', '/ledger/journals']],
    onDone: (posted) => navigate(journalAddress(posted.journal)),
  })
  return (
    <Modal
      open
      title={`${t('journalPage.reverse')} ${bizNo}`}
      okText={t('journalPage.reverse')}
      cancelText={say('kit.cancel')}
      okButtonProps={{ danger: true }}
      confirmLoading={reversing.isPending}
      onOk={form.submit}
      onCancel={onClose}
      width={480}
    >
      <p className="soft">{t('journalPage.reverseNote')}</p>
      <Form<Given>
        form={form}
        layout="vertical"
        initialValues={{ part: 'all', bizNo: numberOf(journal) }}
        onFinish={(given) => reversing.mutate(given)}
      >
        <Fields journal={journal} exponent={exponent} />
      </Form>
    </Modal>
  )
}

/** Each part that is given back needs a number of its own; the count of those before makes it. */
const numberOf = ({ bizNo, followers }: Journal): string =>
  `${bizNo}-R${followers.length + 1}`.slice(-numberMax)

function useExponent(journal: Journal): number {
  const currency = journal.accounts[0]?.currency ?? ''
  return useCurrencies().get(currency)?.exponent ?? 2
}

interface FieldsProps {
  readonly journal: Journal
  readonly exponent: number
}

function Fields({ journal, exponent }: FieldsProps) {
  const { t } = useFeatureWords(words)
  const amount = useAmount()
  const part = Form.useWatch<Given['part']>('part')
  const left = amount(journal.reversal.left, journal.accounts[0]?.currency ?? '')
  const required = { required: true, whitespace: true, message: t('adjustment.required') }
  return (
    <>
      <Form.Item name="part">
        <Radio.Group
          className="ledger-radios"
          options={[
            { value: 'all', label: t('journalPage.reverseAll', { amount: left }) },
            { value: 'some', label: t('journalPage.reversePart') },
          ]}
        />
      </Form.Item>
      {part === 'some' ? (
        <Form.Item
          name="amount"
          label={t('journalPage.reverseAmount')}
          rules={[
            {
              validator: (_, text: unknown) =>
                isAmount(text, exponent)
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('adjustment.amountWrong'))),
            },
          ]}
        >
          <Input inputMode="decimal" autoComplete="off" className="figure" />
        </Form.Item>
      ) : null}
      <Form.Item name="bizNo" label={t('journalPage.reverseNo')} rules={[required]}>
        <Input maxLength={numberMax} autoComplete="off" className="figure" />
      </Form.Item>
      <Form.Item name="memo" label={t('journalPage.reverseMemo')} rules={[required]}>
        <Input.TextArea rows={2} maxLength={memoMax} />
      </Form.Item>
    </>
  )
}

function isAmount(text: unknown, exponent: number): boolean {
  const minor: Minor | undefined = typeof text === 'string' ? minorOf(text, exponent) : undefined
  return minor !== undefined && BigInt(minor) > 0n
}
