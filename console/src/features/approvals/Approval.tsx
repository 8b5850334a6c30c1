/** One proposal: what would change, who proposed it and why, and what a second person decides. */
import { Alert, Button, Form, Input } from 'antd'
import { Link, useParams } from 'react-router'
import { Refusal } from '../../api.ts'
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { PageHead } from '../../layout/PageHead.tsx'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { Amount } from '../../shared/Amount.tsx'
import { KeyValue, type Entry } from '../../shared/KeyValue.tsx'
import { minuteText } from '../../shared/moment.ts'
import { RelativeTime } from '../../shared/RelativeTime.tsx'
import { useCommand } from '../../shared/useCommand.ts'
import { Subject } from '../audit/Subject.tsx'
import { Change } from './Change.tsx'
import { decide, proposalKey, useProposal, type OpenedProposal, type Verb } from './client.ts'
import { StateMark } from './StateMark.tsx'
import { words } from './words.ts'
import './approvals.css'

export function Approval() {
  const { t, language } = useFeatureWords(words)
  const { id = '' } = useParams()
  const proposal = useProposal(id)
  if (proposal.isPending) return <Loading />
  if (proposal.isError && proposal.error instanceof Refusal) {
    return (
      <Blank title={t('missing')} hint={t('missingHint')}>
        <Link to={path.approvals()}>{t('back')}</Link>
      </Blank>
    )
  }
  if (proposal.isError) return <Failed error={proposal.error} retry={proposal.refetch} />
  const { data } = proposal
  return (
    <>
      <PageHead
        title={data.title[language]}
        back={{ to: path.approvals(), label: t('back') }}
        tags={<StateMark state={data.state} />}
      />
      <div className="approval">
        <div>
          <Card title={data.state === 'pending' ? t('change') : t('changed')}>
            <Change proposal={data} />
          </Card>
          {data.state === 'pending' ? <Decision proposal={data} /> : null}
        </div>
        <Card title={t('facts')}>
          <Facts proposal={data} />
        </Card>
      </div>
    </>
  )
}

function Facts({ proposal }: { readonly proposal: OpenedProposal }) {
  const { t, language } = useFeatureWords(words)
  const { subject, amount, currency, reason, makerName, madeAt } = proposal
  const { checkerName, decidedAt, comment } = proposal
  const money: readonly Entry[] =
    amount === null || currency === null
      ? []
      : [[t('amount'), <Amount key="amount" minor={amount} currency={currency} />]]
  const decided: readonly Entry[] =
    decidedAt === null
      ? []
      : [
          [t('decidedBy'), checkerName],
          [t('decidedAt'), minuteText(decidedAt, language)],
          [t('comment'), comment === null || comment === '' ? t('noComment') : comment],
        ]
  return (
    <KeyValue
      entries={[
        [t('subject'), <Subject key="subject" subject={subject} />],
        ...money,
        [t('reason'), reason],
        [t('maker'), makerName],
        [t('madeAt'), <RelativeTime key="at" at={madeAt} />],
        ...decided,
      ]}
    />
  )
}

function Decision({ proposal }: { readonly proposal: OpenedProposal }) {
  const { t } = useFeatureWords(words)
  const shared = useWords()
  const { id, mayDecide, refusal, mine } = proposal
  const [form] = Form.useForm<{ comment?: string }>()
  const approve = useDecision(id, 'approve')
  const reject = useDecision(id, 'reject')
  const comment = () => form.getFieldValue('comment')?.trim() ?? ''
  if (!mayDecide) {
    const why = refusal === null ? '' : wordOf(shared.words.problems, refusal.code)
    return (
      <Card title={t('decide')}>
        <Alert type="info" showIcon title={mine ? t('mine') : why} />
        <div className="approval-buttons">
          <Button type="primary" disabled title={why}>
            {t('approve')}
          </Button>
          <Button danger disabled title={why}>
            {t('reject')}
          </Button>
        </div>
      </Card>
    )
  }
  const refuse = () => {
    if (comment() !== '') return reject.mutate(comment())
    form.setFields([{ name: 'comment', errors: [t('noteMissing')] }])
    form.getFieldInstance('comment')?.focus()
  }
  return (
    <Card title={t('decide')}>
      <Form form={form} layout="vertical" onFinish={() => approve.mutate(comment())}>
        <Form.Item name="comment" label={t('note_label')} extra={t('noteHint')}>
          <Input.TextArea rows={2} maxLength={1_000} />
        </Form.Item>
        <div className="approval-buttons">
          <Button type="primary" htmlType="submit" loading={approve.isPending}>
            {t('approve')}
          </Button>
          <Button danger loading={reject.isPending} onClick={refuse}>
            {t('reject')}
          </Button>
        </div>
      </Form>
    </Card>
  )
}

/** What was approved may be anything, so everything that is shown elsewhere is asked again. */
const useDecision = (id: string, verb: Verb) => {
  const { t } = useFeatureWords(words)
  return useCommand({
    form: `${verb} ${id}`,
    send: (comment: string, key) => decide(id, verb, comment, key),
    done: verb === 'approve' ? t('approved') : t('rejected'),
    stale: [proposalKey(id), []],
  })
}
